"""The four logs of the sample incident, and an engine over them."""

from collections.abc import AsyncIterator
from datetime import UTC
from pathlib import Path

from wallwatch.engine.identify import Identifier
from wallwatch.engine.intake import reader_of
from wallwatch.engine.known import stacks
from wallwatch.formats import record_start
from wallwatch.sources import Source
from wallwatch.sources.file import FileSource
from wallwatch.store import StoreReader

SAMPLES = Path(__file__).parents[1] / "samples" / "incident"
LOGS = ("kern.log", "messages", "p0f.log", "snort.dump")
READER = reader_of(lambda _source: UTC)


def identifier() -> Identifier:
    """Return what names stacks, without any known network."""
    return Identifier(stacks(), lambda _address: None)


def file_sources(directory: Path, *, once: bool = True) -> list[Source]:
    """Return a source for each of the four logs in ``directory``."""
    return [FileSource(directory / log, boundary=record_start, once=once) for log in LOGS]


async def arrival(screen: AsyncIterator[bool]) -> None:
    """Wait until a screen has reached its engine."""
    while not await anext(screen):
        pass


def found(store: Path) -> list[tuple[int, tuple[float, ...], tuple[str, ...], str]]:
    """Return of each alert in a store the count of packets, the ladder, who saw each packet, and the stack's family."""
    reader = StoreReader(store)
    reader.open()
    try:
        alerts = reader.alerts(reader.index().ids)
        return [(a.packets, a.ladder, a.seen, (a.os and a.os.family) or "") for a in alerts]
    finally:
        reader.close()


EXPECTED = [
    (3, (2.96, 6.02), ("SKPD", "-KPD", "-KPD"), "Windows"),
    (3, (2.93, 5.89), ("SKPD", "SKPD", "SKPD"), "Windows"),
]
