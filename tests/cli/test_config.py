"""``wallwatch config``."""

import os
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from wallwatch.cli import cli
from wallwatch.cli.config import configuration, keys


def _write(name: str, text: str) -> None:
    folder = Path(os.environ["XDG_CONFIG_HOME"], "wallwatch")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def test_the_example_is_a_configuration_of_defaults() -> None:
    """What ``--example`` prints can be put in place as it is."""
    printed = CliRunner().invoke(cli, ["config", "--example"]).stdout
    tomllib.loads(printed)
    _write("config.toml", printed)
    config, problems = configuration()
    assert (config.sources, problems) == ((), ())


def test_a_mistake_is_named_with_file_line_and_key_and_the_rest_applies() -> None:
    """One wrong value costs only itself."""
    _write("config.toml", 'mouse = true\nframes = "many"\n')
    outcome = CliRunner().invoke(cli, ["config"], standalone_mode=False)
    assert outcome.return_value == 1
    assert "config.toml:2: frames:" in outcome.stderr
    assert configuration()[0].mouse


def test_keys_are_read_from_their_own_file() -> None:
    """``keys.toml`` sets keys by their ids."""
    _write("keys.toml", '[keys]\n"noise.draft" = "n"\n')
    assert keys().overrides == {"noise.draft": "n"}
    assert keys().problems == ()


def test_all_files_are_looked_at() -> None:
    """Keys, rules, kept filters and themes as well, and each mistake is named with its place."""
    _write("keys.toml", "[keys]\nquit = q\n")
    _write("noise.toml", "rule = 1\n")
    _write("views.toml", "[views]\na = 1\n")
    (Path(os.environ["XDG_CONFIG_HOME"]) / "wallwatch" / "themes").mkdir()
    _write("themes/paper.toml", "ink = 1\n")
    outcome = CliRunner().invoke(cli, ["config"], standalone_mode=False)
    assert outcome.return_value == 1
    for place in ("keys.toml:2: ", "noise.toml:1: ", "views.toml:2: ", "paper.toml:1: "):
        assert place in outcome.stderr
    _write("keys.toml", '[keys]\n"no.such" = "x"\n')
    assert "There is no such action" in CliRunner().invoke(cli, ["config"], standalone_mode=False).stderr


def test_a_file_that_cannot_be_read_is_told_in_a_sentence() -> None:
    """The others are looked at all the same."""
    (Path(os.environ["XDG_CONFIG_HOME"]) / "wallwatch" / "config.toml").mkdir(parents=True)
    _write("views.toml", "[views]\na = 1\n")
    outcome = CliRunner().invoke(cli, ["config"], standalone_mode=False)
    assert outcome.return_value == 1
    assert "config.toml cannot be read: Is a directory." in outcome.stderr
    assert "views.toml:2: " in outcome.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["status"],
        ["sources"],
        ["export"],
        ["incidents"],
        ["actors"],
        ["whois", "192.0.2.1"],
        ["explain", "Mar  2 15:32:54 box kernel: IN=eth0"],
        ["scan", os.devnull],
        ["report", os.devnull],
        ["fingerprint", os.devnull],
        ["collect", "--once", os.devnull],
    ],
)
def test_every_command_names_what_is_wrong_with_it(command: list[str]) -> None:
    """Once, on standard error: else a forgotten quote has the wrong logs read."""
    _write("config.toml", "keep = 90d\n")
    assert CliRunner().invoke(cli, command, standalone_mode=False).stderr.count("config.toml:1: ") == 1


def test_a_theme_that_is_none_is_named() -> None:
    """With the line in which it is chosen."""
    _write("config.toml", 'mouse = true\ntheme = "ligth"\n')
    outcome = CliRunner().invoke(cli, ["config"], standalone_mode=False)
    assert outcome.return_value == 1
    assert "config.toml:2: theme: There is no theme ligth. Did you mean light?" in outcome.stderr
