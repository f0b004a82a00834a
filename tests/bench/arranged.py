"""What a key costs in each arrangement of the feed: ``.venv/bin/python -m tests.bench.arranged [ROWS] [--store FILE]``.

The real screen shows a store of ROWS made-up alerts (default 1,000,000) in order of time, sorted, in groups, and one
group opened. Printed are the seconds until each is there, and the processor time (milliseconds, this thread's) to move
the cursor and to paint the feed again, which other work on the machine hardly changes.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from textual.geometry import Region

from tests.bench.feed import fill
from wallwatch.ui.app import WatchApp
from wallwatch.ui.groupings import GROUPINGS
from wallwatch.ui.orders import ORDERS, TIME
from wallwatch.ui.session import Session
from wallwatch.ui.widgets.feed import Feed
from wallwatch.whois.cache import NetworkCache

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 40
PACKETS = next(order for order in ORDERS if order.name == "packets")


def measure(feed: Feed, name: str) -> None:
    """Print what a row, a page, and the way to the other end cost."""
    moves: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "row": (lambda: feed.step(-1), lambda: feed.step(1)),
        "page": (feed.action_feed_page_up, feed.action_feed_page_down),
        "end": (feed.action_feed_top, feed.action_feed_end),
    }
    for move, (away, back) in moves.items():
        taken = []
        for turn in range(ROUNDS):
            began = time.thread_time()
            (away if turn % 2 else back)()
            feed.render_lines(Region(0, 0, feed.size.width, feed.size.height))
            taken.append((time.thread_time() - began) * 1000)
        print(f"{name:<10}{move:<6}median {statistics.median(taken):6.2f} ms  max {max(taken):6.2f} ms")


async def walk(app: WatchApp, rows: int) -> None:
    """Go from one arrangement to the next."""
    while len(app.desk.follower.rows) < rows or app.desk.follower.sum.sum.counting:  # noqa: ASYNC110 - it is no hurry
        await asyncio.sleep(0.1)
    (feed,) = app.screen.query(Feed)
    levels = feed.levels
    measure(feed, "time")
    steps: dict[str, Callable[[], object]] = {
        "sorted": lambda: levels.sort(PACKETS),
        "backwards": lambda: levels.sort(TIME, backwards=True),
        "groups": lambda: levels.group(GROUPINGS[0], feed.row_id),
        "opened": app.screen.open_group,  # type: ignore[attr-defined]
    }
    for name, step in steps.items():
        began, before = time.monotonic(), feed.view
        step()
        while feed.view is before or levels.arranger.is_busy:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        print(f"{name:<10}{feed.count:,} rows after {time.monotonic() - began:.1f} s")
        measure(feed, name)


async def run(store: Path, rows: int) -> None:
    """Start the screen on the store."""
    folder, networks = store.parent, NetworkCache(None)
    session = Session(
        store=store, marks=folder / "marks.db", rules=folder / "noise.toml", networks=networks, title="bench"
    )
    app = WatchApp(session, rest=3_600)
    async with app.desk.at_work(), app.run_test(size=(120, 40)):
        await walk(app, rows)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, help="keep the store there, and use it if it is there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or Path(folder, "bench.db")
        fill(store, given.rows)
        asyncio.run(run(store, given.rows))


if __name__ == "__main__":
    main()
