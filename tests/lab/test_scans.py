"""What nmap sends is one row, however many ports it looks at, and however slowly."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.screen import wallwatch
from tests.lab.firewall import ADDRESS, OUTSIDE, Firewall
from wallwatch.cli import cli

pytestmark = pytest.mark.lab

HOSTS = [ADDRESS, "203.0.113.2", "203.0.113.3", "203.0.113.4"]
STAMP = re.compile(r"^(\w{3} [ \d]\d [\d:]{8})( \S+ kernel: )\[ *[\d.]+\] ", re.MULTILINE)
NMAP = ("nmap", "-sS", "-n", "-Pn", "--max-retries", "0")


def scans(log: Path) -> list[dict]:
    """Return the scans that a log tells of."""
    outcome = CliRunner().invoke(cli, ["scan", "--scans", "--json", str(log)], catch_exceptions=False)
    return [json.loads(line) for line in outcome.stdout.splitlines()]


def rows(text: str) -> int:
    """Return how many rows of the feed are from the host outside."""
    return sum(f"  {OUTSIDE}" in line for line in text.splitlines()[2:9])


def settled(firewall: Firewall, lines: int) -> Path:
    """Return the kernel's log when so many lines are in it."""
    firewall.wait_for(lambda: firewall.kern_log.read_text().count("\n") >= lines)
    return firewall.kern_log


def test_a_thousand_ports_are_one_row_on_the_screen(firewall, tmp_path, monkeypatch):
    """With its ports, its tool and the sum of its lines; Enter shows the first of them."""
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name))
    (tmp_path / "home").mkdir()
    with wallwatch(["watch", str(firewall.kern_log)], columns=100, rows=24) as screen:
        screen.until("kern ok")
        firewall.scan("1-1000")
        screen.until("1000 = 1000 shown", "1k  198.51.100.7", "scan of 1,000 ports", "nmap")
        assert rows(screen.text) == 1
        screen.press("\r")
        screen.until_true(lambda text: rows(text) > 3, "its alerts one by one")
        screen.until("scan 1 from 198.51.100.7")
        screen.press("Q")
        assert screen.until_ended() == 0
    (scan,) = scans(settled(firewall, 1_000))
    assert (scan["kind"], scan["alerts"], scan["ports"]) == ("vertical", 1_000, {"tcp": "1-1000"})
    assert (scan["sources"], scan["targets"]) == ([OUTSIDE], [ADDRESS])
    assert scan["os"]["family"] == "nmap"


def test_two_hundred_ports_of_four_addresses_are_one_row(firewall):
    """Of all eight hundred knocks."""
    for host in HOSTS[1:]:
        firewall.also(host)
    firewall.run_outside(*NMAP, "-p", "1-200", *HOSTS)
    (scan,) = scans(settled(firewall, 800))
    assert (scan["kind"], scan["alerts"], scan["ports"]) == ("block", 800, {"tcp": "1-200"})
    assert sorted(scan["targets"]) == HOSTS


def test_a_port_a_minute_is_one_row(firewall):
    """The packets are nmap's own; their times are put a minute and a bit apart."""
    firewall.scan("1-30")
    log = settled(firewall, 30)
    begin = datetime.strptime(f"2026 {STAMP.search(log.read_text())[1]}", "%Y %b %d %H:%M:%S")  # noqa: DTZ007
    times = (begin + timedelta(seconds=63 * number) for number in range(30))
    slow = log.with_name("slow.log")
    slow.write_text(STAMP.sub(lambda found: f"{next(times):%b %d %H:%M:%S}{found[2]}", log.read_text()))
    (scan,) = scans(slow)
    assert (scan["kind"], scan["alerts"], scan["ports"]) == ("vertical", 30, {"tcp": "1-30"})
    assert scan["because"] == "knocks at 30 ports of one host within 30 min, one every 63 s"


def test_decoys_are_one_row(firewall):
    """Nmap lets a dozen hosts seem to scan at once: they are one distributed scan."""
    decoys = ",".join(f"198.51.100.{number}" for number in range(100, 111))
    firewall.run_outside(*NMAP, "-D", decoys, "-p", "1-40", ADDRESS)
    found = scans(settled(firewall, 480))
    assert [scan["kind"] for scan in found] == ["distributed"]
    assert len(found[0]["sources"]) == 12
    assert found[0]["ports"] == {"tcp": "1-40"}
