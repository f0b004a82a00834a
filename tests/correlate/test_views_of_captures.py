"""Captured packets in four views, as the programs themselves or converters of their output log them."""

import random
from collections import defaultdict
from datetime import UTC
from itertools import accumulate

import pytest
from msgspec.structs import replace

from tests.correlate.views import Views, live, off, score, shuffled, thinned, unchanged
from tests.fingerprint.captures import NETFILTER, SNORT, logged
from tests.shared import shared
from wallwatch.formats.reader import LineReader
from wallwatch.model import Sighting, Signature
from wallwatch.model.line import Lines
from wallwatch.model.times import SECOND

CAPTURES = {
    "distinct": "distinct.p0f.log",
    **{
        f"tools/{name}": f"tools/tool_{name}.p0f.log"
        for name in (
            "kern_retrans", "nmap_sS", "nmap_sT", "masscan", "zmap211", "hping3_S", "emulated_mirai",
            "emulated_masscan_2023", "emulated_masscan_old", "emulated_zmap3", "emulated_zmap4_linux",
        )
    },
}  # fmt: skip
ENOUGH = 0.995


def _p0f(name: str) -> list[Sighting]:
    """Return the SYNs that real p0f 3 told of."""
    text = shared("truth", name).read_bytes()
    lines = tuple(text.split(b"\n"))[:-1]
    starts = tuple(accumulate((len(line) + 1 for line in lines), initial=0))[:-1]
    reader = LineReader("p0f", zone=UTC)
    batch = Lines(source="p0f", stream="p", start=0, end=len(text), lines=lines, starts=starts, ended=True)
    return list(reader.feed(batch).sightings)


def _views() -> Views:
    """Return what the four say of each packet; an IDS's lines have the second and the tuple of the dump's."""
    logs: Views = defaultdict(list)
    for name, p0f in CAPTURES.items():
        capture = shared("truth", *f"{name}.pcap".split("/"))
        dumps = logged(capture, SNORT)
        names = {(each.src, each.sport, each.dst, each.dport, each.ip_id, each.seq): n for n, each in enumerate(dumps)}
        for number, dump in enumerate(dumps):
            raw = f"{name} {dump.src} {dump.sport} {dump.dport} {dump.seq}/{number}"
            logs["dump"].append(replace(dump, source="dump", raw=raw))
            second = dump.time - dump.time % SECOND
            tuple_ = {"src": dump.src, "sport": dump.sport, "dst": dump.dst, "dport": dump.dport, "proto": "tcp"}
            alarm = Sighting(time=second, kind="signature", source="ids", signature=Signature("SYN"), raw=raw, **tuple_)
            logs["ids"].append(alarm)
        for line in logged(capture, NETFILTER, year=2023 if "emulated" in name or name == "distinct" else 2026):
            tuple_ = line.src, line.sport, line.dst, line.dport, line.ip_id
            twins = [n for key, n in names.items() if key[:5] == tuple_]
            if not twins:  # IPv6, which that Snort did not know
                continue
            dump = dumps[min(twins, key=lambda n: abs(dumps[n].time - line.time))]
            raw = f"{name} {dump.src} {dump.sport} {dump.dport} {dump.seq}/{dumps.index(dump)}"
            logs["kern"].append(replace(line, source="kern", raw=raw))
        told = set()
        for line in _p0f(p0f):
            twins = [n for key, n in names.items() if key[:4] == (line.src, line.sport, line.dst, line.dport)]
            twins = [n for n in twins if n not in told] or twins
            if twins:
                told.add(twins[0])
                dump = dumps[twins[0]]
                raw = f"{name} {dump.src} {dump.sport} {dump.dport} {dump.seq}/{twins[0]}"
                logs["p0f"].append(replace(line, source="p0f", raw=raw, time=dump.time - dump.time % SECOND))
    return dict(logs)


@pytest.mark.parametrize(
    "changes",
    [
        (unchanged,),
        (off("kern", 3),),
        (off("dump", -3),),
        (off("ids", -3),),
        (off("p0f", 3), shuffled),
        (thinned,),
        (off("dump", 3_600), shuffled, thinned),
    ],
)
def test_each_captured_packet_is_put_together_once(changes):
    """Precision and recall; whoever is late, silent now and then, seconds off or in another time zone."""
    rng, logs = random.Random(7), _views()
    for change in changes:
        logs = change(logs, rng)
    found = score(live(logs))
    assert min(found.precision, found.recall) >= ENOUGH
