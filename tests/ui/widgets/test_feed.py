import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert, the_incident
from tests.ui.desk import a_session, alerts_of, commit, desk_of, press, until, watching
from tests.ui.hostile import screen_lines, screen_text
from wallwatch.filter.clause import Sql
from wallwatch.filter.parse import parse_query
from wallwatch.model import Change
from wallwatch.ui.arrangement import Within
from wallwatch.ui.ledger import Entry


def many(count, start=1, after=0):
    """Return alerts a second apart, the first one ``after`` seconds after the moment."""
    return [
        Change(kind="new", alert=an_alert(id=number, first=first, last=first, src=f"198.51.100.{number % 250}"))
        for number in range(start, start + count)
        for first in [MOMENT + (after + number) * SECOND]
    ]


@pytest.fixture
def full(tmp_path):
    """A session over 100 alerts."""
    session = a_session(tmp_path)
    commit(session.store, many(100))
    return session


async def grow(pilot, session, changes):
    """Commit changes and wait until the feed has them."""
    feed = alerts_of(pilot).feed
    before = feed._rows.version
    commit(session.store, changes)
    await until(pilot, lambda: feed._rows.version != before)


async def test_it_begins_at_the_end_and_follows(full):
    """The newest alert is the current one, and new ones scroll in below it."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        assert feed.current.id == 100
        await grow(pilot, full, many(3, start=101))
        assert (feed.current.id, feed.following) == (103, True)
        assert ">15:34:37" in screen_text(pilot.app).replace(" ", "")


async def test_any_move_up_stops_following_and_the_end_resumes_it(full):
    """Away from the end the cursor stays on its alert and what comes in is counted; G goes there and follows."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("k")
        await grow(pilot, full, many(3, start=101))
        assert (feed.current.id, feed.following) == (99, False)
        assert "PAUSED +3" in screen_text(pilot.app)
        await pilot.press("G")
        assert (feed.current.id, feed.following) == (103, True)
        assert "PAUSED" not in screen_text(pilot.app)


async def test_going_down_to_the_end_resumes_following(full):
    """As with tail, whoever is at the end follows."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("k", "k", "j")
        assert not feed.following
        await pilot.press("j")
        assert feed.following


async def test_pause_stands_still_at_the_end(full):
    """The key p stands still without moving, p again or F goes on."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("p")
        await grow(pilot, full, many(2, start=101))
        assert feed.current.id == 100
        await pilot.press("p")
        assert feed.current.id == 102
        await pilot.press("p", "F")
        assert feed.following


async def test_what_another_filter_does_not_list_is_not_waited_for(full):
    """Paused, the status line counts no more than there is below the cursor."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await press(pilot, "p")
        late = [an_alert(id=900 + number, first=MOMENT + 900 * SECOND + number, dport=1) for number in range(7)]
        commit(full.store, [Change(kind="new", alert=alert) for alert in late])
        await until(pilot, lambda: feed.waiting == 7)
        desk_of(pilot).follower.judge_anew(query=parse_query("-dport:1"))
        await until(pilot, lambda: feed.waiting == 0)
        assert "PAUSED +0" in screen_lines(pilot.app)[-1]


async def test_the_cursor_stays_on_its_alert_while_older_ones_come_in(full):
    """History that is read later goes in above; neither the cursor nor what is on the screen moves."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("k", "k", "k")
        before = screen_lines(pilot.app)[2:12]
        await grow(pilot, full, many(50, start=500, after=-2_000))
        assert feed.current.id == 97
        assert screen_lines(pilot.app)[2:12] == before


async def test_a_row_that_grows_is_painted_in_place(full):
    """An alert that gets another packet changes its count where it stands; other rows are not made again."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("k")
        painted = []
        make, feed.parts = feed.parts, lambda index, width: painted.append(index) or make(index, width)
        first = MOMENT + 97 * SECOND
        grown = an_alert(id=97, first=first, last=first + SECOND, packets=3, lines=3, src="198.51.100.97")
        await grow(pilot, full, [Change(kind="grown", alert=grown)])
        assert painted == [96]
        assert any("x3  198.51.100.97" in line for line in screen_lines(pilot.app))


async def test_a_row_that_goes_leaves_the_cursor_near(full):
    """When the current alert is merged away, the one that took its place is current."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("g", "j", "j")
        gone = Change(kind="merged", alert=many(1, start=3)[0].alert, into=2)
        await grow(pilot, full, [gone])
        assert feed.current.id == 4


