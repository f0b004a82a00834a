"""Whole files, joined into alerts with their packets."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.engine.incident import LOGS, SAMPLES
from tests.ui.alerts import a_packet, an_alert
from wallwatch.cli import whole as module
from wallwatch.cli.whole import Files, Whole, read_whole, with_packets
from wallwatch.model import Change

INCIDENT = Files([str(SAMPLES / log) for log in LOGS])


def test_files_become_alerts_with_their_packets() -> None:
    """As scan prints them, and with what their lines said."""
    whole = asyncio.run(read_whole(INCIDENT))
    assert [alert.packets for alert in whole.alerts.values()] == [3, 3]
    assert [len(whole.packets(number)) for number in whole.alerts] == [3, 3]
    assert {packet.seen for number in whole.alerts for packet in whole.packets(number)} == {"SKPD", "-KPD"}
    assert whole.tally.received == 57
    assert whole.packets(99) == ()


def test_what_went_into_another_alert_is_gone() -> None:
    """So is what the alert has let go."""
    whole = Whole()
    whole.take(Change(kind="new", alert=an_alert(), touched=((1, a_packet(time=9)), (0, a_packet(time=3)))))
    assert [packet.time for packet in whole.packets(1)] == [3, 9]
    whole.take(Change(kind="merged", alert=an_alert(), into=2))
    assert (whole.alerts, whole.packets(1)) == ({}, ())


def test_a_large_log_is_read_again_for_what_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many packets are held before anybody knows which are wanted; the second reading holds those alone."""
    monkeypatch.setattr(module, "ROOM", 2)
    whole = asyncio.run(read_whole(INCIDENT))
    assert whole.is_partial
    assert sum(map(len, whole.places.values())) < 6
    first, second = whole.alerts.values()
    again = asyncio.run(with_packets(INCIDENT, whole, [second]))
    assert (len(again.packets(first.id)), len(again.packets(second.id))) == (0, 3)
    assert [packet.seen for packet in again.packets(second.id)] == ["SKPD"] * 3


def test_a_log_that_changed_meanwhile_is_not_mixed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """An alert that is another one in the second reading has none of its lines."""
    monkeypatch.setattr(module, "ROOM", 0)
    whole = asyncio.run(read_whole(INCIDENT))
    first, _ = whole.alerts.values()
    again = asyncio.run(with_packets(INCIDENT, whole, [replace(first, sport=1)]))
    assert again.packets(first.id) == ()


def test_what_is_whole_is_not_read_again() -> None:
    """Nor is standard input, which is gone."""
    whole = asyncio.run(read_whole(INCIDENT))
    assert asyncio.run(with_packets(INCIDENT, whole, ())) is whole
    whole.is_partial = True
    assert asyncio.run(with_packets(Files(["-"]), whole, ())) is whole


def test_a_missing_file_is_trouble(tmp_path: Path) -> None:
    """It is told, not raised."""
    whole = asyncio.run(read_whole(Files([str(tmp_path / "no.log")])))
    assert [status.state for status in whole.tally.trouble] == ["missing"]
