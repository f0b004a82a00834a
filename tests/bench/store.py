"""How fast the store is: ``python tests/bench/store.py [alerts]``. It prints rates and asserts nothing."""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from wallwatch.filter.clause import Sql
from wallwatch.model import Alert, Change, Packet, Sighting, Stack
from wallwatch.model.line import Reading
from wallwatch.store import Batch, Marks, StoreReader, StoreWriter

BATCH = 2_000
LINE = 250
START = 1_700_000_000_000_000
RAW = (
    "Mar  2 15:32:54 greatwall kernel: [1234.567890] IN=eth0 OUT= MAC=00:53:00:00:00:01:00:53:00:00:00:02:08:00 "
    "SRC={src} DST=192.0.2.1 LEN=60 TOS=0x00 PREC=0x00 TTL=50 ID={ip_id} DF PROTO=TCP SPT={sport} DPT={dport} "
    "WINDOW=64240 RES=0x00 SYN URGP=0"
)


def corpus(count: int) -> Iterator[Batch]:
    """Yield batches of new alerts of one packet each, from the same seed always."""
    rng = random.Random(2002)
    sources = [f"198.51.{rng.randrange(256)}.{rng.randrange(256)}" for _ in range(20_000)]
    for first in range(1, count + 1, BATCH):
        made = [change(number, rng, sources) for number in range(first, first + BATCH)]
        yield Batch(changes=[each for each, _ in made], number=first, raw=[raw for _, raw in made])


def change(number: int, rng: random.Random, sources: list[str]) -> tuple[Change, str]:
    src, sport, dport = rng.choice(sources), rng.randrange(1024, 65536), rng.choice((22, 23, 80, 445, 3389, 6346))
    seen = START + number * 1_000
    header = {
        "proto": "tcp", "src": src, "dst": "192.0.2.1", "sport": sport, "dport": dport, "ttl": 50,
        "ip_id": number % 65536, "length": 60, "df": True, "flags": "S", "window": 64240,
    }  # fmt: skip
    raw = RAW.format(src=src, ip_id=number % 65536, sport=sport, dport=dport)
    sighting = Sighting(
        time=seen, source="kern.log", format="netfilter", host="greatwall", iface_in="eth0", number=number,
        stream="8:1234", start=number * LINE, end=number * LINE + LINE, **header,
    )  # fmt: skip
    alert = Alert(
        id=number, first=seen, last=seen, proto="tcp", src=src, dst="192.0.2.1", sport=sport, dport=dport,
        flags="S", ttl=50, witnesses="-K--", seen=("-K--",), host="greatwall", iface="eth0", action="log",
        sources=("kern.log",), os=Stack("Linux 3.11 and newer", "Linux", "exact", 14),
    )  # fmt: skip
    return Change(kind="new", alert=alert, touched=((0, Packet(time=seen, sightings=(sighting,), **header)),)), raw


def grown(batch: Sequence[Change]) -> list[Change]:
    """Return each alert with a second packet three seconds later."""
    return [
        Change(
            kind="grown",
            alert=msgspec.structs.replace(
                each.alert, last=each.alert.last + 3_000_000, packets=2, lines=2, seen=("-K--", "-K--")
            ),
            touched=((1, each.touched[0][1]),),
        )
        for each in batch
    ]


def load(writer: StoreWriter, count: int) -> None:
    """Commit all alerts, and let the last batch grow."""
    seconds, slowest, batch = 0.0, 0.0, Batch()
    for place, batch in enumerate(corpus(count)):
        reading = Reading(
            source="kern.log",
            stream="8:1234",
            start=place * BATCH * LINE,
            end=(place + 1) * BATCH * LINE,
            received=BATCH,
        )
        whole = msgspec.structs.replace(batch, readings=(reading,))
        taken = timed(lambda b=whole: writer.commit(b))
        seconds, slowest = seconds + taken, max(slowest, taken)
    print(f"new alerts with a packet   {count / seconds:12,.0f} /s    slowest commit {slowest * 1e3:.0f} ms")
    more = grown(batch.changes)
    print(f"grown alerts               {BATCH / timed(lambda: writer.commit(Batch(changes=more))):12,.0f} /s")
    single = [Batch(changes=(each,)) for each in more[:500]]
    print(f"commits of one alert       {500 / timed(lambda: [writer.commit(b) for b in single]):12,.0f} /s")