async def test_cells_are_walked_and_named(full):
    """< and > walk the cells; the cell gives a filter term, and its text when it is copied."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        assert (feed.term(), feed.cell_text()) == ("src:198.51.100.100", "198.51.100.100")
        await pilot.press("greater_than_sign")
        assert (feed.term(negate=True), feed.cell_text()) == ("-dport:6346", "6346")
        await pilot.press(*["less_than_sign"] * 5)
        assert feed.cell == 0
        await pilot.press(*["greater_than_sign"] * 9)
        assert feed.cell_text() == "-K--"
        assert feed.current_text().startswith("15:34:34  1  198.51.100.100  6346  gnutella input")


async def test_times_have_three_ways(full):
    """The key t shows the age, then the gap to the row above, then the clock again."""
    async with watching(full) as pilot:
        await pilot.press("t")
        await pilot.pause()
        assert "> 1h" in screen_text(pilot.app)
        await pilot.press("t")
        await pilot.pause()
        assert "> +1.00s" in screen_text(pilot.app)
        await pilot.press("g")
        await pilot.pause()
        assert "+1.00s" not in screen_lines(pilot.app)[2]
        await pilot.press("t")
        await pilot.pause()
        assert "> 15:32:55" in screen_text(pilot.app)


async def test_marks_are_letters(full):
    """A star, what is done and what has a note are seen without colour."""
    async with watching(full) as pilot:
        await pilot.press("s", "k", "e", "k")
        feed = alerts_of(pilot).feed
        await desk_of(pilot).do(lambda: desk_of(pilot).triage.note([feed.current], "odd"))
        await pilot.pause()
        flags = [line[2] for line in screen_lines(pilot.app) if "15:34:3" in line][-3:]
        assert flags == ["n", "d", "*"]


async def test_an_empty_store_says_what_is_watched(tmp_path):
    """Before the first alert the feed names its sources and what to do, and keys do no harm."""
    session = a_session(tmp_path)
    commit(session.store)
    async with watching(session) as pilot:
        await pilot.press("j", "k", "equals_sign", "w", "e", "y", "c", "i", "enter", "escape")
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "No alert yet" in text
        assert "kern.log  ok" in text
        feed = alerts_of(pilot).feed
        assert (feed.current, feed.term(), feed.cell_text(), feed.current_text(), feed.address) == (
            None,
            None,
            "",
            "",
            None,
        )


async def test_the_first_alert_takes_the_place_of_the_words(tmp_path):
    """When the first alert comes, it is shown and followed."""
    session = a_session(tmp_path)
    commit(session.store)
    async with watching(session) as pilot:
        await grow(pilot, session, the_incident())
        assert "No alert yet" not in screen_text(pilot.app)
        assert alerts_of(pilot).feed.current.id == 3


async def test_keys_act_on_the_alert_that_is_seen(full):
    """Rows that came in between, and were not yet painted, do not move a key's target."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("k", "k")
        seen = feed.current.id
        feed._rows.update([])
        feed._rows.update([Entry(MOMENT - SECOND, 999, 1)])
        assert feed.current.id == seen
        feed.step(-1)
        assert feed.current.id == seen - 1


async def test_what_is_tagged_is_not_another_alert_of_another_store(full):
    """Its numbers are given anew: tags, the range and the group that was opened are gone."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("g", "x", "x", "v", "j")
        assert (feed.tagged, feed.ranged) == (2, 2)
        for path in full.store.parent.glob("wallwatch.db*"):
            path.unlink()
        commit(full.store, many(4, after=500))
        await until(pilot, lambda: feed.count == 4)
        assert (feed.tagged, feed.ranged) == (0, 0)
        assert [feed.sign(row) for row in range(4)] == [" "] * 4


async def test_a_group_that_was_opened_is_left_with_its_store(full):
    """In another store the same condition may be about something else."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("g")
        feed.levels.open(Within("number 1", Sql("id = 1")), feed.place)
        await until(pilot, lambda: feed.count == 1)
        for path in full.store.parent.glob("wallwatch.db*"):
            path.unlink()
        commit(full.store, many(4, after=500))
        await until(pilot, lambda: feed.count == 4)
        assert feed.levels.arrangement.is_live
        assert not feed.levels.back()


async def test_only_what_comes_into_the_group_is_waited_for(full):
    """In a group that was opened, what comes in elsewhere is no news."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("g")
        feed.levels.open(Within("one source", Sql("src = '198.51.100.7'")), feed.place)
        await until(pilot, lambda: feed.count == 1 and not feed.levels.arranger.is_busy)
        assert feed.waiting == 0
        await grow(pilot, full, many(3, start=101))
        assert feed.waiting == 0
        late = an_alert(id=200, first=MOMENT + 900 * SECOND, last=MOMENT + 900 * SECOND, src="198.51.100.7")
        await grow(pilot, full, [Change(kind="new", alert=late)])
        await until(pilot, lambda: feed.count == 2)
        assert feed.waiting == 1
