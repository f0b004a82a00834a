"""The demo's incident, written line by line into real files as its emitters would have written it.

The script beside this module holds records with their true spacing. Replayed, no pause is longer than three seconds,
but the stamps keep the true spacing and end now, so that ladders and gaps read as they were.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import tzinfo
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.model.times import SECOND, to_datetime

LONGEST_PAUSE: Final = 3.0
"""Seconds that the replay waits at most between two records."""

_MARK: Final = "@ "
_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS: Final = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


class Step(msgspec.Struct, frozen=True):
    """One record: the seconds since the incident's first second, the log it goes to, and its lines."""

    at: float
    log: str
    text: str


def incident() -> tuple[Step, ...]:
    """Return the records of the demo's incident in the order of their times."""
    return parse_script(files("wallwatch.engine").joinpath("incident/script.txt").read_text("utf-8"))


def networks() -> bytes:
    """Return the whois records that the demo shows, in the form of the network cache."""
    return files("wallwatch.engine").joinpath("incident/networks.json").read_bytes()


def parse_script(script: str) -> tuple[Step, ...]:
    """Return the records of a script: a line ``@ SECONDS LOG``, then the lines of the record."""
    _, *records = ("\n" + script).split("\n" + _MARK)
    return tuple(_step(record) for record in records)


def _step(record: str) -> Step:
    head, _, text = record.partition("\n")
    at, log = head.split()
    return Step(float(at), log, text.removesuffix("\n") + "\n")


def logs(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the names of the logs that the steps write to, each once."""
    return tuple(sorted({step.log for step in steps}))


def pauses(steps: Sequence[Step]) -> list[float]:
    """Return the seconds to wait before each step."""
    times = [step.at for step in steps]
    return [0.0, *(min(after - before, LONGEST_PAUSE) for before, after in pairwise(times))]


def stamped(step: Step, zero: int, zone: tzinfo | None = None) -> str:
    """Return the lines of a step with its stamps written out.

    ``zero`` is the time of the incident's first second in microseconds since the epoch; ``zone`` is the wall clock of
    the emitters, the machine's own if it is ``None``.
    """
    moment = to_datetime(zero + round(step.at * SECOND)).astimezone(zone)
    syslog = f"{_MONTHS[moment.month - 1]} {moment.day:2} {moment:%H:%M:%S}"
    return (
        step.text.replace("{syslog}", syslog)
        .replace("{dump}", f"{moment:%m/%d-%H:%M:%S.%f}")
        .replace("{ctime}", f"{_DAYS[moment.weekday()]} {syslog} {moment:%Y}")
    )


async def replay(
    steps: Sequence[Step],
    directory: Path,
    now: int,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    zone: tzinfo | None = None,
) -> None:
    """Write the steps to files in ``directory``, the last one stamped with the time at which it is written.

    ``now`` is the present in microseconds since the epoch.
    """
    waits = pauses(steps)
    zero = now + round((sum(waits) - steps[-1].at) * SECOND)
    for wait, step in zip(waits, steps, strict=True):
        await sleep(wait)
        with (directory / step.log).open("a", encoding="utf-8") as log:
            log.write(stamped(step, zero, zone))
