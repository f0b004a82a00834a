import pytest

from tests.ui.alerts import MOMENT
from tests.ui.desk import a_session, alerts_of, commit, desk_of, watching
from tests.ui.hostile import screen_lines
from wallwatch.model.line import SourceStatus
from wallwatch.store import SourceRow
from wallwatch.ui.messages import SourcesChanged, Sum, SumChanged
from wallwatch.ui.widgets.status import StatusLine, TopLine


async def test_a_source_with_a_gap_is_in_the_sum(session):
    """The line says so at once, whoever counts."""
    async with watching(session) as pilot:
        assert " 32 = 32 shown" in screen_lines(pilot.app)[-1]
        await desk_of(pilot).bus.publish(SourcesChanged((SourceRow("kern", "ok", gaps=1),)))
        await pilot.pause()
        assert ">=32 = 32 shown + 0 hidden + >=0 lost" in screen_lines(pilot.app)[-1]


async def test_the_top_line_names_the_sources_and_counts_them_where_there_is_no_room(session):
    """Each source has a word for its state; in a narrow window they are counted."""
    async with watching(session) as pilot:
        assert screen_lines(pilot.app)[0].split() == (
            ["wallwatch", "·", "greatwall", "kern", "ok", "p0f", "ok", "snort", "ok", "16:56"]
        )
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        assert "3 ok" in screen_lines(pilot.app)[0]


async def test_the_clock_comes_back_at_the_next_minute(session):
    """The line is painted once a minute, and not while nothing changes."""
    now = MOMENT + 29 * 1_000_000
    session = a_session(session.store.parent, clock=lambda: now)
    async with watching(session) as pilot:
        top = alerts_of(pilot).query_one(TopLine)
        assert "15:33" in screen_lines(pilot.app)[0]
        painted = []
        make, top.render_line = top.render_line, lambda y: painted.append(y) or make(y)
        top._tick()
        await pilot.pause()
        assert painted == []
        now += 60 * 1_000_000
        top._tick()
        await pilot.pause()
        assert "15:34" in screen_lines(pilot.app)[0]


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (80, "kern denied  messages ok  p0f ok  snort ok"),
        (52, "3 ok  kern denied"),
        (49, "1 denied  3 ok"),
        (45, ""),
    ],
)
async def test_a_source_that_fails_is_named_as_long_as_there_is_room(tmp_path, width, words):
    """All sources by name; then the failing ones and a number; then numbers; then nothing but title and clock."""
    session = a_session(tmp_path)
    well = [SourceStatus(source=name, state="ok") for name in ("messages", "p0f.log", "snort")]
    commit(session.store, statuses=[SourceStatus(source="/var/log/kern.log", state="denied"), *well])
    async with watching(session, (width, 24)) as pilot:
        shown = screen_lines(pilot.app)[0].removeprefix(" wallwatch · greatwall").removesuffix("16:56")
        assert shown.strip() == words


async def test_what_was_said_goes_after_a_while(session):
    """A sentence stands above the sum for some seconds; then the filter stands there, if there is one."""
    async with watching(session) as pilot:
        note = alerts_of(pilot).note_line
        note.show_filter("dport:6346")
        note.say("done")
        await pilot.pause()
        assert screen_lines(pilot.app)[22] == " done"
        await note._silence._tick(next_timer=0, count=1)
        await pilot.pause()
        assert screen_lines(pilot.app)[22].startswith(" filter dport:6346")
        note.show_filter("")
        await pilot.pause()
        assert screen_lines(pilot.app)[22] == ""


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
async def test_the_status_line_fits_any_width(session, width):
    """Hints go first, then blanks; the sum begins the line at any width."""
    async with watching(session, (width, 24)) as pilot:
        status = alerts_of(pilot).query_one(StatusLine)
        status.show_noise(shown=True)
        status.show_waiting(37)
        await pilot.pause()
        last = screen_lines(pilot.app)[-1]
        assert last.startswith(" 32")
        assert len(last) <= width
        assert width < 80 or "NOISE SHOWN  PAUSED +37" in last


async def test_in_the_smallest_window_it_says_that_it_stands_still(session):
    """Terms of nothing give way, but for the lost lines, rather than a word."""
    async with watching(session, (40, 10)) as pilot:
        line = alerts_of(pilot).query_one(StatusLine)
        line._counted = SumChanged(Sum(shown=72, other=1), 2)
        line.show_waiting(None)
        assert "".join(text for text, _ in line.parts(40)).strip() == "73=72 shown+0 hidden+1 other+0 lost"
        line.show_waiting(0)
        said = "".join(text for text, _ in line.parts(40)).split()
        assert " ".join(said) == "73=72 shown+1 other+0 lost PAUSED +0"
        line._counted = SumChanged(Sum(shown=6_174, hidden=26, other=127, unparsed=13), 2)
        said = "".join(text for text, _ in line.parts(40))[:40]
        assert said == " 6340=6174 shown+26 hidden+127 ~  PAUSED"
        line.show_tags(12)
        line.show_noise(shown=True)
        said = "".join(text for text, _ in line.parts(40))[:40]
        assert said == " 6340=6~  NOISE SHOWN  12 tagged  PAUSED"


async def test_what_one_sets_takes_the_place_of_what_was_said_before(session):
    """A filter or another arrangement is not hidden by a greeting; that the same filter is in force is no news."""
    async with watching(session) as pilot:
        line = alerts_of(pilot).note_line
        line.greet("Since you left")
        line.say("No filter is kept yet.")
        line.show_filter("dport:80")
        assert "dport:80" in line.parts(40)[0][0]
        line.say("Kept.")
        line.show_filter("dport:80")
        assert "Kept." in line.parts(40)[0][0]
        line.say("")
        line.greet("Since you left")
        line.show_arrangement("by source")
        assert "by source" in line.parts(40)[0][0]


async def test_trouble_stands_until_it_is_over(session):
    """What does not work is shown for as long as it is so, over the filter; what was just said is shown before it."""
    async with watching(session) as pilot:
        line = alerts_of(pilot).note_line
        line.show_filter("dport:80")
        line.stand("The disk is full.")
        line.say("Undone.")
        assert line.parts(40)[0][0].strip() == "Undone."
        line.say("")
        assert line.parts(40)[0][0].strip() == "The disk is full."
        line.stand("")
        assert "dport:80" in line.parts(40)[0][0]


async def test_what_is_tagged_is_said_beside_the_longest_sum(session):
    """The number of rules goes first: they have a screen of their own."""
    async with watching(session) as pilot:
        line = alerts_of(pilot).query_one(StatusLine)
        line._counted = SumChanged(Sum(shown=98_623, filtered=900_000, hidden=900_000, lost=3), 12)
        line.show_waiting(1_234)
        line.show_tags(12)
        text = "".join(text for text, _ in line.parts(80))[:80]
        assert text.startswith(" >=1898626=98623 shown+900000 filtered+900000 hidden+>=3 lost  12 tagged  PAUSED")
