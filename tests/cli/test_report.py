"""``wallwatch report``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.engine.incident import LOGS, SAMPLES
from wallwatch.cli import cli
from wallwatch.reports.render import FORMATS

INCIDENT = [str(SAMPLES / log) for log in LOGS]


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["report", *arguments], catch_exceptions=False, standalone_mode=False)


def test_log_files_are_reported_as_text() -> None:
    """Without an option."""
    result = _run(*INCIDENT)
    assert result.return_value == 0
    assert result.stdout.startswith("Incident: 2002-03-02 tcp:6346 TCP to 6346 gnutella\n")
    assert result.stderr == ""


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_format_is_printed_and_written(tmp_path: Path, form: str) -> None:
    """The end of a file's name says which; both are the same but for the second they were made in."""
    printed = _run("--format", form, *INCIDENT).stdout
    file = tmp_path / f"a{FORMATS[form].suffix}"
    assert _run("-o", str(file), *INCIDENT).return_value == 0
    assert file.read_text().count("198.51.100.112") == printed.count("198.51.100.112") > 1


def test_a_store_and_its_logs_have_the_same_ledger(tmp_path: Path) -> None:
    """Of the pair of addresses that the incident is about."""
    store = tmp_path / "own" / "s.db"
    CliRunner().invoke(cli, ["collect", "--once", "--store", str(store), *INCIDENT], catch_exceptions=False)
    kept, read = (
        json.loads(_run("--format", "json", *options).stdout)["actors"]
        for options in (("--store", str(store)), INCIDENT)
    )
    assert kept == read
    assert [pair["addresses"] for pair in kept] == [["198.51.100.112", "198.51.100.148"]]


def test_nothing_to_report_is_exit_code_1() -> None:
    """The report says so as well."""
    result = _run("--where", "dport:22", "--format", "json", *INCIDENT)
    assert result.return_value == 1
    assert json.loads(result.stdout)["alerts"] == []


def test_own_addresses_are_masked_where_that_is_wanted() -> None:
    """In all of it."""
    assert "203.0.113.120" in _run(*INCIDENT).stdout
    masked = _run("--anonymise", *INCIDENT).stdout
    assert "203.0.113.120" not in masked
    assert " gate " not in masked


def test_it_starts_without_textual() -> None:
    """A report needs no screen."""
    code = (
        "import sys; from wallwatch.cli import cli; cli(sys.argv[1:], standalone_mode=False);"
        " assert not [name for name in sys.modules if name.startswith(('textual', 'rich'))]"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "report", "--where", "-starred", *INCIDENT], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
