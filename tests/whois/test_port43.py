import pytest

from tests.whois.server import dripping, endless_text, plain, registry, silent
from wallwatch.whois.bootstrap import HOSTS
from wallwatch.whois.dial import BODY_MAX, AskError
from wallwatch.whois.port43 import SERVERS, Port43


async def here(_host, _port):
    return ["127.0.0.1"]


async def ask(behaviour, deadline=0.3):
    async with registry({"n + 192.0.2.1": behaviour}) as (port, _):
        return await Port43(resolve=here, port=port, deadline=deadline)("whois.test", "n + 192.0.2.1")


async def test_a_question_is_a_line_and_the_answer_all_that_comes():
    """Until the server closes."""
    assert await ask(plain(b"NetName: X\r\n"), 5) == b"NetName: X\r\n"


@pytest.mark.parametrize("behaviour", [silent, dripping])
async def test_a_server_that_stalls_is_cut_at_the_deadline(behaviour):
    """Also one that says a byte now and then."""
    with pytest.raises(AskError, match=r"whois\.test did not answer in 0\.3 seconds"):
        await ask(behaviour)


async def test_an_endless_answer_is_cut():
    """What came until then may be enough."""
    assert len(await ask(endless_text, 10)) == BODY_MAX


def test_every_registry_has_a_server():
    """None else is ever asked."""
    assert set(SERVERS) == HOSTS
