import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import a_session, alerts_of, commit, desk_of, press, said, until, watching
from tests.ui.hostile import screen_lines, screen_text
from wallwatch.model import Change
from wallwatch.ui import triage
from wallwatch.ui.screens import triage_actions
from wallwatch.ui.screens.question import QuestionScreen


def calls(count):
    """Return alerts a second apart, every other one from the same source."""
    return [
        an_alert(
            id=number, first=first, last=first, sport=number, src=f"198.51.100.{number}" if number % 2 else "192.0.2.99"
        )
        for number in range(1, count + 1)
        for first in [MOMENT + number * SECOND]
    ]


@pytest.fixture
def full(tmp_path):
    """A session over 24 alerts."""
    session = a_session(tmp_path)
    commit(session.store, [Change(kind="new", alert=alert) for alert in calls(24)])
    return session


def marked(pilot, name):
    """Return the numbers of the alerts that bear a mark."""
    marks = desk_of(pilot).marks
    return [alert.id for alert in calls(24) if getattr(marks.of(alert), name)]


@pytest.mark.parametrize(
    ("keys", "name", "sentence", "numbers"),
    [
        ("g x x x e", "done", "3 alerts done; z undoes it.", [1, 2, 3]),
        ("g v j j j s", "starred", "4 alerts starred; z undoes it.", [1, 2, 3, 4]),
        ("g x x x c a s k enter", "note", "3 alerts with this note; z undoes it.", [1, 2, 3]),
        ("g j E", "done", "12 alerts done; z undoes it.", list(range(2, 25, 2))),
    ],
)
async def test_a_mark_on_many_is_one_step_that_survives_a_restart(full, keys, name, sentence, numbers):
    """It states its exact count; one z takes all of it back, one Z does it again, also after a restart."""
    async with watching(full) as pilot:
        await press(pilot, *keys.split())
        await until(pilot, lambda: said(pilot) == sentence)
        assert marked(pilot, name) == numbers
    async with watching(full) as pilot:
        assert marked(pilot, name) == numbers
        await press(pilot, "z")
        assert marked(pilot, name) == []
        assert said(pilot).startswith("Undone: ")
        assert f"{len(numbers)} alerts" in said(pilot)
        await press(pilot, "Z")
        assert marked(pilot, name) == numbers
        assert f"{len(numbers)} alerts" in said(pilot)


async def test_the_same_key_takes_the_marks_away_where_all_have_them(full):
    """With one that has no mark yet, the others keep theirs and are told apart."""
    async with watching(full) as pilot:
        await press(pilot, "g", "e", "x", "x", "e")
        assert said(pilot) == "1 alert done, 1 was already; z undoes it."
        await press(pilot, "e")
        assert (said(pilot), marked(pilot, "done")) == ("2 alerts not done; z undoes it.", [])


async def test_a_group_is_tagged_and_not(full):
    """The key * tags what is like the cell under the cursor, and says how many; again it takes the tags away."""
    async with watching(full) as pilot:
        await press(pilot, "g", "j", "asterisk")
        await until(pilot, lambda: said(pilot) == "12 alerts tagged: src:192.0.2.99")
        assert "12 tagged" in screen_lines(pilot.app)[-1]
        await press(pilot, "asterisk")
        await until(pilot, lambda: said(pilot) == "12 alerts not tagged any more: src:192.0.2.99")
        await press(pilot, "S")
        await until(pilot, lambda: said(pilot) == "12 alerts starred; z undoes it.")


async def test_tagged_alerts_that_the_filter_hides_are_told_apart(full):
    """They are marked like the others, and it is said how many of them one does not see."""
    async with watching(full) as pilot:
        await press(pilot, "g", "x", "x", "f", *"sport:2", "enter", "e")
        assert said(pilot) == "2 alerts done; z undoes it. 1 of them are not on the list."
        assert marked(pilot, "done") == [1, 2]


