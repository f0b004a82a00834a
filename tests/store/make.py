"""Alerts, packets and batches for the tests of the store, made by hand."""

from typing import Any

from msgspec.structs import replace

from wallwatch.model import Alert, Change, Packet, Sighting, Signature, Stack
from wallwatch.model.line import Reading, Unparsed
from wallwatch.model.packet import HEADER_NAMES
from wallwatch.store.batch import Batch
from wallwatch.store.ledger import Subject

SECOND = 1_000_000
NOON = 1_015_081_200 * SECOND
"""2 March 2002, 15:00 UTC, in microseconds."""

STREAM = "8:1:1234"


def alert(number: int, **fields: Any) -> Alert:
    """Return an alert that begins ``number`` seconds after noon."""
    first = fields.pop("first", NOON + number * SECOND)
    known = {"last": first, "proto": "tcp", "src": "198.51.100.7", "dst": "192.0.2.1", "sport": 3504, "dport": 6346}
    return Alert(id=number, first=first, **(known | fields))


def full_alert(number: int = 1) -> Alert:
    """Return an alert that knows everything an alert can know."""
    return alert(
        number,
        last=NOON + 9 * SECOND,
        tick=1,
        zone=3600,
        icmp_type=8,
        icmp_code=0,
        flags="S",
        ttl=117,
        packets=3,
        ladder=(2.96, 6.02),
        witnesses="SKPD",
        seen=("SKPD", "-KPD", "-KPD"),
        lines=10,
        signature=Signature("TCP to 6346 gnutella", 1, 2, 3, "Misc activity", 3),
        action="block",
        chain="input",
        rule="64",
        host="greatwall",
        iface="ppp0",
        sources=("kern log", "snort"),
        os=Stack("Windows 95 or early NT4", "Windows", "exact", 11, "sig", ("df",)),
        verdict="leftover",
        because="a schedule of 3 s and 6 s",
        network="EXAMPLE-NET",
        asn=64500,
        scan=12,
    )


def packet(time: int = NOON, **fields: Any) -> Packet:
    """Return a packet with one sighting."""
    header = {"proto": "tcp", "src": "198.51.100.7", "dst": "192.0.2.1", "sport": 3504, "dport": 6346} | fields
    for name in header.keys() & {"number", "raw", "start"}:
        del header[name]
    return Packet(time=time, sightings=(sighting(time, **fields),), **header)


def sighting(time: int = NOON, **fields: Any) -> Sighting:
    known = {
        "proto": "tcp", "src": "198.51.100.7", "dst": "192.0.2.1", "sport": 3504, "dport": 6346,
        "source": "kern.log", "raw": "kernel: Packet log: input DENY",
    }  # fmt: skip
    return Sighting(time=time, **(known | fields))


def new(number: int, **fields: Any) -> Change:
    """Return the change by which an alert with one packet comes into being."""
    made = alert(number, **fields)
    return Change(kind="new", alert=made, touched=((0, packet(made.first)),))


def reading(start: int, end: int, **fields: Any) -> Reading:
    return Reading(**({"source": "kern.log", "stream": STREAM, "start": start, "end": end} | fields))


def unparsed(*texts: str) -> tuple[Unparsed, ...]:
    return tuple(Unparsed(text, place * 10, place * 10 + 10) for place, text in enumerate(texts))


def subject(first: int = NOON, last: int | None = None, **fields: Any) -> Subject:
    known = {
        "proto": "tcp", "src": "198.51.100.7", "sport": 3504, "dst": "192.0.2.1", "dport": 6346,
        "icmp_type": None, "icmp_code": None,
    }  # fmt: skip
    return Subject(**(known | fields), first=first, last=first if last is None else last)


def arrived(first: int, count: int, **fields: Any) -> list[Sighting]:
    """Return sightings with the numbers from ``first`` on, a second apart, as they are committed: without raw lines."""
    return [
        replace(sighting(NOON + number * SECOND, **fields), number=number, raw="", start=number * 100)
        for number in range(first, first + count)
    ]


def lines(first: int, count: int) -> list[str]:
    """Return the raw lines of those sightings."""
    return [f"line {number}" for number in range(first, first + count)]


def knock(sighting: Sighting, number: int | None = None) -> Change:
    """Return the new alert of one packet that one numbered sighting makes."""
    made = alert(number or sighting.number, first=sighting.time)
    header = {name: getattr(sighting, name) for name in HEADER_NAMES}
    seen = Packet(**header, time=sighting.time, tick=sighting.tick, sightings=(sighting,))
    return Change(kind="new", alert=made, touched=((0, seen),))


def knocks(first: int, count: int) -> Batch:
    """Return a batch of as many lines, each of which is an alert of its own."""
    came = arrived(first, count)
    return Batch(changes=[knock(each) for each in came], number=first, raw=lines(first, count))
