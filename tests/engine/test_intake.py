"""Sources and formats, up to the bus."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from datetime import UTC

from msgspec.structs import replace

from tests.engine.incident import READER
from wallwatch.bus import Bus
from wallwatch.engine.intake import reader_of, take_in
from wallwatch.model.line import Committed, Gap, Lines, Reading, SourceStatus

LINE = b"Mar  2 15:32:54 gate kernel: Packet log: input DENY ppp0 PROTO=6 198.51.100.1:1 203.0.113.1:2 L=48 S=0x00 I=1 F=0x4000 T=117 SYN (#64)"  # noqa: E501


class _OneLine:
    """A source of one line."""

    name, trust = "kern", "file"

    async def read(self, _committed: Mapping[str, Committed]) -> AsyncGenerator[Lines | SourceStatus]:
        yield SourceStatus(source=self.name, state="ok")
        yield Lines(
            source=self.name, stream="s", start=0, end=len(LINE) + 1, lines=(LINE,), starts=(0,), ended=True, newest=0
        )


class _Broken(_OneLine):
    """A source with a bug."""

    name = "broken"

    async def read(self, _committed: Mapping[str, Committed]) -> AsyncGenerator[Lines | SourceStatus]:
        raise RuntimeError("a bug")
        yield  # pragma: no cover


class _Patchy(_OneLine):
    """A source with words of its own, which has missed something, and is left before its end."""

    closed = False

    async def read(self, _committed: Mapping[str, Committed]) -> AsyncGenerator[Lines | SourceStatus | Gap]:
        try:
            yield Gap(source=self.name, stream="s", at=1, reason="It is gone.")
            end = len(LINE) + 1
            batch = Lines(source=self.name, stream="s", start=0, end=end, lines=(LINE,), starts=(0,), newest=0)
            yield replace(batch, cursors=("a",), mark="m", ended=True)
            await asyncio.Event().wait()
        finally:
            self.closed = True


async def test_a_batch_of_lines_is_published_as_one_reading() -> None:
    """Statuses go on as they are; lines go on as what they say."""
    bus = Bus()
    async with bus.subscribe(Reading, size=9) as readings, bus.subscribe(SourceStatus, size=9) as statuses:
        async with bus:
            await take_in(bus, [_OneLine()], READER, lambda _source: {})
        read = [reading async for reading in readings]
        assert [sighting.src for reading in read for sighting in reading.sightings] == ["198.51.100.1"]
        assert [status.state async for status in statuses] == ["ok"]


async def test_a_failure_is_a_status_and_the_others_go_on() -> None:
    """What a broken source raised is its state; the lines of the others arrive."""
    bus = Bus()
    async with bus.subscribe(Reading, size=9) as readings, bus.subscribe(SourceStatus, size=9) as statuses:
        async with bus:
            await take_in(bus, [_Broken(), _OneLine()], READER, lambda _source: {})
        assert len([reading async for reading in readings]) == 1
        failed = [status async for status in statuses if status.state == "failed"]
        assert [(status.source, "a bug" in status.reason) for status in failed] == [("broken", True)]


async def test_gaps_and_words_go_on_and_a_source_is_closed() -> None:
    """What is missing is published by itself, the source's words stand in the reading, and nothing stays open."""
    bus, source = Bus(), _Patchy()
    async with bus.subscribe(Reading, size=9) as readings, bus.subscribe(Gap, size=9) as gaps:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(take_in(bus, [source], READER, lambda _source: {}))
            assert (await anext(aiter(gaps))).reason == "It is gone."
            reading = await anext(aiter(readings))
            assert (reading.cursor, reading.mark) == ("a", "m")
            task.cancel()
        assert source.closed


def test_the_columns_of_snorts_csv_can_be_set() -> None:
    """Every reader is made with them."""
    line = b"198.51.100.1,1,203.0.113.1,2,TCP,03/02-15:32:54.630347 "
    batch = Lines(source="kern", stream="s", start=0, end=len(line) + 1, lines=(line,), starts=(0,), ended=True)
    columns = ["src", "srcport", "dst", "dstport", "proto", "timestamp"]
    assert len(reader_of({}.get, snort_csv=columns)(_OneLine()).feed(batch).sightings) == 1
    assert len(reader_of({}.get)(_OneLine()).feed(batch).sightings) == 0


def test_a_wall_clock_is_found_by_name_or_path() -> None:
    """``zones`` may name a source as it is shown or by its path."""
    assert reader_of({"kern": UTC}.get)(_OneLine()) is not None


def test_a_reader_knows_the_prefixes_of_the_configuration() -> None:
    """What the firewall did is told by the table, where its line does not say it."""
    line = b"Mar  2 15:32:54 g kernel: WAN IN=a OUT= SRC=192.0.2.1 DST=192.0.2.2 LEN=28 TOS=0x00 PREC=0x00 "
    line += b"TTL=9 ID=3 PROTO=47 "
    end = len(line) + 1
    batch = Lines(source="kern", stream="s", start=0, end=end, lines=(line,), starts=(0,), ended=True, newest=0)
    reading = reader_of({"kern": UTC}.get, prefixes={"WAN": "reject"})(_OneLine()).feed(batch)
    assert [sighting.action for sighting in reading.sightings] == ["reject"]
