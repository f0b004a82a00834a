import pytest

from tests.ui.desk import NETWORK, alerts_of, watching
from tests.ui.hostile import screen_text
from wallwatch.ui.desk import Desk
from wallwatch.ui.widgets.network import Network
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
