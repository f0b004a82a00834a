import pytest

from wallwatch.model.line import Committed
from wallwatch.sources.handle import Handle
from wallwatch.sources.identity import HEAD, Identity, identify
from wallwatch.sources.mark import TAIL, Mark, State, mark_of
from wallwatch.sources.streams import Streams

TEXT = b"".join(b"line %05d\n" % number for number in range(200))


@pytest.fixture
async def file(tmp_path):
    """Return a function that opens a file of some text."""
    handles = []

    async def opened(text=TEXT, name="kern.log"):
        (tmp_path / name).write_bytes(text)
        handles.append(await Handle.open(tmp_path / name))
        return handles[-1]

    yield opened
    for handle in handles:
        handle.close()


def known(identity: Identity, position: int, text=TEXT, state: State = "open", turn=1) -> Streams:
    streams = Streams({})
    tail = text[max(0, position - TAIL) : position]
    streams.remember(identity, ((0, position),), mark_of(position, text[:HEAD], tail, turn, state))
    return streams


def of(handle: Handle, text=TEXT) -> Identity:
    return identify(handle.device, handle.inode, text[:HEAD])


def moved(text=TEXT) -> Identity:
    return identify(99, 99, text[:HEAD])


async def test_a_file_is_recognised_by_what_was_committed(file):
    """After a restart the same file is the same stream, and what was read of it is known."""
    handle = await file()
    identity = of(handle)
    word = mark_of(22, TEXT[:HEAD], TEXT[:22], 7, "open").word
    streams = Streams({identity.stream: Committed(stream=identity.stream, ranges=((0, 11),), mark=word)})
    assert streams.recognise(handle, TEXT[:HEAD], len(TEXT)) == identity
    assert streams.read(identity) == ((0, 11),)
    assert streams.turn() == 8
    assert [each.missing for each in streams.waiting()] == [11]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        pytest.param(TEXT, 2_200, id="shorter than what was read"),
        pytest.param(TEXT[:1100] + b"#" * 500, 1_400, id="longer, and others before the position"),
    ],
)
async def test_a_file_that_was_emptied_is_a_new_one(file, text, position):
    """It was emptied while nobody looked, and began with the same lines again."""
    handle = await file(text[:1_600])
    streams = known(of(handle), position)
    assert streams.recognise(handle, text[:HEAD], 1_600) is None
    fresh = streams.fresh(handle.device, handle.inode, text[:HEAD])
    assert (fresh.inode, fresh.generation) == (handle.inode, 1)


async def test_a_file_with_other_numbers_is_recognised_by_its_content(file):
    """Devices are numbered anew by a reboot; a file of which little was read could be any other."""
    handle = await file()
    assert known(moved(), 1_100).recognise(handle, TEXT[:HEAD], len(TEXT)) == moved()
    assert known(moved(), 11).recognise(handle, TEXT[:HEAD], len(TEXT)) is None
    assert known(moved(), 1_100, state="left").recognise(handle, TEXT[:HEAD], len(TEXT)) is None


async def test_a_stream_that_is_read_by_somebody_is_not_recognised(file):
    """No stream is read twice at a time."""
    handle = await file()
    streams = known(of(handle), 1_100)
    streams.held.add(of(handle))
    assert streams.recognise(handle, TEXT[:HEAD], len(TEXT)) is None
    assert streams.waiting() == []


@pytest.mark.parametrize(("state", "comes_back"), [("open", True), ("left", True), ("gone", False)])
async def test_a_stream_that_is_gone_never_comes_back(file, state, comes_back):
    """A file that was moved back goes on; one that was deleted does not, even if a new one looks the same."""
    handle = await file()
    streams = known(of(handle), 1_100, state=state)
    assert (streams.recognise(handle, TEXT[:HEAD], len(TEXT)) is not None) is comes_back


async def test_the_latest_of_equal_streams_is_recognised(file):
    """The file is the one that was begun last."""
    handle = await file()
    streams = known(of(handle), 11)
    second = streams.fresh(handle.device, handle.inode, TEXT[:HEAD])
    streams.remember(second, ((0, 11),), mark_of(11, TEXT[:HEAD], TEXT[:11], 2, "open"))
    assert streams.recognise(handle, TEXT[:HEAD], len(TEXT)) == second


@pytest.mark.parametrize(
    ("position", "state", "text", "found"),
    [
        pytest.param(1_100, "open", TEXT, True, id="what is being read, with more in it"),
        pytest.param(11, "open", TEXT, True, id="even if little was read"),
        pytest.param(1_100, "open", TEXT[:1050] + b"#" * 900, False, id="another that begins alike"),
        pytest.param(2_200, "left", TEXT, True, id="what was read to its end"),
        pytest.param(11, "left", TEXT, False, id="a longer file with the same header"),
        pytest.param(11, "left", TEXT[:11], True, id="a short file"),
    ],
)
async def test_a_copy_is_known_by_its_content(file, position, state, text, found):
    """Head, bytes before the position, and size tell whether it is a copy of what was read."""
    handle = await file(text, "kern.log.1")
    copy = known(moved(TEXT[:11]), position, state=state).of_copy(handle, text[:HEAD], len(text))
    assert (copy is not None) is found


async def test_a_renamed_file_is_known_before_its_copies(file):
    """Of two streams that agree, the one of that very file is it."""
    handle = await file()
    streams = known(of(handle), 1_100, turn=1)
    streams.remember(moved(), ((0, 1_100),), mark_of(1_100, TEXT[:HEAD], TEXT[1_036:1_100], 2, "open"))
    assert streams.of_copy(handle, TEXT[:HEAD], len(TEXT)).identity == of(handle)


def test_what_waits_is_in_order_and_can_be_closed():
    """Streams that are not read to their end are looked for, the oldest first, until they are given up."""
    streams = Streams({})
    first, second = identify(1, 1, b"a\n"), identify(1, 2, b"b\n")
    streams.remember(second, (), Mark(turn=5, state="open"))
    streams.remember(first, (), Mark(turn=4, state="open"))
    streams.remember(identify(1, 3, b"c\n"), (), Mark(turn=3, state="left"))
    streams.stop()
    streams.remember(identify(1, 4, b"d\n"), (), Mark(turn=6, state="left"))
    waiting = streams.waiting()
    assert [known.identity for known in waiting] == [first, second]
    assert [streams.is_last(known) for known in waiting] == [False, True]
    assert streams.close(waiting[0]).mark.state == "gone"
    assert [known.identity for known in streams.waiting()] == [second]


def test_a_stream_without_a_mark_was_left():
    """What was committed before there were marks is not looked for."""
    identity = identify(1, 2, b"first line\n")
    entries = {stream: Committed(stream=stream, ranges=((0, 500),)) for stream in (identity.stream, "stdin")}
    streams = Streams(entries)
    assert streams
    assert streams.waiting() == []
    assert streams.read(identity) == ((0, 500),)
    assert streams.read(identify(9, 9, b"other\n")) == ()
    assert not Streams({"stdin": Committed(stream="stdin")})


def test_a_copy_keeps_the_turn_of_its_stream():
    """What is read from a copy stood at the path when it did."""
    streams = known(moved(), 11, turn=4)
    assert streams.turn(moved()) == 4
    assert streams.turn(None) == 1