async def test_while_rows_are_counted_nothing_is_said_of_the_list(full):
    """Then only those in sight are known to be on it."""
    async with watching(full) as pilot:
        follower = desk_of(pilot).follower
        await press(pilot, "g", "x", "x")
        follower.is_whole = lambda _rows: False
        follower.rows.update([], gone=[1, 2])
        await press(pilot, "e")
        await until(pilot, lambda: said(pilot) == "2 alerts done; z undoes it.")


async def test_only_what_is_listed_is_in_a_group(full):
    """What the filter leaves out is not marked with the others."""
    async with watching(full) as pilot:
        await press(pilot, "f", *"sport:1-4", "enter")
        await press(pilot, "g", "j", "E")
        await until(pilot, lambda: said(pilot) == "2 alerts done; z undoes it.")
        assert marked(pilot, "done") == [2, 4]


@pytest.mark.parametrize(("answer", "numbers"), [("y", list(range(2, 25, 2))), ("n", [])])
async def test_very_many_are_asked_about_first(full, monkeypatch, answer, numbers):
    """The question has the exact count; only y does it."""
    monkeypatch.setattr(triage_actions, "ASKED_FROM", 10)
    async with watching(full) as pilot:
        await press(pilot, "g", "j", "E")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionScreen))
        assert "Mark 12 alerts as done" in screen_text(pilot.app)
        assert "src:192.0.2.99" in screen_text(pilot.app)
        await pilot.press(answer)
        await until(pilot, lambda: not isinstance(pilot.app.screen, QuestionScreen))
        await until(pilot, lambda: marked(pilot, "done") == numbers)


async def test_too_many_are_refused_with_a_way_out(full, monkeypatch):
    """A mark is kept for good: for more than a person can mean, there are noise rules."""
    monkeypatch.setattr(triage, "MARKED_MAX", 10)
    monkeypatch.setattr(triage_actions, "MARKED_MAX", 10)
    monkeypatch.setattr(triage_actions, "ASKED_FROM", 5)
    async with watching(full) as pilot:
        await press(pilot, "g", "j", "E")
        await until(pilot, lambda: said(pilot).startswith("12 alerts are too many to mark; 10 are the most."))
        assert marked(pilot, "done") == []


async def test_the_chosen_are_the_tagged_ones_else_the_one_under_the_cursor(full):
    """They come in order of time, and those that are not listed now are among them."""
    async with watching(full) as pilot:
        screen = alerts_of(pilot)
        await press(pilot, "G")
        assert [alert.id for alert in await screen.chosen()] == [24]
        await press(pilot, "x", "g", "j", "x", "f", *"sport:3", "enter")
        assert [alert.id for alert in await screen.chosen()] == [2, 24]
        await press(pilot, "escape")
        assert [alert.id for alert in await screen.chosen()] == [3]
        await press(pilot, "f", *" sport:9", "enter")
        assert await screen.chosen() == []


async def test_a_rule_is_drafted_from_all_that_are_tagged(full):
    """It is what they share, has a preview, and once in force hides all of them; z takes it back."""
    async with watching(full) as pilot:
        await press(pilot, "g", "x", "x", "x", "i")
        await until(pilot, lambda: "these 3 sources to tcp port 6346" in screen_text(pilot.app))
        await press(pilot, "enter", *"noise", "enter", "enter", "enter")
        follower = desk_of(pilot).follower
        await until(pilot, lambda: follower.rows.index_of(1) is None and follower.rows.index_of(3) is None)
        await press(pilot, "z")
        await until(pilot, lambda: follower.rows.index_of(1) is not None)


async def test_alerts_that_share_nothing_make_no_rule(tmp_path):
    """The key says so; a gap among them is left out, and is no noise by itself."""
    session = a_session(tmp_path)
    alerts = [
        an_alert(id=number, src=f"{number}.0.2.1", dport=number, first=MOMENT + number, last=MOMENT + number)
        for number in range(1, 15)
    ]
    commit(session.store, [Change(kind="new", alert=alert) for alert in alerts])
    async with watching(session) as pilot:
        await press(pilot, "g", "v", "G", "v", "i")
        await until(pilot, lambda: said(pilot).startswith("These alerts have nothing in common"))
