"""Whole files, joined into alerts with their packets."""

import asyncio
from pathlib import Path

from tests.engine.incident import LOGS, SAMPLES
from tests.ui.alerts import a_packet, an_alert
from wallwatch.cli.whole import Whole, read_whole
from wallwatch.model import Change

INCIDENT = [str(SAMPLES / log) for log in LOGS]


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


def test_a_missing_file_is_trouble(tmp_path: Path) -> None:
    """It is told, not raised."""
    whole = asyncio.run(read_whole([str(tmp_path / "no.log")]))
    assert [status.state for status in whole.tally.trouble] == ["missing"]
