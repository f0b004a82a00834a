import pytest

from tests.sources.following import append
from wallwatch.model.line import Committed
from wallwatch.sources import follower as module
from wallwatch.sources import stretch
from wallwatch.sources.follower import Follower
from wallwatch.sources.handle import Handle
from wallwatch.sources.identity import identify
from wallwatch.sources.plan import Terms
from wallwatch.sources.streams import Streams

LINES = b"".join(b"line %03d\n" % number for number in range(100))
"""A hundred lines of nine bytes."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kern.log"


@pytest.fixture
async def follow(path):
    """Return a function that opens the file, as it is or with what is known of it, and measures it."""
    handles = []

    async def opened(*ranges, terms=None, **how):
        handle = await Handle.open(path)
        handles.append(handle)
        stream = identify(handle.device, handle.inode, path.read_bytes()).stream
        committed = {stream: Committed(stream=stream, ranges=ranges)} if ranges else {}
        follower = Follower("kern", handle, Streams(committed), terms or Terms(), **how)
        follower.measure()
        return follower

    yield opened
    for handle in handles:
        handle.close()


async def all_newest(follower: Follower) -> list[bytes]:
    lines = []
    while (batch := await follower.newest()) is not None:
        lines += batch.lines
    return lines


def place(batch) -> tuple[int, int]:
    return batch.start, batch.end


async def test_a_batch_says_where_its_lines_stand(path, follow):
    """Source, stream, byte range, the first byte of each line and the file's time are in each batch."""
    path.write_bytes(b"one\ntwo\nhal")
    follower = await follow()
    batch = await follower.newest()
    assert (batch.source, batch.stream) == ("kern", follower.identity.stream)
    assert (batch.lines, batch.starts, place(batch)) == ((b"one", b"two"), (0, 4), (0, 8))
    assert batch.newest == path.stat().st_mtime_ns // 1000
    assert (batch.idle, batch.ended, batch.context) == (False, False, False)


async def test_a_half_line_waits_for_its_end(path, follow):
    """Nothing is yielded of a line before its newline is there (T2)."""
    path.write_bytes(b"one\npar")
    follower = await follow()
    assert await all_newest(follower) == [b"one"]
    append(path, b"tial\n")
    follower.measure()
    batch = await follower.newest()
    assert (batch.lines, batch.starts, place(batch)) == ((b"partial",), (4,), (4, 12))


async def test_a_file_with_half_a_line_is_no_stream_yet(path, follow):
    """Before its first line is whole a file yields nothing and has no identity."""
    path.write_bytes(b"par")
    follower = await follow()
    assert await follower.newest() is None
    assert follower.identity is None
    assert not follower.busy
    append(path, b"tial\n")
    follower.measure()
    assert await all_newest(follower) == [b"partial"]


async def test_a_chunk_without_a_newline_is_not_the_end(path, follow, monkeypatch):
    """A line may be longer than a read."""
    monkeypatch.setattr(stretch, "CHUNK", 100)
    path.write_bytes(b"a\n" + b"x" * 250 + b"\nb\n")
    assert await all_newest(await follow()) == [b"a", b"x" * 250, b"b"]


async def test_idle_is_said_once(path, follow):
    """When nothing more is there, one empty batch at the end says so, and no second one before the next line."""
    path.write_bytes(b"one\nhal")
    follower = await follow()
    assert follower.idle() is None
    await all_newest(follower)
    idle = follower.idle()
    assert idle.idle
    assert (idle.lines, place(idle)) == ((), (4, 4))
    assert follower.idle() is None


async def test_finishing_yields_the_half_line(path, follow):
    """When no byte will follow, what is left is a line, and the batch says that it is the last one."""
    path.write_bytes(b"one\nlast")
    follower = await follow()
    first, last = await follower.finish("left")
    assert (first.lines, first.ended) == ((b"one",), False)
    assert (last.lines, last.ended, place(last)) == ((b"last",), True, (4, 8))


async def test_finishing_a_file_with_only_half_a_line_yields_it(path, follow):
    """The one line of a file without a newline is not lost."""
    path.write_bytes(b"only")
    batches = await (await follow()).finish("left")
    assert [line for batch in batches for line in batch.lines] == [b"only"]
    assert batches[-1].ended


async def test_an_empty_file_yields_nothing(path, follow):
    """An empty file is no stream, and has no last batch."""
    path.touch()
    assert await (await follow()).finish("left") == []


async def test_a_stream_goes_on_with_context(path, follow):
    """What stands before the position was read before; it comes again as context, which is not counted."""
    path.write_bytes(LINES)
    follower = await follow((0, 882))
    context = await follower.newest()
    assert context.context
    assert place(context) == (0, 882)
    assert len(context.lines) == 98
    assert await all_newest(follower) == [b"line 098", b"line 099"]
    assert follower.ranges == ((0, 900),)


