"""``wallwatch config``: the example of a configuration, and what is wrong with yours."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import click
import msgspec

from wallwatch import paths
from wallwatch.config import Config, Problem, load, load_keys
from wallwatch.config.toml import line_spans, read_toml
from wallwatch.errors import ConfigError
from wallwatch.store.database import now

_SAID: Final = "wallwatch.cli.config"


@click.command()
@click.option("--example", is_flag=True, help="Print a config.toml with every key at its default, explained.")
def config(*, example: bool) -> int:
    """Show where the configuration lies and what is wrong with it, or print an example.

    \b
    Example:
      wallwatch config --example > ~/.config/wallwatch/config.toml
    """
    if example:
        from wallwatch.config.example import EXAMPLE  # noqa: PLC0415 - the other commands do without

        click.echo(EXAMPLE, nl=False)
        return 0
    click.echo(paths.config_directory() / "config.toml")
    problems = [problem for look in _LOOKS for problem in _found(look)]
    for problem in problems:
        click.echo(problem_line(problem), err=True)
    return 1 if problems else 0


def configuration() -> tuple[Config, tuple[Problem, ...]]:
    """Return the user's configuration; what is wrong with it is named, the rest applies."""
    path = paths.config_directory() / "config.toml"
    return load(paths.read_text(path), str(path))


def configured() -> Config:
    """Return the user's configuration, and say on standard error what is wrong with it: once in a run.

    A screen shows that itself.
    """
    config, problems = configuration()
    context = click.get_current_context(silent=True)
    said = {} if context is None else context.find_root().meta
    if not said.setdefault(_SAID, False):
        said[_SAID] = True
        for problem in problems:
            click.echo(problem_line(problem), err=True)
    return config


def place_of(key: str) -> tuple[str, int | None]:
    """Return the file of the configuration and the line in which it sets ``key``, if it does."""
    path = paths.config_directory() / "config.toml"
    text = paths.read_text(path) or ""
    spans = line_spans(text) if read_toml(text, str(path))[0] else {}
    return str(path), spans[key,][0] if (key,) in spans else None


def _found(look: "Look") -> Iterable[Problem]:
    """Return what is wrong with a part of the configuration; that it cannot be read is one thing."""
    try:
        return look(paths.config_directory())
    except ConfigError as error:
        return [Problem("wallwatch", None, "", str(error))]


def _keys(_directory: Path) -> Iterable[Problem]:
    from wallwatch.ui.keymap import checked_keymap  # noqa: PLC0415 - the other commands do without a screen

    found = keys()
    return (*found.problems, *checked_keymap(found.overrides, found.file, found.text)[1])


def _rules(directory: Path) -> Iterable[Problem]:
    from wallwatch.noise.rules import parse_rules  # noqa: PLC0415 - as above

    path = directory / "noise.toml"
    return parse_rules(paths.read_text(path) or "", now(), str(path))[1]


def _views(directory: Path) -> Iterable[Problem]:
    from wallwatch.config.views import load_views  # noqa: PLC0415 - as above

    path = directory / "views.toml"
    return load_views(paths.read_text(path), str(path))[1]


def _themes(directory: Path) -> Iterable[Problem]:
    from wallwatch.ui.theme import load_themes, unknown_theme  # noqa: PLC0415 - as above

    themes, problems = load_themes(directory / "themes")
    names = {theme.name: theme for theme in themes}
    return (*problems, *unknown_theme(configuration()[0].theme, names, place_of("theme")))


Look = Callable[[Path], Iterable[Problem]]
_LOOKS: Final[Sequence[Look]] = (lambda _: configuration()[1], _keys, _rules, _views, _themes)


class Keys(msgspec.Struct, frozen=True):
    """What the user's ``keys.toml`` changes, and what is wrong with it; ``text`` is the file as it stands."""

    file: str
    text: str
    overrides: dict[str, str]
    problems: tuple[Problem, ...]


def keys() -> Keys:
    """Return what ``keys.toml`` says. Whether there are such ids and keys is for the screen to tell."""
    path = paths.config_directory() / "keys.toml"
    text = paths.read_text(path) or ""
    overrides, problems = load_keys(text, str(path))
    return Keys(str(path), text, overrides, problems)


def problem_line(problem: Problem) -> str:
    """Return a mistake as ``file:line: key: sentence``."""
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return f"{place}: {problem.key}: {problem.sentence}" if problem.key else f"{place}: {problem.sentence}"
