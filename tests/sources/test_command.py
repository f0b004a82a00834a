"""A log on another host, over a link that is cut."""

import asyncio
import gzip
import random
import shlex
import shutil
from contextlib import aclosing
from pathlib import Path

import pytest

from tests.sources.far import SHELLS, Far, packet
from tests.sources.listening import PATIENCE, Desk, listening
from wallwatch.formats import LineReader
from wallwatch.model.line import Gap, Lines
from wallwatch.sources.address import Address
from wallwatch.sources.command import SCRIPT, CommandSource
from wallwatch.sources.pause import Pauses


@pytest.fixture
def far(tmp_path) -> Far:
    return Far(tmp_path)


@pytest.mark.parametrize("shell", SHELLS)
async def test_a_log_is_read_and_followed(far, tmp_path, shell):
    """Whatever shell and tools the other host has; lines come as they are written, a half one when it is whole."""
    far.use_shell(tmp_path, shell)
    far.write(range(3))
    async with listening(far.source()) as listener:
        assert len(await listener.lines(3)) == 3
        await listener.idle()
        with far.log.open("ab") as log:
            log.write(b"half")
            log.flush()
            far.write([])
            log.write(b" line\n")
        assert await listener.lines(1) == [b"half line"]
        assert [status.state for status in listener.statuses] == ["ok"]


async def test_each_line_comes_once_over_cuts_and_rotations(far):
    """The link is cut at random moments, ten times, while lines are written and the log is rotated, twice (T42)."""
    rng = random.Random(42)
    ids: list[int] = []
    gaps: list[Gap] = []
    count, rounds, cuts = 40, 12, 0
    begun = asyncio.Event()
    far.write([0])

    async def disturb() -> None:
        nonlocal cuts
        await begun.wait()
        for turn in range(rounds):
            numbers = list(range(turn * count, (turn + 1) * count))
            far.write(numbers[turn == 0 : 20])
            await asyncio.sleep(rng.random() * 0.12)
            if turn in {3, 8}:
                old = far.rotate()
                far.write(numbers[20:25], old)
                far.cut()
                far.write(numbers[25:])
            else:
                far.cut()
                far.write(numbers[20:])
            cuts += 1

    async def read() -> None:
        reader = LineReader("gate")
        async with asyncio.timeout(PATIENCE), aclosing(far.source().read({})) as reports:
            async for report in reports:
                if isinstance(report, Gap):
                    gaps.append(report)
                elif isinstance(report, Lines):
                    begun.set()
                    ids.extend(sighting.ip_id or 0 for sighting in reader.feed(report).sightings)
                    if len(ids) >= rounds * count:
                        return

    async with asyncio.TaskGroup() as group:
        group.create_task(disturb())
        group.create_task(read())
    assert cuts == rounds
    assert gaps == []
    assert ids == list(range(rounds * count))


@pytest.mark.parametrize("shell", SHELLS)
async def test_a_restart_goes_on_where_it_was(far, tmp_path, shell):
    """The program is killed and started again, over a rotation while it was away: nothing is missing, nothing twice."""
    far.use_shell(tmp_path, shell)
    desk = Desk()
    far.write(range(5))
    await desk.take(far.source(), until=3)
    far.write(range(5, 8))
    far.rotate()
    far.write(range(8, 10))
    far.rotate()
    far.write(range(10, 12))
    await desk.take(far.source(), until=12)
    far.write(range(12, 14))
    await desk.take(far.source(), until=14)
    assert desk.ids == list(range(14))
    assert desk.gaps == []
    assert len(desk.committed) == 3


async def test_a_file_of_which_nothing_came_is_found_after_the_one_before(far):
    """The link is cut when the next file was named and none of its bytes had come, and that file is rotated then."""
    far.write(range(3))
    async with listening(far.source()) as listener:
        await listener.lines(3)
        await listener.idle()
        far.rotate()
        far.log.touch()
        far.cut()
        while not listener.batches[-1].ended:
            await listener.report()
        far.write([3])
        far.cut()
        far.rotate()
        far.write([4])
        assert [line + b"\n" for line in await listener.lines(2)] == [packet(3), packet(4)]


