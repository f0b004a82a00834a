import pytest

from wallwatch.model.line import Committed
from wallwatch.sources.handle import Handle
from wallwatch.sources.identity import identify
from wallwatch.sources.plan import Terms, make_plan
from wallwatch.sources.streams import Streams

LINES = b"".join(b"line %03d\n" % number for number in range(100))
"""A hundred lines of nine bytes."""


@pytest.fixture
async def handle(tmp_path):
    path = tmp_path / "kern.log"
    path.write_bytes(LINES)
    handle = await Handle.open(path)
    yield handle
    handle.close()


def read_before(handle: Handle, *ranges: tuple[int, int]) -> Streams:
    stream = identify(handle.device, handle.inode, LINES).stream
    return Streams({stream: Committed(stream=stream, ranges=ranges)})


def first_line(chunk: bytes) -> int | None:
    return 0 if chunk.startswith(b"line ") else None


def fifth_line(_chunk: bytes) -> int | None:
    return 36


@pytest.mark.parametrize(
    ("ranges", "older", "newest"),
    [
        pytest.param((), (), 0, id="a new file from its start"),
        pytest.param(((0, 90),), (), 90, id="a known one from where it was left"),
        pytest.param(((90, 900),), ((0, 90),), 900, id="what was left out before is read"),
        pytest.param(((0, 90), (180, 270)), ((90, 180),), 270, id="so is a gap"),
    ],
)
async def test_what_was_read_is_not_read_again(handle, ranges, older, newest):
    """Without a boundary everything unread is read in order."""
    plan = await make_plan(handle, read_before(handle, *ranges), Terms(newest_first=100), size=900)
    assert (plan.older, plan.newest) == (older, newest)
    assert plan.known == ranges


@pytest.mark.parametrize(
    ("boundary", "ranges", "older", "newest"),
    [
        pytest.param(first_line, (), ((0, 801),), 801, id="the newest part begins at a line"),
        pytest.param(fifth_line, (), ((0, 837),), 837, id="and at a record"),
        pytest.param(lambda _chunk: None, (), (), 0, id="without a record there is no newest part"),
        pytest.param(first_line, ((0, 90),), ((90, 801),), 801, id="what was read stays read"),
        pytest.param(first_line, ((0, 801),), (), 801, id="a small rest is read in order"),
        pytest.param(first_line, ((0, 9), (18, 27)), ((9, 18), (27, 801)), 801, id="gaps come with the older part"),
    ],
)
async def test_of_a_large_file_the_newest_part_is_read_first(handle, boundary, ranges, older, newest):
    """If more than the newest 99 bytes are unread, they are read first, and the rest is left for later."""
    terms = Terms(boundary=boundary, newest_first=99)
    plan = await make_plan(handle, read_before(handle, *ranges), terms, size=900)
    assert (plan.older, plan.newest) == (older, newest)


@pytest.mark.parametrize(("skip", "start"), [(900, 900), (905, 900), (899, 891), (5, 0)])
async def test_lines_that_were_there_at_the_start_are_skipped(handle, skip, start):
    """Only whole lines are skipped: the half one at the end is read when it is whole (T14)."""
    plan = await make_plan(handle, Streams({}), Terms(), size=900, skip=skip)
    assert plan.newest == start


async def test_a_skip_is_for_files_that_were_never_read(handle):
    """A stream that goes on goes on where it was left."""
    plan = await make_plan(handle, read_before(handle, (0, 90)), Terms(), size=900, skip=900)
    assert plan.newest == 90


async def test_a_skip_looks_far_back_for_the_last_newline(handle, tmp_path):
    """A half line of a megabyte at the end is not skipped."""
    with (tmp_path / "kern.log").open("ab") as file:
        file.write(b"x" * 1_000_000)
    plan = await make_plan(handle, Streams({}), Terms(), size=1_000_900, skip=1_000_900)
    assert plan.newest == 900


async def test_a_fresh_file_is_a_stream_of_its_own(handle):
    """A file that was emptied is new even when it begins as it did before."""
    plan = await make_plan(handle, read_before(handle, (0, 900)), Terms(), size=900, fresh=True)
    assert plan.identity.generation == 1
    assert plan.newest == 0


async def test_a_half_line_makes_no_plan_unless_it_is_final(tmp_path):
    """A file is known when its first line is whole, or when it will not grow any more."""
    (tmp_path / "log").write_bytes(b"half")
    handle = await Handle.open(tmp_path / "log")
    assert await make_plan(handle, Streams({}), Terms(), size=4) is None
    plan = await make_plan(handle, Streams({}), Terms(), size=4, final=True)
    assert plan.head == b"half"
    handle.close()
