"""Scans in the feed: one row each, which opens."""

import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import OK, a_session, alerts_of, press, said, until, watching
from tests.ui.golden import assert_golden
from tests.ui.hostile import screen_lines, screen_text
from wallwatch.evidence.scan import Scans
from wallwatch.model import Change, Stack
from wallwatch.model.line import Reading
from wallwatch.store import Batch, StoreWriter

NMAP = Stack("nmap SYN scan", "nmap", "tool", 9)


def knocks(start, count, first=0.0, **fields):
    """Return alerts of a source that knocks at one port after the other."""
    times = [MOMENT + round((first + at / 100) * SECOND) for at in range(count)]
    return [
        an_alert(**{"id": start + at, "first": time, "last": time, "sport": 50_000, "dport": 1 + at} | fields)
        for at, time in enumerate(times)
    ]


class Engine:
    """Who collects: recognises scans and commits."""

    def __init__(self, store) -> None:
        self._store, self._scans = store, Scans()

    def commit(self, alerts):
        changes = [Change(kind="new", alert=alert) for alert in alerts]
        found = self._scans.take(changes)
        reading = Reading(source="kern.log", stream="1", start=0, end=1, received=len(alerts))
        writer = StoreWriter(self._store, clock=lambda: MOMENT)
        writer.open()
        writer.commit(Batch(changes=changes, statuses=OK, readings=(reading,), scans=found.scans, joined=found.joined))
        writer.close()


@pytest.fixture
def full(tmp_path):
    """A session over a client, a scan of 300 ports, a scan of 40 hosts, and its engine."""
    session = a_session(tmp_path)
    engine = Engine(session.store)
    engine.commit(knocks(1, 1, -60, src="203.0.113.9", sport=4_000, dport=6346))
    engine.commit(knocks(2, 300, src="198.51.100.7", os=NMAP))
    hosts = knocks(302, 40, 30, src="198.51.100.8", dport=22)
    engine.commit([an_alert(**_as_dict(alert) | {"dst": f"192.0.2.{at}"}) for at, alert in enumerate(hosts, 1)])
    return session, engine


def _as_dict(alert):
    return {name: getattr(alert, name) for name in alert.__struct_fields__}


def rows(pilot):
    feed = alerts_of(pilot).feed
    return [feed.view.id_at(index) for index in range(feed.count)]


def counted(pilot):
    return screen_lines(pilot.app)[-1].split(" · ")[0].strip()


async def go(pilot, *keys):
    await press(pilot, *keys)
    await until(pilot, lambda: not alerts_of(pilot).feed.levels.arranger.is_busy)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_scan_is_one_row(full, size):
    """Who, at how many ports or hosts, with what; the sum counts its lines."""
    async with watching(full[0], size=size) as pilot:
        await until(pilot, lambda: rows(pilot) == [1, 2, 302])
        await press(pilot, "g", "j")
        assert_golden(pilot.app, f"scans-{size[0]}x{size[1]}")
        assert counted(pilot) == "341 = 341 shown + 0 hidden + 0 lost"


async def test_enter_shows_its_alerts_and_esc_goes_back(full):
    """To the row that was opened."""
    async with watching(full[0]) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        await go(pilot, "g", "j", "enter")
        await until(pilot, lambda: rows(pilot) == list(range(2, 302)))
        assert said(pilot).startswith("scan 1 from 198.51.100.7")
        await go(pilot, "escape")
        assert (rows(pilot), alerts_of(pilot).feed.cursor) == ([1, 2, 302], 1)


