"""What the overview and the status line cost: ``.venv/bin/python tests/bench/overview.py [ROWS] [--store FILE]``.

A store of ROWS made-up alerts (default 1,000,000) is counted as the overview counts it, without noise rules and with
some, through a filter too; then ``wallwatch status --one-line`` is run on it. Beside both stand a pass over the store
that counts nothing, and an interpreter that does nothing.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.bench.feed import fill
from wallwatch.engine.overview import FINEST, PASSES, Asked, groups, rate, span, step_for
from wallwatch.filter.clause import Sql
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.noise.read import new_rule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.store import StoreReader
from wallwatch.store.database import now
from wallwatch.ui.judge import Judge

RULES = ("dport:22,23", "dport:445 proto:tcp", "src:198.18.0.0/24 dport:80", "msg:gnutella", "os:windows hops:>10")
ROUNDS = 10


def judge(query: str = "", rules: tuple[str, ...] = ()) -> Judge:
    """Return who decides by a filter and by rules with these matches."""
    made = [new_rule(f"rule {number}", "bench", match, now=now()) for number, match in enumerate(rules)]
    ruleset = Ruleset(made)
    return Judge(facts=Facts(now=now(), noise=ruleset), query=parse_query(query), rules=ruleset)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def counting(reader: StoreReader, asked: Asked) -> list[float]:
    """Return the seconds of each question of the overview."""
    found = span(reader, asked)
    assert found is not None
    step = step_for(found[1] - found[0], FINEST)
    return [
        timed(lambda: span(reader, asked)),
        timed(lambda: rate(reader, asked, step, 0)),
        *(timed(lambda kinds=kinds: groups(reader, asked, kinds)) for kinds in PASSES),  # type: ignore[misc]
    ]


def measure(store: Path) -> None:
    """Print what each question takes."""
    reader = StoreReader(store)
    reader.open()
    with closing(reader):
        print(f"{reader.totals().alerts:,} alerts; a pass that adds up one column takes", end=" ")
        print(f"{timed(lambda: reader.counts(Sql('(ttl IS NULL)'))):.2f} s")
        print(f"{'seconds':<22}{''.join(f'{name:>10}' for name in ('span', 'rate', 'most', 'networks', 'all'))}")
        for name, who in (
            ("no rule", judge()),
            ("five rules", judge(rules=RULES)),
            ("a filter, five rules", judge("dport:6346 -os:linux", RULES)),
        ):
            taken = counting(reader, Asked(who.passing(), who.hidden()))
            print(f"{name:<22}{''.join(f'{seconds:>10.2f}' for seconds in (*taken, sum(taken)))}")


def status(store: Path) -> None:
    """Print what a status bar waits for."""
    line = [sys.executable, "-m", "wallwatch", "status", "--one-line", "--store", str(store)]
    for name, command in (("status --one-line", line), ("python -c pass", [sys.executable, "-c", "pass"])):
        taken = [
            timed(lambda command=command: subprocess.run(command, capture_output=True, check=False))
            for _ in range(ROUNDS)
        ]  # type: ignore[misc]
        print(f"{name:<22}median {statistics.median(taken):.3f} s, least {min(taken):.3f} s")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, help="keep the store there, and use it if it is there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or Path(folder, "bench.db")
        fill(store, given.rows)
        measure(store)
        status(store)


if __name__ == "__main__":
    main()
