import asyncio
import ipaddress
import json

import pytest

from tests.whois.answers import ARIN_CUSTOMER
from tests.whois.samples import DAY, FETCHED, record
from wallwatch.whois.cache import NetworkCache
from wallwatch.whois.dial import AskError
from wallwatch.whois.fetch import Reply
from wallwatch.whois.lookups import FAILED, NEGATIVE, Lookups

ARIN = "rdap.arin.net"
SEED, NEIGHBOUR = "207.95.12.112", "207.95.8.148"

ANSWER = json.dumps(
    {"startAddress": "207.95.0.0", "endAddress": "207.95.31.255", "name": "EXAMPLE-54-B", "country": "US"}
).encode()


class Registry:
    """What would be asked, without a network."""

    def __init__(self, *replies) -> None:
        self.urls = []
        self._replies = list(replies)

    async def __call__(self, url) -> Reply:
        self.urls.append(url)
        await asyncio.sleep(0)
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if isinstance(reply, AskError):
            raise reply
        return reply


class Clock:
    """A clock that stands still until it is moved."""

    now = FETCHED

    def __call__(self) -> int:
        return self.now


def lookups(registry, policy="rdap", cache=None, clock=None, **more):
    cache = NetworkCache(None) if cache is None else cache
    return Lookups(cache, policy, clock=clock or Clock(), fetch=registry, **more)


def ok(body=ANSWER, status=200, **fields):
    return Reply(ARIN, status, body, **fields)


async def test_two_addresses_of_one_block_asked_together_make_one_request():
    """The second waits for the first, and finds its answer in the cache."""
    registry = Registry(ok())
    asking = lookups(registry)
    one, other = await asyncio.gather(asking.find(SEED), asking.find(NEIGHBOUR))
    assert registry.urls == [f"https://{ARIN}/registry/ip/{SEED}"]
    assert one.record == other.record
    assert (one.told, other.told) == ((ARIN,), ())


NEVER = [
    "10.1.2.3",
    "224.0.0.1",
    "fe80::1",
    "ff02::1",
    "192.0.2.1",
    "::ffff:192.168.1.1",
    "198.18.0.1",
    "2002:c000:201::",
]


async def test_private_reserved_own_and_embedded_addresses_cost_no_request():
    """And it is said why."""
    registry = Registry(ok())
    asking = lookups(registry, own=[ipaddress.ip_network("207.95.64.0/24")])
    for address in (*NEVER, "207.95.64.9"):
        found = await asking.find(address)
        assert found.record is None
        assert found.sentence
    assert registry.urls == []


async def test_the_answer_outlives_the_program(tmp_path):
    """Next time it comes from the disk, with the network off."""
    cache = NetworkCache(tmp_path / "networks.json")
    await lookups(Registry(ok()), cache=cache).find(SEED)
    later = NetworkCache(tmp_path / "networks.json")
    later.load()
    found = await lookups(Registry(AskError("no network")), "cache", later).find(NEIGHBOUR)
    assert found.record is not None
    assert found.record.name == "EXAMPLE-54-B"
    assert (tmp_path / "networks.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("policy", ["off", "cache"])
async def test_nobody_is_asked_unless_the_user_said_so(policy):
    """Off does not even look into the cache."""
    cache = NetworkCache(None)
    cache.add(record(first="207.95.0.0", last="207.95.31.255", fetched=FETCHED - 30 * DAY))
    registry = Registry(ok())
    found = await lookups(registry, policy, cache).find(SEED)
    assert registry.urls == []
    assert (found.record is None) == (policy == "off")
    assert found.sentence


async def test_an_old_answer_is_asked_for_anew_and_kept_if_nobody_answers():
    """After a fortnight."""
    cache = NetworkCache(None)
    old = record(first="207.95.0.0", last="207.95.31.255", fetched=FETCHED - 15 * DAY)
    cache.add(old)
    found = await lookups(Registry(AskError("It is cut off.")), cache=cache).find(SEED)
    assert found.record == old
    assert found.sentence == "It is cut off."
    assert (await lookups(Registry(ok()), cache=cache).find(SEED)).record != old


async def test_an_address_of_which_nothing_is_known_is_left_alone_for_six_hours():
    """Its neighbours are not."""
    clock, registry = Clock(), Registry(ok(b'{"errorCode": 404}', 404))
    asking = lookups(registry, clock=clock)
    for _ in range(3):
        assert (await asking.find(SEED)).record is None
    assert len(registry.urls) == 1
    clock.now += NEGATIVE
    await asking.find(SEED)
    assert len(registry.urls) == 2


async def test_a_registry_that_refuses_is_not_asked_again():
    """For as long as it says."""
    registry = Registry(ok(b"", 429, retry_after=3600))
    asking = lookups(registry)
    await asking.find(SEED)
    found = await asking.find("207.95.128.1")
    assert len(registry.urls) == 1
    assert "60 minutes" in found.sentence


async def test_asking_again_asks_for_this_address_alone():
    """A covering block may have a smaller one in it by now."""
    smaller = ANSWER.replace(b"207.95.31.255", b"207.95.12.255").replace(b"207.95.0.0", b"207.95.12.0")
    registry = Registry(ok(), ok(smaller))
    pauses = []

    async def sleep(seconds):
        pauses.append(seconds)

    asking = lookups(registry, sleep=sleep)
    await asking.find(SEED)
    found = await asking.find(SEED, again=True)
    assert pauses == [0, 2]
    assert found.record is not None
    assert found.record.first == "207.95.12.0"
    still = await asking.find(NEIGHBOUR)
    assert still.record is not None
    assert still.record.first == "207.95.0.0"


async def test_the_old_protocol_is_used_only_where_the_user_wants_it():
    """After RDAP failed; the answer is read in the registry's dialect."""
    asked = []

    async def port43(host, question):
        asked.append((host, question))
        return ARIN_CUSTOMER.text.replace("198.51.100.", "207.95.12.").encode()

    failing = Registry(AskError("It is cut off."))
    assert (await lookups(failing, port43=port43).find(SEED)).record is None
    found = await lookups(failing, "rdap+whois", port43=port43).find("207.95.12.70")
    assert asked == [("whois.arin.net", "n + 207.95.12.70")]
    assert found.record is not None
    assert (found.record.name, found.told) == ("EXAMPLE-CUST-7", (ARIN, "whois.arin.net"))


async def test_what_was_asked_is_remembered_over_a_restart(tmp_path):
    """A registry that refused is left alone by the next run as well."""
    diary = tmp_path / "asked.json"
    await lookups(Registry(ok(b"", 429, retry_after=3600)), diary=diary).find(SEED)
    registry = Registry(ok())
    assert "60 minutes" in (await lookups(registry, diary=diary).find(SEED)).sentence
    assert registry.urls == []


async def test_a_cache_that_cannot_be_written_does_not_lose_the_answer(tmp_path):
    """It is said, and the answer shown."""
    (tmp_path / "file").touch()
    found = await lookups(Registry(ok()), cache=NetworkCache(tmp_path / "file" / "networks.json")).find(SEED)
    assert found.record is not None
    assert "not kept" in found.sentence


async def test_an_address_of_which_nobody_could_be_asked_is_tried_again_soon():
    """A line that was down for a minute does not hide its network for hours."""
    clock, registry = Clock(), Registry(AskError("It is cut off."), ok())
    asking = lookups(registry, clock=clock)
    assert (await asking.find(SEED)).sentence == "It is cut off."
    assert (await asking.find(SEED)).sentence == "It is cut off."
    assert len(registry.urls) == 1
    clock.now += FAILED
    assert (await asking.find(SEED)).record is not None
