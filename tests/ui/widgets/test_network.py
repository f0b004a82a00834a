import asyncio
import json

import pytest
from msgspec.structs import replace

from tests.ui.alerts import an_alert, the_incident
from tests.ui.desk import NETWORK, NOW, a_session, alerts_of, commit, desk_of, until, watching
from tests.ui.hostile import screen_text
from tests.whois.databases import location
from wallwatch.model import Change
from wallwatch.ui.desk import Desk
from wallwatch.ui.widgets.network import Network
from wallwatch.whois.cache import NetworkCache
from wallwatch.whois.fetch import Reply
from wallwatch.whois.lookups import Lookups
from wallwatch.whois.offline import Offline
from wallwatch.whois.record import NetworkRecord


def shown(pane, width=38):
    return ["".join(text for text, _ in line.parts).rstrip() for line in pane.lay(width)]


@pytest.fixture
def pane(session):
    return Network(Desk(session), rest=0)


def test_a_record_with_its_age_and_source(pane):
    """Name, block, organisation, country and abuse contact, and who said so when."""
    pane.show("198.51.100.7")
    assert shown(pane) == [
        " name    EXAMPLE-54-B",
        " block   198.51.100.0 - 198.51.100.255",
        " org     Example NetAhead, Inc.",
        " country US",
        " abuse   abuse@example.net",
        " source  whois.arin.net",
        " asked   2002-03-02, 1h ago",
    ]


def test_two_addresses_of_a_block_share_its_record(pane):
    """Both sources of the incident are in one block."""
    pane.show("198.51.100.7")
    first = shown(pane)
    pane.show("198.51.100.148")
    assert shown(pane) == first
    assert pane.subject(40) == "198.51.100.148"


def test_an_address_without_a_record_says_so(pane):
    """Where nothing is known, the pane says that nobody was asked."""
    pane.show("203.0.113.9")
    assert shown(pane)[0] == " No record of this address."
    pane.show(None)
    assert shown(pane) == []


def test_what_the_registry_did_not_say_is_left_out(pane, session):
    """A record of little has few lines; an AS has its number."""
    session.networks.add(
        NetworkRecord(first="203.0.113.0", last="203.0.113.255", asn=64500, source="cache", fetched=NETWORK.fetched)
    )
    pane.show("203.0.113.9")
    assert [line.split()[0] for line in shown(pane)] == ["block", "AS", "source", "asked"]


async def test_the_selection_is_followed_once_it_rests(session):
    """While the cursor runs over rows nothing is looked up; the last address is, when the time is up."""
    async with watching(session) as pilot:
        pane = alerts_of(pilot).query_one(Network)
        asked = []
        pane._rest = 60
        pane._desk.session.networks.find = asked.append
        for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
            pane.follow(address)
        timer = pane._resting
        assert asked == []
        await timer._tick(next_timer=0, count=1)
        await pilot.pause()
        assert asked == ["192.0.2.3"]


async def test_what_w_shows_stays_until_another_row_is_chosen(session):
    """The row whose network would be shown next does not take its place, nor does the same row when it grows."""
    async with watching(session) as pilot:
        pane = alerts_of(pilot).query_one(Network)
        pane._rest = 60
        await pilot.press("g", "greater_than_sign", "j", "w")
        await rest(pilot)
        assert pane.subject(40) == "192.0.2.1"
        (second,) = (change.alert for change in the_incident() if change.alert.id == 2)
        commit(session.store, [Change(kind="grown", alert=replace(second, packets=9, lines=9))])
        await until(pilot, lambda: alerts_of(pilot).feed.current.packets == 9)
        await rest(pilot)
        assert pane.subject(40) == "192.0.2.1"
        await pilot.press("escape", "k")
        await pilot.pause()
        await rest(pilot)
        assert pane.subject(40) == "198.51.100.7"


async def test_w_shows_the_network_of_the_cell(session):
    """On the target's cell w asks for the target, anywhere else for the source."""
    async with watching(session) as pilot:
        await pilot.press("w")
        await pilot.pause()
        assert "EXAMPLE-54-B" in screen_text(pilot.app)
        await pilot.press("escape", "greater_than_sign", "w")
        await pilot.pause()
        assert "-- network" in screen_text(pilot.app)
        assert "192.0.2.1 -" in screen_text(pilot.app)


class Registry:
    """A registry that answers with one block when it is told to."""

    def __init__(self, *, at_once: bool = True) -> None:
        self.urls: list[str] = []
        self.may_answer = asyncio.Event()
        if at_once:
            self.may_answer.set()

    async def __call__(self, url: str) -> Reply:
        """Answer a question."""
        self.urls.append(url)
        await self.may_answer.wait()
        network = {
            "startAddress": "207.95.0.0",
            "endAddress": "207.95.31.255",
            "name": "ASKED",
            "type": "Direct Allocation",
        }
        return Reply("rdap.arin.net", 200, json.dumps(network).encode())