async def test_a_scan_that_goes_on_stays_one_row(full):
    """Its count grows where it stands; what else comes in has a row of its own."""
    session, engine = full
    async with watching(session) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        engine.commit(knocks(342, 9, 60, src="198.51.100.7", os=NMAP, dst="192.0.2.9"))
        engine.commit(knocks(351, 1, 70, src="203.0.113.9", sport=4_001, dport=6346))
        await until(pilot, lambda: rows(pilot) == [1, 2, 302, 351])
        await until(pilot, lambda: "309  198.51.100.7" in screen_text(pilot.app))
        assert "scan 300p x 2 hosts" in screen_text(pilot.app)
        assert counted(pilot) == "351 = 351 shown + 0 hidden + 0 lost"


async def test_knocks_become_one_row_when_they_turn_out_to_be_a_scan(tmp_path):
    """Four rows, and with the fifth knock one."""
    session = a_session(tmp_path)
    engine = Engine(session.store)
    engine.commit(knocks(1, 4))
    async with watching(session) as pilot:
        await until(pilot, lambda: rows(pilot) == [1, 2, 3, 4])
        engine.commit([an_alert(id=5, first=MOMENT + SECOND, last=MOMENT + SECOND, dport=99)])
        await until(pilot, lambda: rows(pilot) == [1])
        assert counted(pilot) == "5 = 5 shown + 0 hidden + 0 lost"


async def test_marks_and_tags_are_those_of_all_its_alerts(full):
    """X tags them, e marks them as done, z undoes it."""
    session, _ = full
    async with watching(session) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        feed = alerts_of(pilot).feed
        await press(pilot, "g", "j", "x")
        await until(pilot, lambda: feed.tagged == 300)
        await press(pilot, "escape", "e")
        await until(pilot, lambda: said(pilot).startswith("300 alerts done"))
        await press(pilot, "z")
        await until(pilot, lambda: not pilot.app.desk.marks.all())


async def test_a_range_takes_all_alerts_of_the_scans_in_it(full):
    """Those that are behind a row are tagged with it."""
    async with watching(full[0]) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        await press(pilot, "g", "v", "j", "j")
        feed = alerts_of(pilot).feed
        feed.close_range()
        await until(pilot, lambda: feed.tagged == 341)


async def test_a_filter_and_a_rule_leave_of_a_scan_what_they_let_through(full):
    """A rule that hides all of it hides its row, H shows it again; the lines are counted as hidden."""
    session, _ = full
    async with watching(session) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        await press(pilot, "f", *"dport:22-30", "enter")
        await until(pilot, lambda: rows(pilot) == [23, 302])
        await until(pilot, lambda: "9  198.51.100.7" in screen_text(pilot.app))
        await press(pilot, "X")
        await until(pilot, lambda: len(rows(pilot)) == 3)
        session.rules.write_text(
            '[[rule]]\nname = "scans"\nwhy = "known"\nmatch = "scan:vertical"\nexpires = "address-change"\n'
        )
        await until(pilot, lambda: rows(pilot) == [1, 302])
        await until(pilot, lambda: counted(pilot) == "341 = 41 shown + 300 hidden + 0 lost")
        await press(pilot, "H")
        await until(pilot, lambda: rows(pilot) == [1, 2, 302])


async def test_a_filter_for_one_scan_shows_its_alerts_and_one_for_a_kind_its_row(full):
    """As the cell of its row asks for it."""
    async with watching(full[0]) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        await press(pilot, "f", *"scan:horizontal", "enter")
        await until(pilot, lambda: rows(pilot) == [302])
        await press(pilot, "X", "f", *"scan:2", "enter")
        await until(pilot, lambda: rows(pilot) == list(range(302, 342)))


async def test_a_scan_of_another_kind_is_judged_again(full):
    """A filter for vertical ones lets it go when it has become a block."""
    session, engine = full
    async with watching(session) as pilot:
        await press(pilot, "f", *"scan:vertical", "enter")
        await until(pilot, lambda: rows(pilot) == [2])
        engine.commit(knocks(342, 9, 60, src="198.51.100.7", os=NMAP, dst="192.0.2.9"))
        await until(pilot, lambda: rows(pilot) == [])
        await press(pilot, "X", "f", *"scan:block", "enter")
        await until(pilot, lambda: rows(pilot) == [2])


