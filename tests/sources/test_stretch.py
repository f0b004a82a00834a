import pytest

from wallwatch.sources import stretch as module
from wallwatch.sources.handle import Handle
from wallwatch.sources.stretch import Stretch

TEXT = b"".join(b"line %03d\n" % number for number in range(100))


@pytest.fixture
async def handle(tmp_path):
    (tmp_path / "kern.log").write_bytes(TEXT)
    handle = await Handle.open(tmp_path / "kern.log")
    yield handle
    handle.close()


async def fed(stretch: Stretch, handle: Handle, stop: int) -> bytes | None:
    chunk = await stretch.read(handle, stop)
    if chunk is not None:
        stretch.splitter.feed(chunk)
    return chunk


async def test_it_is_read_in_order(handle, monkeypatch):
    """A chunk at a time, up to where it stops; the last bytes that were read are kept."""
    monkeypatch.setattr(module, "CHUNK", 400)
    stretch = Stretch(9, 900, tail=TEXT[:9])
    chunks = []
    while not stretch.done:
        chunks.append(await fed(stretch, handle, 900))
    assert b"".join(chunks) == TEXT[9:]
    assert [len(chunk) for chunk in chunks] == [400, 400, 91]
    assert stretch.tail == TEXT[-64:]
    assert stretch.position == 900


async def test_the_first_reads_are_small(handle, monkeypatch):
    """What they say is seen before the next one is done."""
    monkeypatch.setattr(module, "CHUNK", 400)
    monkeypatch.setattr(module, "_FIRST", 100)
    stretch = Stretch(0, 900, head=TEXT)
    chunks = []
    while not stretch.done:
        chunks.append(await fed(stretch, handle, 900))
    assert [len(chunk) for chunk in chunks] == [100, 200, 400, 200]
    assert b"".join(chunks) == TEXT


async def test_one_without_a_stop_is_never_done(handle):
    """More may be appended."""
    stretch = Stretch(0, head=TEXT)
    assert await fed(stretch, handle, 900) == TEXT
    assert not stretch.done


@pytest.mark.parametrize("rewritten", [b"", b"other\n", TEXT.replace(b"line", b"LINE") * 2])
@pytest.mark.parametrize("at", [0, 450])
async def test_what_another_file_holds_is_not_read(handle, tmp_path, rewritten, at):
    """If the bytes before the position are others, the next ones are not of this stream."""
    stretch = Stretch(at, head=TEXT, tail=TEXT[max(0, at - 64) : at])
    (tmp_path / "kern.log").write_bytes(rewritten)
    assert await stretch.read(handle, 900) is None
    assert stretch.position == at