async def test_lines_before_the_place_are_context(far):
    """What they mean to the lines after them is known after a restart."""
    desk = Desk()
    far.write(range(3))
    await desk.take(far.source(), until=3)
    with far.log.open("ab") as log:
        log.write(b"2026-03-02T15:32:57+00:00 gate last message repeated 2 times\n")
    await desk.take(far.source(), until=4)
    assert [sighting.repeat for reading in desk.readings for sighting in reading.sightings] == [None, None, None, 2]


async def test_a_log_that_was_packed_meanwhile_is_read_on(far):
    """Its rest is in the archive that it has become."""
    desk = Desk()
    far.write(range(5))
    await desk.take(far.source(), until=5)
    far.write(range(5, 8))
    old = far.rotate()
    packed = gzip.compress(old.read_bytes())
    old.unlink()
    old.with_name("kern.log.1.gz").write_bytes(packed)
    far.write(range(8, 10))
    await desk.take(far.source(), until=10)
    assert desk.ids == list(range(10))
    assert desk.gaps == []


async def test_what_was_copied_and_emptied_is_read_on(far):
    """Its unread rest is in the copy only, and the file goes on from its first byte."""
    desk = Desk()
    far.write(range(5))
    await desk.take(far.source(), until=5)
    far.write(range(5, 8))
    shutil.copy(far.log, far.log.with_name("kern.log.1"))
    with far.log.open("r+b") as log:
        log.truncate()
    far.write(range(8, 20))
    await desk.take(far.source(), until=20)
    assert desk.ids == list(range(20))
    assert desk.gaps == []


async def test_a_log_that_is_emptied_while_it_is_followed(far):
    """It is read from its first byte, shorter or longer than it was; a copy is not read twice."""
    far.write(range(5))
    async with listening(far.source()) as listener:
        await listener.lines(5)
        await listener.idle()
        shutil.copy(far.log, far.log.with_name("kern.log.1"))
        far.log.write_bytes(b"")
        far.write(range(5, 7))
        assert [line + b"\n" for line in await listener.lines(2)] == [packet(5), packet(6)]
        await listener.idle()
        far.log.write_bytes(b"".join(map(packet, range(7, 30))))
        assert [line + b"\n" for line in await listener.lines(23)] == [packet(number) for number in range(7, 30)]
        assert listener.gaps == []


async def test_late_writes_to_a_moved_log_are_read(far):
    """The writer has not been told yet; the new file is read after the old one."""
    far.write(range(3))
    async with listening(far.source()) as listener:
        await listener.lines(3)
        await listener.idle()
        old = far.rotate()
        far.write([3], old)
        await listener.lines(1)
        far.write([5])
        far.write([4], old)
        assert [line + b"\n" for line in await listener.lines(2)] == [packet(4), packet(5)]


async def test_what_was_moved_away_unread_is_a_gap(far):
    """It is said up to where it was read, and what is there is read."""
    desk = Desk()
    far.write(range(5))
    await desk.take(far.source(), until=5)
    size = far.log.stat().st_size
    far.log.unlink()
    far.write(range(8, 10), far.log.with_name("kern.log.1"))
    far.write(range(10, 12))
    await desk.take(far.source(), until=9)
    assert desk.ids == [*range(5), *range(8, 12)]
    assert desk.gaps == [
        f"{far.log} on gate was moved away or emptied when it was read up to byte {size:,}, and there is no copy of it."
    ]


async def test_a_log_that_is_deleted_when_it_was_read_is_no_gap(far):
    """All of it was seen before the next file came."""
    far.write(range(3))
    async with listening(far.source()) as listener:
        await listener.lines(3)
        await listener.idle()
        far.log.unlink()
        assert (await listener.status("waiting")).reason == f"{far.log} on gate was moved away."
        far.write([3])
        await listener.lines(1)
        assert listener.gaps == []


