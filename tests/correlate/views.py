"""A few hundred connection attempts as four witnesses log them, and how well their lines are put together again."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from msgspec.structs import replace

from tests.correlate.incident import Board, dump, fingerprint, firewall, seconds, signature
from wallwatch.correlate import Correlator
from wallwatch.model import Sighting
from wallwatch.model.times import SECOND

START = 1_700_000_000 * SECOND
LADDERS = ((0,), (0,), (0, 1, 3, 7), (0, 3, 9), (0, 3), (0, 1))
"""Seconds after the first SYN at which the systems of the world try again."""

Views = dict[str, list[Sighting]]
Change = Callable[[Views, random.Random], Views]


class Score(NamedTuple):
    """How well lines were put together, each figure a share.

    ``precision`` is of all pairs that were put together those of one packet, ``recall`` of all pairs of one packet
    those that were put together, ``whole`` of all alerts those that are one attempt and all of it.
    """

    precision: float
    recall: float
    whole: float


def views(seed: int, attempts: int = 480) -> Views:
    """Return what the four say of about 1,100 packets; each line's ``raw`` names its attempt and its packet."""
    rng = random.Random(seed)
    logs: Views = {"kern": [], "dump": [], "ids": [], "p0f": []}
    for attempt in range(attempts):
        common = {"src": f"198.51.100.{rng.randrange(1, 120)}", "sport": rng.randrange(1_024, 65_000)}
        common |= {"dst": "203.0.113.7", "dport": rng.choice((22, 80, 445, 6346))}
        seq, ip_id, random_id = rng.randrange(2**32), rng.randrange(1, 60_000), rng.choice((0, 1, 2))
        start = START + round(rng.random() * 3_600 * SECOND)
        for number, after in enumerate(rng.choice(LADDERS)):
            time = start + seconds(after) + rng.randrange(20_000)
            ids = {"ip_id": (0, ip_id + 7 * number, rng.randrange(1, 65_536))[random_id]}
            second, raw = time - time % SECOND, f"{attempt}/{number}"
            own = common | {"raw": raw}
            logs["kern"].append(firewall(second, source="kern", **own, **ids))
            logs["dump"].append(dump(time, source="dump", seq=seq, **own, **ids))
            logs["ids"].append(signature(second, source="ids", **own))
            logs["p0f"].append(fingerprint(second, source="p0f", **own))
    return {source: sorted(lines, key=lambda line: line.time) for source, lines in logs.items()}


def live(logs: Views) -> list[Sighting]:
    """Return the lines in the order in which they come in: each when it was written, whatever its stamp says."""
    return [line for _, line in sorted(arrivals(logs), key=lambda pair: pair[0])]


def arrivals(logs: Views) -> Iterable[tuple[int, Sighting]]:
    for lines in logs.values():
        for line in lines:
            yield line.time + line.skew, replace(line, skew=0)


def off(source: str, skew: float) -> Change:
    """Let the clock of a source be ``skew`` seconds ahead."""

    def change(logs: Views, _rng: random.Random) -> Views:
        ahead = [replace(line, time=line.time + seconds(skew), skew=-seconds(skew)) for line in logs[source]]
        return logs | {source: ahead}

    return change


def shuffled(logs: Views, rng: random.Random) -> Views:
    """Let every line come up to two seconds late, in any order."""
    late = {line.raw + source: rng.randrange(2 * SECOND) for source, lines in logs.items() for line in lines}
    return {
        source: [replace(line, skew=line.skew + late[line.raw + source]) for line in lines]
        for source, lines in logs.items()
    }


def thinned(logs: Views, rng: random.Random) -> Views:
    """Leave out every tenth line of each source."""
    return {source: [line for line in lines if rng.random() >= 0.1] for source, lines in logs.items()}


def unchanged(logs: Views, _rng: random.Random) -> Views:
    """Change nothing."""
    return logs


def score(lines: Sequence[Sighting], batch: int = 7) -> Score:
    """Return how well a correlator puts the lines together again that come in small batches."""
    correlator, board = Correlator(), Board()
    for start in range(0, len(lines), batch):
        board.apply(correlator.add(lines[start : start + batch]))
    rows = board.rows()
    packets = [[line.raw for line in packet.sightings] for _, parts in rows for packet in parts]
    joined = [one == other for raws in packets for one, other in combinations(raws, 2)]
    truth = sum(n * (n - 1) // 2 for n in Counter(line.raw for line in lines).values())
    attempts = [{line.raw.split("/")[0] for packet in parts for line in packet.sightings} for _, parts in rows]
    alone = Counter(next(iter(names)) for names in attempts if len(names) == 1)
    whole = sum(count == 1 for count in alone.values())
    return Score(sum(joined) / max(1, len(joined)), sum(joined) / truth, whole / len(rows))
