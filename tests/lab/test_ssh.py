"""A log on another host, over a real sshd on the loopback: own keys, own configuration, nothing of the user's."""

import asyncio
import random
from contextlib import aclosing

import pytest

from tests.sources.listening import PATIENCE, listening
from wallwatch.formats import LineReader
from wallwatch.model.line import Gap, Lines

pytestmark = [pytest.mark.lab, pytest.mark.timeout(120)]


async def test_each_line_comes_once_over_cuts_and_a_rotation(gate):
    """Eight cuts of a real link at random moments, some while it is made, and the log is renamed then (T42)."""
    rng = random.Random(42)
    ids: list[int] = []
    gaps: list[Gap] = []
    states: list[str] = []
    up = asyncio.Event()
    gate.write([0])

    async def disturb() -> None:
        for turn in range(8):
            if turn % 3 != 1:
                await up.wait()
            numbers = list(range(turn * 50, (turn + 1) * 50))
            gate.write(numbers[turn == 0 : 25])
            await asyncio.sleep(rng.random() * 0.3)
            gate.cut()
            up.clear()
            if turn == 4:
                gate.log.rename(gate.log.with_name("kern.log.1"))
            gate.write(numbers[25:])

    async def read() -> None:
        reader = LineReader("gate")
        async with asyncio.timeout(2 * PATIENCE), aclosing(gate.source().read({})) as reports:
            async for report in reports:
                if isinstance(report, Gap):
                    gaps.append(report)
                elif isinstance(report, Lines):
                    up.set()
                    ids.extend(sighting.ip_id or 0 for sighting in reader.feed(report).sightings)
                    if len(ids) >= 400:
                        return
                else:
                    states.append(report.state)

    async with asyncio.TaskGroup() as group:
        group.create_task(disturb())
        group.create_task(read())
    assert ids == list(range(400))
    assert gaps == []
    assert states.count("failed") >= 5


async def test_nothing_stays_behind_on_the_host(gate):
    """The script ends soon after the link, though it has nothing to write."""
    gate.write([1])
    async with listening(gate.source()) as listener:
        await listener.lines(1)
        await listener.idle()
        assert gate.followers()
    async with asyncio.timeout(PATIENCE):
        while gate.followers():  # noqa: ASYNC110 - another program tells nobody that it ends
            await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("options", "words", "remedy"),
    [
        (("-o", "PubkeyAuthentication=no"), "Permission denied", "BatchMode"),
        (("-o", "UserKnownHostsFile=/dev/null"), "Host key verification failed", "Log in once by hand"),
        (("-o", "HostName=no-such-host.invalid"), "Could not resolve", "Check the name"),
        (("-o", "Port=1"), "Connection refused", ""),
    ],
)
async def test_what_ssh_complains_of_is_said_with_a_remedy(gate, options, words, remedy):
    """It never asks: a question would wait for ever."""
    async with listening(gate.source(options)) as listener:
        status = await listener.status()
        assert status.state == "failed"
        assert words in status.reason
        assert "next try in" in status.reason
        assert remedy in status.remedy
