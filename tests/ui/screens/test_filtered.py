import pytest

from tests.ui.alerts import SECOND, an_alert
from tests.ui.desk import alerts_of, commit, desk_of, press, said, until, watching
from wallwatch.filter.parse import parse_query
from wallwatch.model import Change, Signature
from wallwatch.ui.screens.alerts import AlertsScreen
from wallwatch.ui.screens.filtered import Filtered
from wallwatch.ui.screens.overview import OverviewScreen
from wallwatch.ui.screens.rules import RulesScreen


def test_whoever_binds_the_keys_has_what_they_do():
    """And nobody else."""
    for screen in (AlertsScreen, OverviewScreen, RulesScreen):
        assert issubclass(screen, Filtered) == ("filter.pop" in {binding.id for binding in screen.BINDINGS})
    assert issubclass(AlertsScreen, Filtered)


@pytest.mark.parametrize("screen", ["1", "2"])
async def test_terms_are_dropped_on_each_screen(session, screen):
    """The last one, or all."""
    async with watching(session) as pilot:
        follower = desk_of(pilot).follower
        follower.judge_anew(query=parse_query("proto:tcp dport:6346 -done"))
        await pilot.press(screen, "backspace")
        await until(pilot, lambda: follower.query.text() == "proto:tcp dport:6346")
        await pilot.press("X")
        await until(pilot, lambda: follower.query.text() == "")


async def test_a_term_that_is_none_is_told(session):
    """Terms are made of what a log says, and a log can say anything."""
    async with watching(session) as pilot:
        alerts_of(pilot).feed.term = lambda **_: 'msg:""'
        await press(pilot, "equals_sign")
        assert said(pilot).startswith('msg:"": The value is empty.')
        assert desk_of(pilot).follower.query.text() == ""


@pytest.mark.parametrize(
    ("fields", "name", "term"),
    [
        ({"first": 5 * SECOND, "last": 5 * SECOND, "zone": -18_000}, "TIME", "since:1969-12-31T19:00:05"),
        ({"signature": Signature("", 1, 0, 0)}, "WHAT", "msg:?"),
    ],
)
async def test_a_line_from_before_the_epoch_and_one_without_words_are_filtered_by(session, fields, name, term):
    """A router without a clock, west of Greenwich; a rule of Snort's that says nothing."""
    commit(session.store, [Change(kind="new", alert=an_alert(id=9, **fields))])
    async with watching(session) as pilot:
        screen = alerts_of(pilot)
        await until(pilot, lambda: screen.feed.count == 4)
        screen.feed.move(desk_of(pilot).follower.rows.index_of(9))
        while screen.feed.heading(80)[1 + screen.feed.cell][0].strip() != name:
            screen.feed.cell += 1 if name == "WHAT" else -1
        await press(pilot, "equals_sign")
        assert desk_of(pilot).follower.query.text().startswith(term)
        await until(pilot, lambda: 9 in screen.feed.view.page(0, 9))
