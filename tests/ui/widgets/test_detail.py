import pytest
from msgspec.structs import replace

from tests.ui.alerts import an_alert
from tests.ui.desk import alerts_of, commit, until, watching
from tests.ui.hostile import screen_text
from wallwatch.model import Change, Stack
from wallwatch.ui.widgets.detail import Detail
from wallwatch.ui.widgets.fields import Fields
from wallwatch.ui.widgets.packets import Packets


def in_sight(pilot):
    """Return the panes that can be seen."""
    return [pane for pane in ("packets", "fields", "network") if f"-- {pane} " in screen_text(pilot.app)]


@pytest.mark.parametrize(
    ("size", "current", "panes"),
    [
        ((80, 24), "packets", ["packets"]),
        ((80, 24), "fields", ["fields"]),
        ((80, 24), "network", ["network"]),
        ((110, 24), "packets", ["packets", "network"]),
        ((110, 24), "fields", ["fields", "network"]),
        ((110, 24), "network", ["packets", "network"]),
        ((80, 36), "packets", ["packets", "fields"]),
        ((80, 36), "network", ["network"]),
        ((120, 40), "network", ["packets", "fields", "network"]),
    ],
)
async def test_more_room_shows_more_panes(session, size, current, panes):
    """One pane at 80x24; from 110 columns the network beside it; from 36 rows packets and fields together."""
    async with watching(session, size) as pilot:
        alerts_of(pilot).query_one(Detail).bring(current)
        await pilot.pause()
        assert in_sight(pilot) == panes


async def test_the_fields_are_those_of_the_current_packet(session):
    """Another packet brings its own fields, and the fields of a packet that stays keep their place."""
    async with watching(session, (120, 40)) as pilot:
        await pilot.press("g", "enter", "j", "j")
        await pilot.pause()
        assert "packet 3 of 3" in screen_text(pilot.app)
        assert "32053 (0x7d35)" in screen_text(pilot.app)


async def test_a_resize_shows_what_there_is_room_for(session):
    """The same panes come and go with the size of the terminal."""
    async with watching(session) as pilot:
        for size, panes in (((120, 40), 3), ((80, 24), 1), ((40, 10), 1), ((200, 60), 3)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert len(in_sight(pilot)) == panes


async def test_the_panes_follow_once_the_cursor_is_painted(session):
    """A key that moves the cursor waits for no pane; whoever turns to one at once finds it up to date."""
    async with watching(session, (120, 40)) as pilot:
        await pilot.press("g")
        await pilot.pause()
        screen = alerts_of(pilot)
        detail, packets = screen.query_one(Detail), screen.query_one(Packets)
        before = packets.subject(99)
        screen.feed.step(1)
        assert packets.subject(99) == before
        await pilot.pause()
        assert packets.subject(99) != before
        screen.feed.step(-1)
        detail.bring("packets")
        assert packets.subject(99) == before


async def test_an_alert_that_is_judged_otherwise_is_shown_so(session):
    """Its packets are the same, and the fields say what is known of it now."""
    async with watching(session, (120, 40)) as pilot:
        feed, fields = alerts_of(pilot).feed, alerts_of(pilot).query_one(Fields)
        await pilot.press("g")
        await pilot.pause()
        judged = replace(feed.current, os=Stack("nmap SYN scan", "nmap", "tool", 9))
        commit(session.store, [Change(kind="grown", alert=judged)])
        await until(pilot, lambda: feed.current.os == judged.os)
        await until(pilot, lambda: fields.alert is not None and fields.alert.os == judged.os)
        assert "nmap SYN scan" in "".join(part[0] for line in fields._laid for part in line.parts)


async def test_the_network_is_that_of_the_alert_of_another_store(session):
    """The number is the same, the address is not."""
    async with watching(session, (120, 40)) as pilot:
        await pilot.press("g")
        other, detail = an_alert(id=1, src="203.0.113.77"), alerts_of(pilot).query_one(Detail)
        for path in session.store.parent.glob("wallwatch.db*"):
            path.unlink()
        commit(session.store, [Change(kind="new", alert=other)])
        await until(pilot, lambda: detail.network.subject(80) == "203.0.113.77")
