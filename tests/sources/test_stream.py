import os
import socket
import struct

import pytest

from tests.sources.captures import STAMP, SYN, line, pcap_head, pcap_record
from tests.sources.following import reading
from wallwatch.model.line import Committed
from wallwatch.sources.stream import StreamSource


@pytest.fixture
def ends():
    """A pipe: the end to read from, and a file to write to."""
    descriptor, other = os.pipe()
    with os.fdopen(other, "wb", buffering=0) as writer:
        yield descriptor, writer
    os.close(descriptor)


async def test_lines_come_through_a_pipe_until_it_ends(ends):
    """Lines are yielded as they come; the last one needs no newline; the end is said."""
    descriptor, writer = ends
    async with reading(StreamSource(descriptor, rest=0.001)) as reader:
        assert (await reader.status()).state == "ok"
        writer.write(b"one\ntwo\nthr")
        assert await reader.lines(2) == [b"one", b"two"]
        writer.write(b"ee\nlast")
        writer.close()
        last = await reader.ended()
        assert last.lines == (b"last",)
        assert (await reader.status()).state == "ended"
        assert await reader.rest() == []
        assert [line for batch in reader.batches for line in batch.lines] == [b"one", b"two", b"three", b"last"]


async def test_a_stream_has_a_name_and_positions(ends):
    """What comes through is the stream ``stdin``, trusted as a mixed log, and its bytes are counted."""
    descriptor, writer = ends
    source = StreamSource(descriptor)
    assert (source.name, source.trust) == ("stdin", "mixed")
    writer.write(b"one\ntwo\n")
    async with reading(source) as reader:
        batch = await reader.batch()
    assert (batch.source, batch.stream, batch.starts, batch.start, batch.end) == ("stdin", "stdin", (0, 4), 0, 8)


async def test_nothing_was_ever_read_of_a_stream(ends):
    """What an earlier standard input brought says nothing about this one."""
    descriptor, writer = ends
    writer.write(b"one\n")
    committed = {"stdin": Committed(stream="stdin", ranges=((0, 100),))}
    async with reading(StreamSource(descriptor), committed) as reader:
        assert await reader.lines(1) == [b"one"]


async def test_silence_is_said_once(ends):
    """When nothing more comes an empty batch says so."""
    descriptor, writer = ends
    async with reading(StreamSource(descriptor, rest=0.001)) as reader:
        writer.write(b"one\nhal")
        idle = await reader.idle()
        assert (idle.lines, idle.start, idle.end) == ((), 4, 4)
        writer.write(b"f\n")
        assert await reader.lines(1) == [b"half"]


async def test_a_redirected_file_is_a_stream(tmp_path):
    """A large file on standard input is read whole."""
    lines = [b"line %d" % number for number in range(100_000)]
    (tmp_path / "log").write_bytes(b"\n".join(lines))
    descriptor = os.open(tmp_path / "log", os.O_RDONLY)
    async with reading(StreamSource(descriptor)) as reader:
        assert await reader.rest() == lines
    os.close(descriptor)


async def test_a_broken_connection_is_said():
    """If the other end breaks off, the source has failed and says so."""
    tcp = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(tcp.getsockname())
    server, _ = tcp.accept()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    async with reading(StreamSource(server.fileno(), "sensor")) as reader:
        await reader.rest()
    assert [status.state for status in reader.statuses] == ["ok", "failed"]
    assert reader.statuses[-1].reason == "sensor broke off: Connection reset by peer."
    server.close()
    tcp.close()


async def test_a_capture_comes_through_a_pipe(ends):
    """``tcpdump -w -``: packets come as they are written, and damage ends it."""
    descriptor, writer = ends
    async with reading(StreamSource(descriptor, rest=0.001)) as reader:
        writer.write(pcap_head() + pcap_record()[:30])
        writer.write(pcap_record()[30:])
        assert await reader.lines(1) == [line(STAMP, 101, SYN)]
        writer.write(b"\xff" * 16)
        while (status := await reader.status()).state == "ok":
            pass
        assert (status.state, status.reason) == ("failed", "stdin broke off: a capture that is damaged at byte 100.")
