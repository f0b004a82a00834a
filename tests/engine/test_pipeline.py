"""Sources to the store, in one TaskGroup."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from tests.engine.incident import EXPECTED, LOGS, READER, SAMPLES, file_sources, found, identifier
from tests.whois.samples import record
from wallwatch.engine.answers import Answers
from wallwatch.engine.keeper import Keeper
from wallwatch.engine.pipeline import Pipeline
from wallwatch.model.line import Committed, Lines, SourceStatus
from wallwatch.store import Batch, StoreReader, StoreWriter
from wallwatch.whois.cache import NetworkCache


async def _run(store: Path, logs: Path, *, once: bool = True) -> int:
    """Run a pipeline over the logs; return how often it committed."""
    commits: list[None] = []
    writer = StoreWriter(store)
    writer.open()
    with closing(writer):
        keeper = Keeper(writer, lambda: commits.append(None))
        await Pipeline(file_sources(logs, once=once), READER, writer, identifier(), keeper).run()
    return len(commits)


async def test_four_logs_become_two_alerts_in_the_store(tmp_path: Path) -> None:
    """What the logs say of the same packets is joined, named and kept."""
    commits = await _run(tmp_path / "s.db", SAMPLES)
    assert found(tmp_path / "s.db") == EXPECTED
    assert commits >= len(LOGS)


async def test_a_second_run_reads_nothing_again(tmp_path: Path) -> None:
    """Positions are committed with what was read up to them."""
    await _run(tmp_path / "s.db", SAMPLES)
    await _run(tmp_path / "s.db", SAMPLES)
    assert found(tmp_path / "s.db") == EXPECTED
    reader = StoreReader(tmp_path / "s.db")
    reader.open()
    totals = reader.totals()
    reader.close()
    assert totals.received == sum(len((SAMPLES / log).read_text().splitlines()) for log in LOGS)


async def test_logs_that_are_cut_anywhere_give_the_same_alerts(tmp_path: Path) -> None:
    """A run that stops in the middle of the logs is gone on with by the next one."""
    logs = tmp_path / "logs"
    logs.mkdir()
    texts = {log: (SAMPLES / log).read_bytes() for log in LOGS}
    for part in (0.3, 0.55, 0.8, 1.0):
        for log, text in texts.items():
            (logs / log).write_bytes(text[: int(len(text) * part)])
        if part < 1:
            await _interrupted(tmp_path / "s.db", logs)
    await _run(tmp_path / "s.db", logs)
    assert found(tmp_path / "s.db") == EXPECTED


async def _interrupted(store: Path, logs: Path) -> None:
    """Follow the logs until all whole lines that are there have been looked at, and be cancelled then."""
    task_group = asyncio.TaskGroup()
    async with task_group:
        task = task_group.create_task(_run(store, logs, once=False))
        await asyncio.wait([task], timeout=0.3)
        task.cancel()


async def test_a_source_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    """A log that is a directory is named with the reason; the rest is read."""
    logs = tmp_path / "logs"
    shutil.copytree(SAMPLES, logs)
    (logs / "messages").unlink()
    (logs / "messages").mkdir()
    await _run(tmp_path / "s.db", logs)
    reader = StoreReader(tmp_path / "s.db")
    reader.open()
    states = {row.name: row.state for row in reader.sources()}
    reader.close()
    assert states["messages"] == "unfit"
    assert [packets for packets, *_ in found(tmp_path / "s.db")] == [3, 3]


class _Chatty:
    """A source that says after each line how it is."""

    name, trust, path = "kern", "file", Path("kern.log")

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    async def read(self, _committed: Mapping[str, Committed]) -> AsyncIterator[Lines | SourceStatus]:
        """Yield each line, and the source's status."""
        at = 0
        for number, line in enumerate(self._lines):
            end = at + len(line) + 1
            yield Lines(source=self.name, stream="1:1", start=at, end=end, lines=(line,), starts=(at,))
            yield SourceStatus(source=self.name, state="sound", reason=str(number))
            at = end


class _Noting(StoreWriter):
    """A store that keeps the numbers with which batches come."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.numbers: list[int] = []

    def commit(self, batch: Batch) -> int:
        """Note the number, and commit the batch."""
        self.numbers.append(batch.number)
        return super().commit(batch)


class _Full(Keeper):
    """A keeper that has no room for lines at once, but for all else."""

    async def put(self, batch: Batch) -> None:
        """Wait for room."""
        for _ in range(9 if batch.readings else 0):
            await asyncio.sleep(0)
        await super().put(batch)


async def test_batches_are_committed_in_the_order_in_which_they_were_made(tmp_path: Path) -> None:
    """Also where what a source says of itself finds room sooner than the lines before it."""
    lines = [line.encode() for line in (SAMPLES / "kern.log").read_text().splitlines()] * 10
    writer = _Noting(tmp_path / "s.db")
    writer.open()
    with closing(writer):
        keeper = _Full(writer, lambda: None)
        await Pipeline([_Chatty(lines)], READER, writer, identifier(), keeper).run()
    assert writer.numbers == sorted(writer.numbers)
    assert set(writer.numbers) >= set(range(1, len(lines) + 1))


async def test_what_a_screen_finds_out_about_a_network_is_said_of_its_alerts(tmp_path: Path) -> None:
    """Of those that are in the store already, while the engine runs; they share the file of the answers."""
    logs, path = tmp_path / "logs", tmp_path / "networks.json"
    shutil.copytree(SAMPLES, logs)
    answers = Answers(NetworkCache(path), path)
    writer = StoreWriter(tmp_path / "s.db")
    writer.open()
    with closing(writer):
        keeper = Keeper(writer, lambda: None)
        pipeline = Pipeline(file_sources(logs, once=False), READER, writer, identifier(), keeper, answers=answers)
        async with asyncio.timeout(20), asyncio.TaskGroup() as group:
            running = group.create_task(pipeline.run())
            await _until(lambda: len(_networks(tmp_path / "s.db")) == len(EXPECTED))
            assert "ASKED" not in _networks(tmp_path / "s.db")
            screen = NetworkCache(path)
            screen.add(record(first="198.51.100.0", last="198.51.100.255", name="ASKED"))
            screen.save()
            await _until(lambda: _networks(tmp_path / "s.db") == ["ASKED"] * len(EXPECTED))
            running.cancel()


def _networks(store: Path) -> list[str | None]:
    reader = StoreReader(store)
    reader.open()
    with closing(reader):
        return [alert.network for alert in reader.alerts(reader.index().ids)]


async def _until(holds: Callable[[], bool]) -> None:
    """Give the pipeline its turns until something holds."""
    while not holds():  # noqa: ASYNC110 - nobody rings here
        await asyncio.sleep(0.02)
