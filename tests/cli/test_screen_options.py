import click
import pytest
from click.testing import CliRunner

from wallwatch.cli import cli
from wallwatch.cli.screen_options import Asked, screen_options
from wallwatch.config import Config


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
]


@pytest.mark.parametrize(("arguments", "asked"), CASES)
def test_what_is_not_asked_for_is_left_to_the_configuration(arguments, asked):
    """An option that is not given says nothing."""
    assert CliRunner().invoke(screen, arguments).output == f"{asked}\n"


def test_the_command_line_comes_before_the_configuration():
    """Also where it says that what the configuration wants is not wanted today."""
    config = Config(color="256", mouse=True)
    assert Asked().over(config) == ("256", True)
    assert Asked(color="auto", mouse=False).over(config) == ("auto", False)


@pytest.mark.parametrize("command", [[], ["watch"], ["demo"]])
def test_every_screen_has_them(command):
    """Whichever way one comes to it."""
    text = CliRunner().invoke(cli, [*command, "--help"]).output
    assert all(option in text for option in ("--color", "--mouse", "--read-only"))
