import asyncio
import time

import pytest

from tests.whois.server import bomb, dripping, endless, redirect, registry, reply, silent, slow_headers
from wallwatch.whois.dial import AskError
from wallwatch.whois.fetch import Fetch


async def here(_host, _port):
    return ["127.0.0.1"]


def fetch(deadline=0.3):
    """Return a client that takes the loopback for a registry."""
    return Fetch(resolve=here, known=lambda url: url.startswith("http://rdap.test:"), deadline=deadline)


async def test_an_answer_comes_with_the_host_that_gave_it():
    """Status, body and for how long to wait."""
    async with registry({"/ip": reply(b"{}", "429 Too Many", "Retry-After: 60")}) as (port, _):
        answer = await fetch(5)(f"http://rdap.test:{port}/ip")
    assert (answer.host, answer.status, answer.body, answer.retry_after) == ("rdap.test", 429, b"{}", 60)


async def test_a_wait_may_be_a_date():
    """As HTTP allows."""
    headers = ("Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:50:37 GMT")
    async with registry({"/ip": reply(b"", "503 Busy", *headers)}) as (port, _):
        assert (await fetch(5)(f"http://rdap.test:{port}/ip")).retry_after == 60


@pytest.mark.parametrize("behaviour", [silent, dripping, slow_headers])
async def test_a_server_that_stalls_is_cut_at_the_deadline(behaviour):
    """Whether it says nothing, a byte now and then, or headers without end."""
    async with registry({"/ip": behaviour}) as (port, _):
        begin = time.monotonic()
        with pytest.raises(AskError, match=r"did not answer in 0\.3 seconds"):
            await fetch()(f"http://rdap.test:{port}/ip")
        assert time.monotonic() - begin < 3


async def test_an_endless_answer_is_cut_and_the_loop_goes_on():
    """At 256 KiB; keys have their turn meanwhile."""
    turns = 0

    async def keys():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with registry({"/ip": endless}) as (port, _), asyncio.TaskGroup() as group:
        task = group.create_task(keys())
        with pytest.raises(AskError, match="more than 262,144 bytes"):
            await fetch(10)(f"http://rdap.test:{port}/ip")
        task.cancel()
    assert turns > 10


async def test_a_packed_answer_is_refused():
    """It was not asked for, and may be a bomb."""
    async with registry({"/ip": bomb()}) as (port, _):
        with pytest.raises(AskError, match="packed"):
            await fetch(5)(f"http://rdap.test:{port}/ip")


async def test_a_redirection_to_another_registry_is_followed():
    """ARIN sends on what is RIPE's."""
    behaviours = {"/there": reply(b"{}")}
    async with registry(behaviours) as (port, asked):
        behaviours["/ip"] = redirect(f"http://rdap.test:{port}/there")
        assert (await fetch(5)(f"http://rdap.test:{port}/ip")).status == 200
    assert asked == {"/ip": 1, "/there": 1}


STRANGERS = ["http://127.0.0.1/", "https://example.net/", "file:///etc/passwd", "http://[::1", "//other.test/x", ""]


@pytest.mark.parametrize("url", STRANGERS)
async def test_a_redirection_to_a_stranger_is_not_followed(url):
    """Not to this machine, nor to a file, nor to another host."""
    behaviours = {"/ip": redirect(url)}
    async with registry(behaviours) as (port, asked):
        with pytest.raises(AskError):
            await fetch(5)(f"http://rdap.test:{port}/ip")
    assert asked.total() <= 4


async def test_a_loop_of_redirections_ends():
    """After three."""
    behaviours = {}
    async with registry(behaviours) as (port, asked):
        behaviours["/ip"] = redirect(f"http://rdap.test:{port}/ip")
        with pytest.raises(AskError, match="sends on and on"):
            await fetch(5)(f"http://rdap.test:{port}/ip")
    assert asked["/ip"] == 4


async def test_a_server_that_is_not_there_is_said_so():
    """In a sentence with its name."""
    async with registry({}) as (port, _):
        pass
    with pytest.raises(AskError, match=r"rdap\.test cannot be asked"):
        await fetch(5)(f"http://rdap.test:{port}/ip")


async def test_a_stranger_is_not_asked_at_all():
    """By the real rules no port of this machine is a registry."""
    async with registry({"/ip": reply(b"{}")}) as (port, asked):
        with pytest.raises(AskError, match="no registry that is known"):
            await Fetch(resolve=here)(f"http://127.0.0.1:{port}/ip")
    assert not asked
