import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wallwatch.cli import cli
from wallwatch.formats.examples import EXAMPLES

CHAIN = EXAMPLES["ipchains"]


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def _explain(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["explain", *arguments], input=text, standalone_mode=False, catch_exceptions=False)


def test_a_line_is_explained_field_by_field() -> None:
    """Its head, its format, and for each field the columns, the value, and the text where that differs."""
    outcome = _explain(CHAIN, "--zone", "+00:00", "--year", "2002")
    assert outcome.return_value == 0
    lines = outcome.stdout.splitlines()
    assert lines[:3] == [
        CHAIN,
        "  head      host gate, written by the kernel, message from column 30",
        "  format    ipchains, firewall; trust file: whoever writes this file",
    ]
    assert '       1-15 time           2002-03-02T15:32:54+00:00  "Mar  2 15:32:54"' in lines
    assert '      48-51 action         block  "DENY"' in lines
    assert "          - ip_header      20" in lines


def test_a_line_that_is_no_record_says_why_not() -> None:
    """Every format is named with its reason, and the exit code is 1."""
    outcome = _explain(CHAIN[:80])
    assert outcome.return_value == 1
    assert "  not       ipchains: it begins like one of its records, and is torn" in outcome.stdout
    assert "netfilter" in outcome.stdout


def test_standard_input_may_hold_records_of_several_lines() -> None:
    """The place of a field then has the number of its line before it."""
    outcome = _explain("-", text=EXAMPLES["snort-dump"] + "\n")
    assert outcome.return_value == 0
    assert any(line.split()[:3] == ["2:9-11", "ttl", "117"] for line in outcome.stdout.splitlines())


def test_json_holds_the_sighting_and_the_spans() -> None:
    """One object a record; spans are offsets in its text."""
    record = json.loads(_explain("--json", CHAIN).stdout)
    start, end = record["spans"]["src"]
    assert (record["sighting"]["src"], record["text"][start:end]) == ("192.0.2.112", "192.0.2.112")
    assert json.loads(_explain("--json", "prose").stdout)["refusals"]["ipchains"] == "its words are not in it"


def test_strangers_text_is_shown_harmless() -> None:
    """No control character of a line reaches the terminal."""
    outcome = _explain("Mar  2 15:32:54 gate sshd[4]: \x1b]0;pwned\x07")
    assert "\x1b" not in outcome.stdout
    assert "\\x1b]0;pwned\\x07" in outcome.stdout
