"""``wallwatch abuse``."""

import json
from email import message_from_string
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.engine.incident import LOGS, SAMPLES
from wallwatch.cli import cli
from wallwatch.errors import WallwatchError

INCIDENT = [str(SAMPLES / log) for log in LOGS]
ONE = ["--where", "src:198.51.100.112", *INCIDENT]
WHO = "Example Org <noc@example.org>"

SCAN = "Nov 22 0{hour}:00:0{second} gate kernel: DROP IN=eth0 OUT= SRC=192.0.2.9 DST=203.0.113.1 LEN=40 TOS=0x00 \
PREC=0x00 TTL=240 ID=54321 PROTO=TCP SPT=61000 DPT={port} WINDOW=1024 RES=0x00 SYN URGP=0 \n"


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["abuse", *arguments], catch_exceptions=False, standalone_mode=False)


def test_leftovers_are_refused() -> None:
    """The incident of 2002 is no attack, and comes from two addresses of which no network is known."""
    result = _run(*INCIDENT)
    assert (result.return_value, result.stdout) == (1, "")
    assert "leftover: a real system calls a service" in result.stderr
    assert "2 networks" in result.stderr
    assert result.stderr.endswith("So nothing is drafted; --anyway does it all the same.\n")


def test_anyway_it_is_drafted() -> None:
    """The doubts are told all the same, beside the mail and not in it."""
    result = _run("--anyway", "--from", WHO, *ONE)
    assert result.return_value == 0
    message = message_from_string(result.stdout)
    assert (message["From"], message["To"]) == (WHO, None)
    assert "198.51.100.112 port 3504" in message.get_payload()
    assert "leftover" in result.stderr
    assert "leftover" not in result.stdout


def test_a_scan_is_drafted_into_a_file(tmp_path: Path) -> None:
    """What is worth a mail needs no word more."""
    log = tmp_path / "kern.log"
    log.write_text("".join(SCAN.format(hour=1, second=at, port=20 + at) for at in range(5)))
    result = _run("-o", str(tmp_path / "mail.eml"), "--anonymise", str(log))
    assert result.return_value == 0
    assert "No abuse contact is known" in result.stderr
    text = (tmp_path / "mail.eml").read_text()
    assert "attempts  5, with 5 packets\n" in text
    assert "203.0.113.1" not in text


def test_a_single_packet_is_refused(tmp_path: Path) -> None:
    """It proves nothing."""
    log = tmp_path / "kern.log"
    log.write_text(SCAN.format(hour=1, second=1, port=22))
    result = _run(str(log))
    assert result.return_value == 1
    assert "single packet" in result.stderr


def test_xarf_is_for_programs() -> None:
    """One object a line; who reports is said, or stands in the configuration."""
    objects = [json.loads(line) for line in _run("--xarf", "--anyway", "--from", WHO, *ONE).stdout.splitlines()]
    assert [each["source_identifier"] for each in objects] == ["198.51.100.112"]
    assert objects[0]["reporter"] == {"org": "Example Org", "contact": "noc@example.org", "domain": "example.org"}
    with pytest.raises(WallwatchError, match="XARF names who reports"):
        _run("--xarf", "--anyway", *ONE)


def test_who_reports_may_stand_in_the_configuration(tmp_path: Path) -> None:
    """A word on the command line counts more."""
    folder = tmp_path / "CONFIG" / "wallwatch"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('reporter = "Example Net <abuse@example.net>"\n')
    assert "From: Example Net <abuse@example.net>" in _run("--anyway", *ONE).stdout
    assert f"From: {WHO}" in _run("--anyway", "--from", WHO, *ONE).stdout


def test_what_xarf_cannot_tell_is_told(tmp_path: Path) -> None:
    """ICMP has no source port."""
    log = tmp_path / "kern.log"
    ping = "Nov 22 01:00:0{} gate kernel: DROP IN=eth0 OUT= SRC=192.0.2.9 DST=203.0.113.1 LEN=84 TOS=0x00 PREC=0x00 \
TTL=55 ID=1 PROTO=ICMP TYPE=8 CODE=0 ID=7 SEQ=1 \n"
    log.write_text("".join(ping.format(second) for second in range(3)))
    result = _run("--xarf", "--from", WHO, str(log))
    assert result.stdout == ""
    assert "1 attempt without a source port cannot be told in XARF." in result.stderr


def test_nothing_is_nothing_to_write_about() -> None:
    """Not anyway either."""
    result = _run("--anyway", "--where", "dport:1", *INCIDENT)
    assert (result.return_value, result.stdout) == (1, "")
