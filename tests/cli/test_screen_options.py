import re

import click
import pytest
from click.testing import CliRunner

from tests.cli.screen import wallwatch
from tests.engine.incident import SAMPLES
from wallwatch.cli import cli, outcome
from wallwatch.cli.screen_options import Asked, screen_options
from wallwatch.config import Config
from wallwatch.errors import StoreError


@click.command()
@screen_options
def screen(**asked) -> None:
    """Say what was asked for."""
    click.echo(Asked(**asked))


CASES = [
    ([], Asked()),
    (["--color", "mono"], Asked(color="mono")),
    (["--mouse", "--read-only"], Asked(read_only=True, mouse=True)),
    (["--no-mouse", "--color", "16"], Asked(color="16", mouse=False)),
    (["--plain-frames"], Asked(plain_frames=True)),
    (["--no-plain-frames"], Asked(plain_frames=False)),
]


@pytest.mark.parametrize(("arguments", "asked"), CASES)
def test_what_is_not_asked_for_is_left_to_the_configuration(arguments, asked):
    """An option that is not given says nothing."""
    assert CliRunner().invoke(screen, arguments).output == f"{asked}\n"


def test_the_command_line_comes_before_the_configuration():
    """Also where it says that what the configuration wants is not wanted today."""
    config = Config(color="256", mouse=True, plain_frames=True)
    assert Asked().over(config) == ("256", True, True)
    assert Asked(color="auto", mouse=False, plain_frames=False).over(config) == ("auto", False, False)
    assert Asked(plain_frames=True).over(Config()) == ("auto", False, True)


@pytest.mark.parametrize("command", [[], ["watch"], ["demo"]])
def test_every_screen_has_them(command):
    """Whichever way one comes to it."""
    text = CliRunner().invoke(cli, [*command, "--help"]).output
    assert all(option in text for option in ("--color", "--mouse", "--plain-frames", "--read-only"))


PAINTED = [
    ([], {"COLORTERM": "truecolor"}, {b"48;2", b"1"}),
    ([], {}, {b"48;5", b"1"}),
    (["--color", "16"], {"COLORTERM": "truecolor", "NO_COLOR": "1"}, {b"1"}),
    ([], {"NO_COLOR": "1", "COLORTERM": "truecolor"}, {b"1"}),
]


@pytest.mark.soak
@pytest.mark.parametrize(("options", "environment", "kinds"), PAINTED, ids=["truecolor", "256", "option", "no-color"])
def test_the_terminal_gets_the_colours_that_it_has(options, environment, kinds):
    """From the option or the environment to what is sent: no more colours than that, and styles in any case."""
    log = str(SAMPLES / "kern.log")
    with wallwatch(["watch", *options, log], environment={"LANG": "C.UTF-8", **environment}) as screen:
        screen.until("6 = 6 shown", "198.51.100.148")
        screen.press("Q")
        screen.until_ended()
    codes = re.findall(rb"\x1b\[([0-9;]*)m", screen.painted)
    rich = {kind for kind in (b"48;2", b"48;5") if any(kind in code for code in codes)}
    bold = {b"1"} if any(b"1" in code.split(b";") for code in codes) else set()
    assert rich | bold == kinds
    own = any(re.search(rb"(^|;)(3[0-7]|9[0-7])(;|$)", code) for code in codes if b"38;" not in code)
    assert own == ("--color" in options)


@pytest.mark.parametrize("option", ["--read-only", "--plain", "--color=mono", "--no-mouse"])
def test_an_option_before_a_command_is_refused(option: str) -> None:
    """The command would not hear of it, and write where it was told to read only."""
    refused = CliRunner().invoke(cli, [option, "watch", "kern.log"])
    assert refused.exit_code == 2
    name = option.partition("=")[0]
    assert f"{name} stands behind a command, as in: wallwatch watch {name}" in refused.stderr


def test_what_tasks_say_together_is_said_in_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    """Each once; where one of them is a fault of the program's, all of it is raised."""

    def fail(*errors: Exception) -> None:
        raise ExceptionGroup("tasks", [ExceptionGroup("inner", list(errors))])

    assert outcome(lambda: fail(StoreError("Full."), StoreError("Full."), StoreError("Gone."))) == 2
    assert capsys.readouterr().err.splitlines() == ["wallwatch: Full.", "wallwatch: Gone."]
    with pytest.raises(ExceptionGroup):
        outcome(lambda: fail(StoreError("Full."), ValueError("a fault")))
