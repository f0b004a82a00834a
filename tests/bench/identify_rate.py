"""What an alert's stack, network and verdict cost on its way to the store: microseconds per alert of one packet.

Run by hand: ``python -m tests.bench.identify_rate``. The shapes are in the cache, as those of real traffic are.
"""

import random
import time
from collections.abc import Sequence
from typing import Final

from wallwatch.engine.identify import Identifier
from wallwatch.engine.known import stacks
from wallwatch.model import Alert, Change, Packet, Sighting

_ALERTS: Final = 20_000
_ROUNDS: Final = 9


def main() -> None:
    """Print the figures, the best of several rounds; the first one fills the caches."""
    changes = _changes(random.Random(2002))
    for name, whose in (("stack, network and verdict", stacks()), ("the same without a matcher", lambda _header: None)):
        best = min(_run(Identifier(whose, lambda _address: None), changes) for _ in range(_ROUNDS))
        print(f"{name:28} {best / len(changes) * 1e6:6.2f} µs")


def _run(identifier: Identifier, changes: Sequence[Change]) -> float:
    started = time.process_time()
    for change in changes:
        identifier.complete(change)
    return time.process_time() - started


def _changes(chance: random.Random) -> list[Change]:
    return [_change(chance, number) for number in range(1, _ALERTS + 1)]


def _change(chance: random.Random, number: int) -> Change:
    """Return a SYN of one of many sources to one of a few ports, as a firewall logs it."""
    src = f"198.51.{chance.randrange(100)}.{chance.randrange(250)}"
    fields = {
        "proto": "tcp", "src": src, "dst": "203.0.113.1", "sport": 1024 + number % 60_000,
        "dport": chance.choice((22, 23, 80, 445, 6346)), "flags": "S", "ttl": chance.choice((117, 52, 113)),
    }  # fmt: skip
    syn = fields | {
        "ip_id": number % 65_536, "length": 48, "df": True, "tos": 0, "ip_header": 20, "seq": chance.randrange(1 << 32),
        "ack": 0, "window": 5840, "urgent": 0, "options": ("mss:1460", "nop", "nop", "sok"), "time": number * 1_000_000,
    }  # fmt: skip
    sighting = Sighting(**syn, source="kern.log", format="netfilter", iface_in="ppp0", host="gate")
    alert = Alert(**fields, id=number, first=syn["time"], last=syn["time"], host="gate", iface="ppp0", action="block")
    return Change(kind="new", alert=alert, touched=((0, Packet(**syn, sightings=(sighting,))),))


if __name__ == "__main__":
    main()
