"""The options of the commands that have a screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

if TYPE_CHECKING:
    from wallwatch.config import Config

_COLORS: Final = ("auto", "truecolor", "256", "16", "mono")

_OPTIONS: Final = (
    click.option("--read-only", is_flag=True, help="No marks, no rules, no copies to files."),
    click.option("--plain", is_flag=True, help="Lines, as it is without a terminal and in a dumb one."),
    click.option("--inline", is_flag=True, help="A few lines under the prompt."),
    click.option(
        "--plain-frames/--no-plain-frames",
        default=None,
        help="Write whole lines again, for a terminal that shows a damaged screen, or changed cells (the default).",
    ),
    click.option("--color", type=click.Choice(_COLORS), help="The terminal's colours, whatever it says; mono is none."),
    click.option("--mouse/--no-mouse", default=None, help="Take the mouse, or leave it to the terminal (the default)."),
)


class Asked(NamedTuple):
    """What was asked for on the command line; ``None`` leaves it to the configuration."""

    read_only: bool = False
    plain: bool = False
    inline: bool = False
    plain_frames: bool | None = None
    color: str | None = None
    mouse: bool | None = None

    def over(self, config: "Config") -> "Wanted":
        """Return what is wanted: as asked for, else as the configuration says."""
        return Wanted(
            color=self.color or config.color,
            mouse=config.mouse if self.mouse is None else self.mouse,
            plain_frames=config.plain_frames if self.plain_frames is None else self.plain_frames,
        )


class Wanted(NamedTuple):
    """What the command line and the configuration want together."""

    color: str
    mouse: bool
    plain_frames: bool


def screen_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; they arrive as fields of :class:`Asked`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
