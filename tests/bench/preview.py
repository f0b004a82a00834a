"""How fast known noise is dealt with: ``python -m tests.bench.preview [ALERTS]``. It prints times and asserts nothing.

A store of ALERTS made-up alerts (default 1,000,000), nine of ten of them noise: for every rule that one of them
suggests the time until it is known how much it would hide (and what of that the processor spent), until the first
member that differs is named, and until all are. Then the rule is put in force: the time until the page in sight is
painted without the noise, and until all is counted.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.known_noise import MATCH, deviants, history
from wallwatch.model import Change
from wallwatch.model.line import Reading
from wallwatch.noise.draft import drafts
from wallwatch.noise.read import new_rule
from wallwatch.store import Batch, StoreReader, StoreWriter
from wallwatch.ui.app import WatchApp
from wallwatch.ui.desk import Desk
from wallwatch.ui.session import Session
from wallwatch.whois.cache import NetworkCache

BATCH = 5_000
PATIENCE = 120.0


def fill(store: Path, count: int) -> None:
    """Make the store."""
    writer = StoreWriter(store)
    writer.open()
    batch: list[Change] = []
    for alert in history(count):
        batch.append(Change(kind="new", alert=alert))
        if len(batch) == BATCH or alert.id == count:
            lines = sum(change.alert.lines for change in batch)
            reading = Reading(source="kern.log", stream="1", start=alert.id - len(batch), end=alert.id, received=lines)
            writer.commit(Batch(changes=batch, readings=[reading]))
            batch = []
    writer.close()


async def preview(desk: Desk, match: str, odd: set[int]) -> None:
    """Print how long a preview takes, and how many of those that deviate it named."""
    began, before, spent = time.perf_counter(), time.process_time(), 0.0
    passed = {"count": 0.0, "first": 0.0, "all": 0.0}
    named: set[int] = set()
    async for found in desk.previews(match):
        now = (time.perf_counter() - began) * 1_000
        spent = spent or (time.process_time() - before) * 1_000
        passed["count"] = passed["count"] or now
        passed["first"] = passed["first"] or (now if found.odd else 0.0)
        passed["all"] = now
        named = {member.alert.id for member in found.odd}
        alerts, differ = found.alerts, found.odd_alerts
    first = f"{passed['first']:8.0f}" if passed["first"] else "       -"
    figures = (
        f"{passed['count']:8.0f}{spent:8.0f}{first}{passed['all']:8.0f}{alerts:11,}{differ:7,}{len(named & odd):6}"
    )
    print(f"{match[:46]:46}{figures}")


async def previews(store: Path, count: int) -> None:
    """Preview what a member of the noise suggests, and the rule that fits it best."""
    desk = Desk(session(store))
    odd = set(deviants(count))
    reader = StoreReader(store)
    reader.open()
    (alert,) = reader.alerts([next(number for number in range(8, count) if number % 10 and number not in odd)])
    reader.close()
    print(f"{'rule':46}{'count ms':>8}{'cpu':>8}{'first':>8}{'all':>8}{'hides':>11}{'odd':>7}{'named':>6}")
    async with desk.at_work():
        await until(lambda: desk.follower.sum.sum.shown)
        for draft in drafts(alert, None):
            await preview(desk, draft.match, odd)
        await preview(desk, MATCH, odd)


async def put_in_force(store: Path, count: int) -> None:
    """Print how long a rule takes until it is seen, and until the sum is known again."""
    app = WatchApp(session(store))
    desk = app.desk
    async with desk.at_work(), app.run_test(size=(80, 24)):
        await until(lambda: desk.follower.rows.alerts == count)
        rule = new_rule("gnutella", "peers of the last holder", MATCH, now=desk.session.clock())
        before, began = desk.follower.rows, time.perf_counter()
        await desk.do(lambda: desk.triage.hide(rule))
        await until(lambda: desk.follower.rows is not before)
        painted = asyncio.Event()
        app.screen.call_after_refresh(painted.set)
        await painted.wait()
        print(f"rule in force, page painted   {(time.perf_counter() - began) * 1_000:8.0f} ms")
        await until(lambda: desk.follower.sum.sum.hidden)
        print(f"all alerts judged and counted {(time.perf_counter() - began) * 1_000:8.0f} ms")
        await until(lambda: desk.follower.rows.odd == set(deviants(count)))
        print(f"those that differ are shown   {(time.perf_counter() - began) * 1_000:8.0f} ms  {desk.follower.sum.sum}")


async def until(holds: Callable[[], object]) -> None:
    """Let the app work until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - what is waited for is no event
            await asyncio.sleep(0.001)


def session(store: Path) -> Session:
    folder = store.parent
    return Session(
        store=store, marks=folder / "marks.db", rules=folder / "noise.toml", networks=NetworkCache(None), title="bench"
    )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("alerts", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, help="keep the store there, and use it if it is there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or Path(folder, "bench.db")
        if not store.exists():
            fill(store, given.alerts)
        (store.parent / "noise.toml").unlink(missing_ok=True)
        print(f"{given.alerts:,} alerts; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        asyncio.run(previews(store, given.alerts))
        asyncio.run(put_in_force(store, given.alerts))


if __name__ == "__main__":
    main()
