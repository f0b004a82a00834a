"""An incident of four witnesses, with documentation addresses: two bursts of three SYNs, an hour apart.

The second burst's IDS lines collapsed to one line and a repeat. Beside it the tools to tell such stories.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec

from wallwatch.model import Alert, Change, Packet, Sighting, Signature, Stack
from wallwatch.model.times import SECOND, from_datetime

OUTSIDE = "192.0.2.112"
OTHER = "192.0.2.148"
INSIDE = "198.51.100.120"

GNUTELLA = Signature("TCP to 6346 gnutella", 1, 0, 0)
WINDOWS = Stack("Windows 95 or early NT4", hops=12)

_places = count()


def at(clock: str, year: int = 2002) -> int:
    """Return the time of ``15:32:54`` or ``15:32:54.630347`` on 2 March."""
    return from_datetime(datetime.fromisoformat(f"{year}-03-02T{clock}+00:00").astimezone(UTC))


def sighting(time: int, **fields: Any) -> Sighting:
    """Return a sighting of a SYN to the Gnutella port, other fields as given. No two stand in the same place."""
    syn = {"proto": "tcp", "src": OUTSIDE, "sport": 3504, "dst": INSIDE, "dport": 6346, "source": "report"}
    place = next(_places)
    return Sighting(**{"time": time, "start": place, "raw": f"line {place}"} | syn | fields)


def signature(time: int, **fields: Any) -> Sighting:
    """Return a line of Snort's syslog output: no header field but the tuple."""
    given = {"kind": "signature", "format": "snort-syslog", "host": "gw", "signature": GNUTELLA}
    return sighting(time, **given | fields)


def repeat(first: Sighting, time: int, times: int) -> Sighting:
    """Return ``last message repeated N times``, after ``first``."""
    again = msgspec.structs.replace(first, time=time, repeat=times, repeat_after=first.time)
    place = next(_places)
    return msgspec.structs.replace(again, start=place, raw=f"line {place}: last message repeated {times} times")


def dump(time: int, **fields: Any) -> Sighting:
    """Return a Snort packet dump of a SYN, with microseconds and every header field."""
    syn = {"ttl": 117, "tos": 0, "length": 48, "df": True, "flags": "S", "ack": 0, "window": 5840, "tcp_header": 28}
    options = ("mss:1460", "nop", "nop", "sok")
    given = {"tick": 1, "kind": "dump", "format": "snort-dump", "options": options}
    return sighting(time, **given | syn | fields)


def firewall(time: int, **fields: Any) -> Sighting:
    """Return an ipchains line of a SYN: no sequence number, no window."""
    given = {"kind": "firewall", "format": "ipchains", "host": "gw", "iface_in": "ppp0", "action": "block"}
    chain = {"chain": "input", "rule": "64", "ttl": 117, "tos": 0, "length": 48, "df": True, "flags": "S"}
    return sighting(time, **given | chain | fields)


def fingerprint(time: int, **fields: Any) -> Sighting:
    """Return a p0f v1 line, which states its year."""
    given = {"kind": "fingerprint", "format": "p0f1", "year_stated": True, "os": WINDOWS, "flags": "S"}
    return sighting(time, **given | fields)


def incident(year: int = 2002, **sources: str) -> list[list[Sighting]]:
    """Return the eight sections of the report: alerts, dumps, firewall and p0f of the first burst, and of the second.

    Lines that name no year are guessed to be of ``year``. ``sources`` names the source of each kind.
    """
    first = _burst(year, ("15:32:54", "15:32:57", "15:33:03"), (".630347", ".590663", ".611243"), (31988, 32007, 32053))
    second = _burst(year, ("16:44:00", "16:44:03", "16:44:08"), (), (73, 96, 149), src=OTHER, sport=4665, seq=924495960)
    alert = second[0][0]
    second[0].append(repeat(alert, at("16:44:08", year), 2))
    return [[_from(line, sources) for line in section] for section in (*first, *second)]


SEPARATE = {"signature": "syslog", "firewall": "kern.log", "dump": "snort.dump", "fingerprint": "p0f.log"}
"""The four kinds, each in a file of its own."""


def _burst(
    year: int, stamps: Sequence[str], fractions: Sequence[str], ids: Sequence[int], **fields: Any
) -> list[list[Sighting]]:
    exact = [stamp + part for stamp, part in zip(stamps, fractions, strict=False)]
    exact = exact or ["16:44:00.062976", "16:44:02.993287", "16:44:08.883900"]
    seq = fields.pop("seq", 3993102904)
    return [
        [signature(at(stamps[0], year), **fields)],
        [dump(at(stamp, year), ip_id=ip_id, seq=seq, **fields) for stamp, ip_id in zip(exact, ids, strict=True)],
        [firewall(at(stamp, year), ip_id=ip_id, **fields) for stamp, ip_id in zip(stamps, ids, strict=True)],
        [fingerprint(at(stamp), **fields) for stamp in stamps],
    ]


def _from(line: Sighting, sources: dict[str, str]) -> Sighting:
    return msgspec.structs.replace(line, source=sources.get(line.kind, "report"))


def seconds(number: float) -> int:
    """Return seconds as microseconds."""
    return round(number * SECOND)


class Board:
    """What somebody who only hears of the changes makes of them; it insists that they are consistent."""

    def __init__(self) -> None:
        self.alerts: dict[int, Alert] = {}
        self.packets: dict[int, dict[int, Packet]] = {}
        self.kinds: list[str] = []

    def apply(self, changes: Iterable[Change]) -> None:
        """Take in what ``Correlator.add`` returned."""
        changes = list(changes)
        assert len({change.alert.id for change in changes}) == len(changes)
        for change in changes:
            self.kinds.append(change.kind)
            self._apply(change)

    def rows(self) -> list[tuple[Alert, tuple[Packet, ...]]]:
        """Return the alerts with their packets, by the time and the line of their first packet."""
        rows = [(alert, self._packets(alert)) for alert in self.alerts.values()]
        return sorted(rows, key=lambda row: (row[0].first, row[0].last, row[0].seen, row[1][0].sightings[0].raw))

    def seen(self) -> list[tuple[tuple[float, ...], tuple[str, ...], int]]:
        """Return for each alert its ladder, who saw its packets, and its number of lines."""
        return [(alert.ladder, alert.seen, alert.lines) for alert, _ in self.rows()]

    def _apply(self, change: Change) -> None:
        alert = change.alert
        if change.kind == "merged":
            assert change.into in self.alerts
            del self.alerts[alert.id], self.packets[alert.id]
            return
        assert (change.kind == "new") == (alert.id not in self.alerts)
        self.alerts[alert.id] = alert
        self.packets.setdefault(alert.id, {}).update(change.touched)

    def _packets(self, alert: Alert) -> tuple[Packet, ...]:
        kept = self.packets[alert.id]
        packets = tuple(kept[place] for place in range(len(kept)))
        assert tuple(packet.seen for packet in packets) == alert.seen
        assert [packet.time for packet in packets] == sorted(packet.time for packet in packets)
        assert packets[0].time == alert.first
        return packets
