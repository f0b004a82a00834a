"""The program over the logs of a real firewall."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.screen import Screen, wallwatch
from tests.lab.firewall import OUTSIDE, Firewall

pytestmark = pytest.mark.lab


@pytest.fixture
def screen(firewall: Firewall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    """The program, watching the firewall's kernel log and p0f's log; its sources are ready."""
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name))
    (tmp_path / "home").mkdir()
    with wallwatch(["watch", str(firewall.kern_log), str(firewall.p0f_log)], columns=120, rows=36) as screen:
        screen.until("kern ok", "p0f ok")
        yield screen
        screen.press("Q")
        assert screen.until_ended() == 0


def _feed(screen: Screen) -> list[str]:
    """Return the lines of the feed, without the panes below it."""
    lines = screen.text.splitlines()
    return lines[: next((place for place, line in enumerate(lines) if "-- packets" in line), len(lines))]


def _row(screen: Screen, port: int) -> str:
    return next((line for line in _feed(screen) if f":{port} " in line and OUTSIDE in line), "")


def test_a_syn_is_a_row_and_its_retransmissions_count_up_in_place(firewall: Firewall, screen: Screen) -> None:
    """Kernel and p0f are the witnesses; later packets of the attempt change the row that is there."""
    knock = threading.Thread(target=firewall.knock, args=(81, 3))
    knock.start()
    screen.until_true(lambda _text: "-KP-" in _row(screen, 81), "the row")
    screen.until_true(lambda _text: " x2 " in _row(screen, 81), "the first retransmission")
    screen.until_true(lambda _text: " x3 " in _row(screen, 81), "the second retransmission")
    knock.join()
    assert sum(":81 " in line for line in _feed(screen)) == 1
    assert "Linux" in _row(screen, 81)


def test_two_knocks_are_two_rows(firewall: Firewall, screen: Screen) -> None:
    """Only a retransmission counts as a further packet; a second connection is an alert of its own."""
    firewall.knock(82)
    firewall.knock(82)
    screen.until_true(lambda _text: sum(":82 " in line for line in _feed(screen)) == 2, "two rows")
    assert " x2 " not in screen.text


def test_a_scan_of_a_thousand_ports_is_a_thousand_alerts(firewall: Firewall, screen: Screen) -> None:
    """Each port that is knocked at once is an alert; none is lost and none counted twice."""
    firewall.scan("1-1000")
    screen.press("f")
    screen.until("Enter: apply")
    screen.press(f"src:{OUTSIDE} packets:1")
    screen.until("1,000 alerts")
    screen.press("\r")
    screen.until_gone("Enter: apply")