def ask(reader: StoreReader, count: int) -> None:
    """Print how long each question takes."""
    page = list(range(count // 2, count // 2 + 50))
    clauses = {
        "dport:22": Sql("dport = ?", (22,)),
        "src:198.51.7.0/24": Sql("src_key BETWEEN ? AND ?", (b"\0" * 10 + b"\xff\xff\xc6\x33\x07\x00",) * 2),
        "os:linux": Sql("os_label LIKE ?", ("%linux%",)),
        "packets:>1": Sql("packets > ?", (1,)),
    }
    show("number", reader.number)
    show("changes of 1 commit", lambda: reader.changes_since(reader.number() - 1))
    show("changes of 10,000", lambda: reader.changes_since(max(reader.number() - 10_000, 0)))
    show("page of 50", lambda: reader.alerts(page))
    show("packets of one", lambda: reader.packets(page[0]))
    show("all sightings", lambda: sum(1 for _ in reader.sightings()))
    show("totals", reader.totals)
    show("index of all", reader.index)
    for name, clause in clauses.items():
        show(f"index  {name}", lambda clause=clause: reader.index(clause))
        show(f"counts {name}", lambda clause=clause: reader.counts(clause))


def mark(marks: Marks, reader: StoreReader) -> None:
    """Print how long people's work takes."""
    alerts = reader.alerts(range(1, 10_001))
    show("mark one", lambda: marks.done(alerts[:1], on=not marks.of(alerts[0]).done))
    show(f"mark {len(alerts):,}", lambda: marks.star(alerts, on=not marks.of(alerts[0]).starred))
    show(f"marks of {len(alerts):,}", lambda: marks.apply_to(alerts))
    show("their tuples in the store", lambda: reader.alike(each.subject for each in marks.all()))
    show("undo", marks.undo)
    show("changed by others?", marks.changed)


def raw_bytes(writer: StoreWriter) -> int:
    """Return how many bytes the compressed lines take."""
    row: tuple[int] = writer._database.connection.execute("SELECT sum(length(raw)) FROM blocks").fetchone()
    return row[0]


def retain(writer: StoreWriter) -> None:
    """Print how long retention holds up the writer: half of the alerts go."""
    half = writer._database.connection.execute("SELECT max(first) - min(first) FROM alerts").fetchone()[0] // 2
    pruned, slowest = [1], 0.0
    while pruned[-1]:
        slowest = max(slowest, timed(lambda: pruned.append(writer.prune(half, None))))
    print(f"pruned                     {sum(pruned) - 1:12,}       slowest call {slowest * 1e3:.0f} ms")


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that ``work`` takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def show(name: str, work: Callable[[], object]) -> None:
    print(f"{name:26} {min(timed(work) for _ in range(3)) * 1e3:12.3f} ms")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        writer = StoreWriter(path)
        writer.open()
        load(writer, count)
        writer._database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        print(f"on disk                    {path.stat().st_size / count:12,.0f} bytes an alert")
        print(f"of that for raw lines      {raw_bytes(writer) / count:12,.1f} bytes a line")
        reader = StoreReader(path)
        reader.open()
        ask(reader, count)
        marks = Marks(Path(folder) / "marks.db")
        marks.open()
        mark(marks, reader)
        marks.close()
        reader.close()
        retain(writer)
        writer.close()
        print(f"after that                 {path.stat().st_size / count:12,.0f} bytes an alert")
    print(f"peak memory                {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:12,.0f} MiB")


if __name__ == "__main__":
    main()