def asking(folder, registry, policy="rdap", **fields):
    """Return a session in which a registry may be asked, over a feed of fifty rows."""
    lookups = Lookups(NetworkCache(None), policy, clock=lambda: NOW, fetch=registry)
    session = a_session(folder, lookups=lookups, **fields)
    rows = [Change(kind="new", alert=an_alert(id=number, src=f"207.95.12.{number}")) for number in range(1, 51)]
    commit(session.store, rows)
    return session


async def rest(pilot):
    """Let the selection rest for as long as it takes."""
    pane = alerts_of(pilot).query_one(Network)
    for _ in range(2):
        if pane._resting is not None:
            await pane._resting._tick(next_timer=0, count=1)
        await pilot.pause()


async def test_a_selection_that_runs_asks_nobody_and_one_that_rests_asks_once(tmp_path):
    """Over fifty rows no question, then one; the answer is painted, and who was told what."""
    registry = Registry()
    async with watching(asking(tmp_path, registry)) as pilot:
        pane = alerts_of(pilot).query_one(Network)
        pane._rest = 60
        await pilot.press("g", *["j"] * 49)
        await until(pilot, lambda: alerts_of(pilot).feed.address == "207.95.12.50")
        assert registry.urls == []
        await rest(pilot)
        await until(pilot, lambda: pane._found.told and pane._alike)
        assert [url.rpartition("/")[2] for url in registry.urls] == ["207.95.12.50"]
        lines = shown(pane)
        assert " name    ASKED" in lines
        assert " told    rdap.arin.net of 207.95.12.50" in lines
        assert " also    50 sources, 50 packets, ports" in "\n".join(lines)
        assert "R asks for this address alone" in " ".join(line.strip() for line in lines)


async def test_an_answer_for_a_row_that_is_left_is_kept_and_not_painted(tmp_path):
    """The next row has it from the cache."""
    registry = Registry(at_once=False)
    async with watching(asking(tmp_path, registry)) as pilot:
        pane = alerts_of(pilot).query_one(Network)
        pane.show("207.95.12.1")
        pane.ask_again()
        await until(pilot, lambda: registry.urls)
        pane.show("192.0.2.9")
        registry.may_answer.set()
        await until(pilot, lambda: desk_of(pilot).lookups.known("207.95.12.7"))
        assert pane.subject(40) == "192.0.2.9"
        assert shown(pane)[0] == " No record of this address."


async def test_capital_r_asks_the_user_first_and_then_the_registry(tmp_path):
    """Once: what is allowed is kept."""
    registry, kept = Registry(), []
    session = asking(tmp_path, registry, None, decide_whois=lambda policy: kept.append(policy) or "Kept.")
    async with watching(session) as pilot:
        await pilot.press("R")
        await pilot.pause()
        assert "May the Internet registries be asked" in screen_text(pilot.app)
        await pilot.press("escape")
        assert (registry.urls, kept) == ([], [])
        await pilot.press("R", "y")
        await until(pilot, lambda: registry.urls)
        assert kept == ["rdap"]
        await until(pilot, lambda: "ASKED" in screen_text(pilot.app))


async def test_never_is_an_answer_too(tmp_path):
    """Nobody is asked, and the pane says why."""
    registry, kept = Registry(), []
    session = asking(tmp_path, registry, None, decide_whois=lambda policy: kept.append(policy) or "Kept.")
    async with watching(session) as pilot:
        await pilot.press("R", "n")
        await until(pilot, lambda: "looks into its cache only" in screen_text(pilot.app))
        assert (registry.urls, kept) == ([], ["cache"])


def test_what_databases_on_this_machine_say_stands_beside_with_its_name_and_age(tmp_path):
    """It is never taken for a registry's answer."""
    database = location(tmp_path / "location.db", {"207.95.0.0/19": ("US", 64500)}, {64500: "Example"})
    session = a_session(tmp_path, offline=Offline(places=[database]))
    pane = Network(Desk(session), rest=0)
    pane.show("207.95.12.112")
    words = " ".join(line.strip() for line in shown(pane))
    assert "No record of this address." in words
    assert "US, AS64500, Example, 207.95.0.0 - 207.95.31.255" in words
    assert "(IPFire location database, 2022-10-29)" in words


class Names:
    """Everybody's host name, without a name server."""

    problem = ""

    async def find(self, address: str) -> str | None:
        """Return one name for all."""
        return f"host-of-{address}.example.net"


async def test_a_host_name_is_asked_for_only_where_the_user_wants_it(tmp_path):
    """It stands above what the registry says."""
    async with watching(asking(tmp_path, Registry(), reverse=Names())) as pilot:
        pane = alerts_of(pilot).query_one(Network)
        pane.show("207.95.12.1")
        pane.ask_again()
        await until(pilot, lambda: pane._host)
        assert "".join(shown(pane, 60)[:1]) == " host    host-of-207.95.12.1.example.net"
    async with watching(asking(tmp_path / "other", Registry())) as pilot:
        pane = alerts_of(pilot).query_one(Network)
        pane.show("207.95.12.1")
        pane.ask_again()
        await until(pilot, lambda: pane._found.told)
        assert not any("host" in line for line in shown(pane, 60))
