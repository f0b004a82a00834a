import json

import pytest
from click.testing import CliRunner

from wallwatch.cli import cli
from wallwatch.formats import FORMATS
from wallwatch.formats.plugins import Plugins


def test_every_format_is_listed_with_what_it_carries() -> None:
    """Name and kind, the fields of its example, and the example itself."""
    outcome = CliRunner().invoke(cli, ["formats"], catch_exceptions=False)
    assert outcome.exit_code == 0
    lines = outcome.stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [f"{each.name}  {each.kind}" for each in FORMATS]
    assert "Packet log: input DENY" in outcome.stdout
    assert outcome.stderr == ""


def test_formats_as_json_are_one_object_a_line() -> None:
    """Every example is read by its own format."""
    outcome = CliRunner().invoke(cli, ["formats", "--json"], catch_exceptions=False)
    records = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert [record["format"] for record in records] == [each.name for each in FORMATS]
    assert all({"src", "dst", "time"} <= set(record["carries"]) for record in records)


def test_a_broken_plugin_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """On standard error, and the exit code asks for attention."""
    monkeypatch.setattr("wallwatch.cli.formats.installed", lambda: Plugins((), ("The format plug-in x is left out.",)))
    outcome = CliRunner().invoke(cli, ["formats"], standalone_mode=False)
    assert outcome.return_value == 1
    assert outcome.stderr == "The format plug-in x is left out.\n"