async def test_esc_goes_back_to_where_enter_was_pressed(full):
    """To its row, and standing still, whatever was done inside; who followed before follows again."""
    async with watching(full[0]) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        feed = alerts_of(pilot).feed
        await go(pilot, "g", "j", "enter")
        await until(pilot, lambda: len(rows(pilot)) == 300)
        await go(pilot, "G", "escape")
        assert (rows(pilot), feed.cursor, feed.following) == ([1, 2, 302], 1, False)
        await go(pilot, "G", "enter")
        await until(pilot, lambda: len(rows(pilot)) == 40)
        await go(pilot, "k", "k", "escape")
        assert (rows(pilot), feed.cursor, feed.following) == ([1, 2, 302], 2, True)


@pytest.mark.parametrize("key", ["v", "x"])
async def test_a_range_over_a_scan_is_tagged_there(full, key):
    """With the cursor on the scan it is closed, and all alerts of its rows are tagged."""
    async with watching(full[0]) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        feed = alerts_of(pilot).feed
        await press(pilot, "g", "v", "j", key)
        await until(pilot, lambda: feed.tagged == 301)
        assert feed.ranged == 0


async def test_the_tags_of_a_scan_are_counted_again(full):
    """Where one of its alerts is tagged, or not any more."""
    async with watching(full[0]) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        feed, signs = alerts_of(pilot).feed, []
        for ids, on in (([2], True), (range(2, 302), True), ([5], False), (range(2, 302), False), ([1], True)):
            feed.tags.put(ids, on=on)
            signs.append("".join(map(feed.sign, range(3))))
        assert signs == [" - ", " + ", " - ", "   ", "+  "]


async def test_a_report_of_all_that_is_listed_has_the_alerts_of_scans(full, monkeypatch):
    """Not the row alone; in a group that was opened it is of the group, and what is left out is counted."""
    monkeypatch.setattr("wallwatch.ui.scopes.PARTS", 100)
    async with watching(full[0]) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        scope = (await alerts_of(pilot)._scopes())[-1]
        assert (scope.words, len(scope.ids), scope.more) == ("all listed alerts", 100, 241)
        await go(pilot, "g", "G", "enter")
        await until(pilot, lambda: len(rows(pilot)) == 40)
        scope = (await alerts_of(pilot)._scopes())[-1]
        assert scope.words.startswith("all listed alerts of scan 2 from 198.51.100.8")
        assert (list(scope.ids), scope.more) == (list(range(302, 342)), 0)


async def test_a_search_in_another_order_stops_only_where_the_text_is(full):
    """A scan is no row there; the alert that stands for it elsewhere is passed by."""
    async with watching(full[0]) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        feed = alerts_of(pilot).feed
        feed.levels.sort(next(order for order in feed.levels.arrangement.orders if order.name == "source"))
        await until(pilot, lambda: len(rows(pilot)) == 341)
        await press(pilot, "g")
        alerts_of(pilot)._sought = "192.0.2.17"
        await press(pilot, "n")
        await until(pilot, lambda: feed.current.dst == "192.0.2.17")
        assert feed.current.id == 318


async def test_the_cells_of_a_scan_are_copied_as_they_stand_there(full):
    """Each cell, and the row."""
    async with watching(full[0]) as pilot:
        await until(pilot, lambda: len(rows(pilot)) == 3)
        feed, cells = alerts_of(pilot).feed, {}
        await press(pilot, "g", "j", *["less_than_sign"] * 9)
        for _ in range(6):
            cells[feed._slots[feed._cell].column.name] = feed.cell_text()
            await press(pilot, "greater_than_sign")
        assert cells["FROM"] == "198.51.100.7"
        assert cells["TO"] == "300p"
        assert cells["N"] == "300"
        assert "  198.51.100.7  300p  scan of 300 ports" in feed.current_text()