async def test_a_cut_link_is_a_status_and_is_made_again(far):
    """It says why, and when the next try is; pauses grow."""
    far.use("echo 'Connection refused.' >&2; exit 255")
    async with listening(far.source(pauses=Pauses(0.01, 0.02))) as listener:
        status = await listener.status()
        assert (status.state, status.reason) == (
            "failed",
            "The link to gate could not be made (Connection refused), next try in 0 s.",
        )
        far.write([1])
        far.use('exec sh -c "$command"')
        await listener.lines(1)
        assert listener.statuses[-1].state == "ok"
        far.cut()
        assert (await listener.status()).reason == "The link to gate was cut (signal SIGKILL), next try in 0 s."


@pytest.mark.parametrize("word", ["end", "moved", "cut"])
async def test_what_ssh_says_is_no_word_of_the_script(far, word):
    """However it ends, the link is made again."""
    far.use(f"echo {word} >&2; exit 1")
    async with listening(far.source()) as listener:
        assert (await listener.status()).reason.startswith(f"The link to gate could not be made ({word})")


async def test_without_ssh_there_is_a_sentence(far):
    """It says what to install."""
    far.ssh.unlink()
    async with listening(far.source()) as listener:
        assert (await listener.status()).remedy == "Install the ssh client."


@pytest.mark.parametrize(
    ("make", "state", "words"),
    [
        (Path.exists, "missing", "There is no {log} on gate."),
        (Path.mkdir, "unfit", "{log} on gate is no regular file."),
    ],
)
async def test_a_file_that_cannot_be_read_is_said_and_waited_for(far, make, state, words):
    """It is read as soon as it can be."""
    make(far.log)
    async with listening(far.source()) as listener:
        status = await listener.status()
        assert (status.state, status.reason) == (state, words.format(log=far.log))
        if far.log.is_dir():
            far.log.rmdir()
        far.write([1])
        await listener.lines(1)


async def test_once_ends_at_what_is_there(far):
    """The last line needs no newline."""
    far.write(range(3))
    with far.log.open("ab") as log:
        log.write(b"last")
    async with listening(far.source(once=True)) as listener:
        assert (await listener.rest())[3:] == [b"last"]
        assert [status.state for status in listener.statuses] == ["ok", "ended"]


async def test_from_the_end_is_what_comes_later(far):
    """A half line at the end is left out with the lines before it."""
    far.write(range(3))
    with far.log.open("ab") as log:
        log.write(b"half")
    async with listening(far.source(from_end=True)) as listener:
        await listener.status("ok")
        await asyncio.sleep(0)
        with far.log.open("ab") as log:
            log.write(b" line\nwhole line\n")
        assert (await listener.lines(1)) == [b"whole line"]


async def test_what_a_login_shell_says_is_passed_over(far):
    """A greeting is no line of the log."""
    far.use('echo "Welcome to gate"; exec sh -c "$command"')
    far.write([1])
    async with listening(far.source()) as listener:
        assert await listener.lines(1) == [packet(1).rstrip(b"\n")]


async def test_much_is_read_as_it_is(far):
    """Two million bytes, in pieces that are cut anywhere."""
    far.write(range(10_000))
    async with listening(far.source(once=True)) as listener:
        assert [line + b"\n" for line in await listener.rest()] == list(map(packet, range(10_000)))


def test_the_command_is_a_list_and_its_words_are_quoted():
    """The host comes after ``--``, a path with quotes is one word, and the script has no newline."""
    address = Address("gate", "/var/log/it's here", user="log", port="2222")
    source = CommandSource(address, name="x", options=("-F", "/etc/none"))
    command = source._arguments(_Nothing())
    assert command[:3] == ("ssh", "-T", "-n")
    assert command[-9:-1] == ("-F", "/etc/none", "-p", "2222", "-l", "log", "--", "gate")
    words = shlex.split(command[-1])
    assert words[:4] == ["exec", "sh", "-c", SCRIPT]
    assert words[5] == address.path
    assert "\n" not in command[-1]
    assert "BatchMode=yes" in command


class _Nothing:
    """Nothing was read."""

    def arguments(self) -> tuple[str, ...]:
        return ("0", "-", "0", "0:0:0", "0", "0:0:0")
