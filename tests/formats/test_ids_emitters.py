"""The same packets as Snort reported them in four formats, and as they were on the wire."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.formats.support import read
from tests.shared import shared
from wallwatch.formats import packet_bytes
from wallwatch.model import Header, Sighting

LOGS = {
    "crafted": "crafted_LOG_all_flags",
    "replay_sanders_activeosfingerprinting": "replay_sanders_activeosfingerprinting",
    "replay_sanders_icmp_traceroute": "replay_sanders_icmp_traceroute",
    "replay_sanders_ip_frag_source": "replay_sanders_ip_frag_source",
    "replay_sv_tfo_syn_data": "replay_sv_tfo_syn_data",
}
FORMATS = {"alert_fast": "fast", "alert_full": "full", "alert_csv": "csv", "alert_syslog": "syslog"}


@pytest.fixture(name="pcaplib")
def _pcaplib(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(shared("truth"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import pcaplib  # noqa: PLC0415

    yield pcaplib
    sys.modules.pop("pcaplib")


def _packets(pcaplib: ModuleType, name: str) -> list[tuple[int, dict[str, Any]]]:
    """Time and fields of each packet on the wire."""
    frames = pcaplib.read_packets(shared("samples", "emitters", "kernel", f"{LOGS[name]}.pcap").read_bytes())
    decoded = [(time, packet_bytes.decode(frame, link)) for time, _, link, frame in frames]
    return [(time, fields) for time, fields in decoded if fields is not None]


def _alerts(name: str, suffix: str) -> list[Sighting]:
    lines = shared("samples", "emitters", "snort220", f"{name}.{suffix}").read_text(encoding="utf-8").splitlines()
    if suffix == "alert_syslog":
        lines = ["Nov 22 09:16:29 lab " + line for line in lines]
    reading = read(lines)
    assert reading.unparsed == ()
    assert {sighting.format for sighting in reading.sightings} == {f"snort-{FORMATS[suffix]}"}
    return list(reading.sightings)


def _told(seen: Sighting) -> dict[str, object]:
    """What the alert carries of the packet; Snort 2.2's CSV has no protocol but TCP, UDP and ICMP."""
    fields = {name: value for name in Header.__struct_fields__ if (value := getattr(seen, name)) is not None}
    return {name: value for name, value in fields.items() if (name, value) != ("proto", "ip")}


@pytest.mark.parametrize("name", LOGS)
@pytest.mark.parametrize("suffix", FORMATS)
def test_an_alert_is_the_packet_on_the_wire(name: str, suffix: str, pcaplib: ModuleType) -> None:
    """Every field that the alert carries is that of the packet of its time: none of thousands differs."""
    packets = _packets(pcaplib, name)
    compared = 0
    for seen in _alerts(name, suffix):
        told = _told(seen)
        # The lines in syslog have a stamp that was put before them later.
        meant = [packet for time, packet in packets if time == seen.time or suffix == "alert_syslog"]
        assert any(all(packet.get(field) == value for field, value in told.items()) for packet in meant), seen.raw
        compared += len(told)
    assert compared > 15
    print(f"{name} {suffix}: {compared} fields compared")  # noqa: T201 (shown with -s)


@pytest.mark.parametrize("name", LOGS)
def test_the_four_formats_tell_of_the_same_packets(name: str) -> None:
    """Record N of each is the same alert: one rule, one tuple, and where it has microseconds, one time."""
    fast, full, csv, syslog = (_alerts(name, suffix) for suffix in FORMATS)
    for one, other, row, line in zip(fast, full, csv, syslog, strict=True):
        assert one.time == other.time == row.time
        for seen in (other, row, line):
            assert (seen.src, seen.dst) == (one.src, one.dst)
            assert seen.signature is not None
            assert one.signature is not None
            assert (seen.signature.gid, seen.signature.sid, seen.signature.message) == (
                one.signature.gid,
                one.signature.sid,
                one.signature.message,
            )