async def test_context_is_short_and_begins_with_a_line(path, follow):
    """At most 16 KiB before the position are read again, from the start of a line."""
    path.write_bytes(LINES * 30 + b"new\n")
    context = await (await follow((0, 27_000))).newest()
    assert context.end - context.start <= module.CONTEXT
    assert context.start % 9 == 0
    assert context.starts[0] == context.start
    assert set(context.lines) == set(LINES.splitlines())


async def test_context_is_only_what_was_read(path, follow):
    """Bytes that were never read are no context, but read."""
    path.write_bytes(LINES)
    follower = await follow((450, 900))
    assert place(await follower.newest() or await follower.older()) == (0, 450)


async def test_a_gap_is_read_with_the_context_before_it(path, follow):
    """What was left out in the middle is read with the lines before it, and its last batch says that it ends."""
    path.write_bytes(LINES)
    follower = await follow((0, 90), (180, 900))
    assert await follower.newest() is None
    context, gap = await follower.older(), await follower.older()
    assert (context.context, place(context)) == (True, (0, 90))
    assert (gap.ended, place(gap)) == (True, (90, 180))
    assert await follower.older() is None
    assert follower.ranges == ((0, 900),)


async def test_the_newest_part_comes_before_the_rest(path, follow):
    """Of a large file the end is read first, then the rest up to there, and new lines go before it."""
    path.write_bytes(LINES)
    follower = await follow(terms=Terms(boundary=lambda _chunk: 0, newest_first=99))
    assert place(await follower.newest()) == (801, 900)
    append(path, b"new\n")
    follower.measure()
    assert (await follower.newest()).lines == (b"new",)
    older = await follower.older()
    assert (place(older), older.ended, older.context) == ((0, 801), True, False)
    assert not follower.busy
    assert follower.ranges == ((0, 904),)


async def test_the_older_part_is_read_in_order(path, follow, monkeypatch):
    """It comes in batches from its start on, the last of which says that it ends."""
    monkeypatch.setattr(stretch, "CHUNK", 100)
    path.write_bytes(LINES)
    follower = await follow(terms=Terms(boundary=lambda _chunk: 0, newest_first=99))
    await follower.newest()
    batches = []
    while (batch := await follower.older()) is not None:
        batches.append(batch)
    assert [line for batch in batches for line in batch.lines] == LINES.splitlines()[:89]
    assert [batch.ended for batch in batches] == [False] * (len(batches) - 1) + [True]


@pytest.mark.parametrize(
    ("text", "intact"),
    [
        pytest.param(LINES, True, id="as it was"),
        pytest.param(LINES + b"more\n", True, id="longer"),
        pytest.param(b"", False, id="emptied"),
        pytest.param(b"other\n", False, id="emptied and shorter"),
        pytest.param(LINES.replace(b"line", b"LINE"), False, id="another of the same size (T8)"),
        pytest.param(b"another\n" * 200, False, id="another that has grown past the old end (T7)"),
        pytest.param(bytes(900) + b"hole\n", False, id="a hole that a writer left who does not append (T10)"),
    ],
)
async def test_a_file_that_was_emptied_is_found_out(path, follow, text, intact):
    """Its size tells, or its head does."""
    path.write_bytes(LINES)
    follower = await follow()
    await all_newest(follower)
    path.write_bytes(text)
    follower.measure()
    assert follower.intact is intact


async def test_an_emptied_file_begins_another_stream(path, follow):
    """The half line of the old stream is yielded; what is in the file now is another one, whatever it looks like."""
    path.write_bytes(b"one\nhal")
    follower = await follow()
    await all_newest(follower)
    path.write_bytes(b"one\n")
    follower.measure()
    (last,) = follower.end("gone")
    follower.remember("gone")
    follower.restart()
    assert (last.lines, last.ended) == ((b"hal",), True)
    batch = await follower.newest()
    assert (batch.lines, place(batch)) == ((b"one",), (0, 4))
    assert batch.stream != last.stream


async def test_a_file_that_is_emptied_after_the_measure_yields_nothing(path, follow):
    """A read that finds less than was measured waits for the next measure."""
    path.write_bytes(LINES)
    follower = await follow(terms=Terms(boundary=lambda _chunk: 0, newest_first=99))
    await follower.newest()
    append(path, LINES)
    follower.measure()
    path.write_bytes(b"")
    assert await follower.newest() is None
    assert await follower.older() is None
    assert follower.caught_up
    assert not follower.intact


async def test_an_unlinked_file_is_known(path, follow):
    """A file that nobody can find any more is told from one that has another name."""
    path.write_bytes(LINES)
    follower = await follow()
    path.rename(path.with_suffix(".1"))
    follower.measure()
    assert not follower.unlinked
    path.with_suffix(".1").unlink()
    follower.measure()
    assert follower.unlinked
