import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import NOW, a_session, commit, desk_of, until, watching
from tests.ui.hostile import screen_lines, screen_text
from wallwatch.engine.newcomers import Group, Newcomers
from wallwatch.engine.since import Left, Since
from wallwatch.model import Change
from wallwatch.noise.read import new_rule
from wallwatch.ui.greeting import greeting, is_news, keep_left, left_file, listed, read_left
from wallwatch.ui.screens.choice import ChoiceScreen

HOUR = 3_600 * SECOND
NOISE = "gnutella 1,100, b 3, c 2, 1 other rule"
NEW = (
    Newcomers("port", 1, (Group("tcp/5555", "dport:5555 proto:tcp", 4),)),
    Newcomers("network", 12, (Group("203.0.113.0/24", "src:203.0.113.0/24", 3),)),
)
LEFT = Left(NOW - 3 * HOUR, 7, {"kern.log": 3})


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        (Since(0), "Since you left 3h ago nothing came in."),
        (Since(1), "Since you left 3h ago: 1 alert."),
        (
            Since(1_204, (("gnutella", 1_100), ("b", 3), ("c", 2), ("d", 1)), 2, (("/var/log/kern.log", 12),)),
            f"Since you left 3h ago: 1,204 alerts, 2 odd, 1,106 noise ({NOISE}), >=12 lines lost by kern.log.",
        ),
        (Since(7, odd=1, new=NEW), "Since you left 3h ago: 7 alerts, 1 odd, 1 new port + 12 new networks."),
    ],
)
def test_what_came_is_told_in_one_sentence(since, sentence):
    """Odd ones before the noise, which may be long."""
    assert greeting(LEFT, since, NOW) == sentence


def test_all_of_it_is_listed_with_the_filter_that_shows_it():
    """Odd ones and what is new first; of lost lines there is nothing to show."""
    since = Since(9, (("it's noise", 2),), 2, (("/var/log/kern.log", 12),), NEW)
    assert list(listed(since)) == [
        ("odd", "2 alerts that differ from their noise", "odd"),
        ("new port tcp/5555", "4 alerts", "dport:5555 proto:tcp"),
        ("new network 203.0.113.0/24", "3 alerts", "src:203.0.113.0/24"),
        ("and 11 more new networks", "of few alerts each", ""),
        ("noise it's noise", "2 alerts", 'noise:"it\'s noise"'),
        ("lost by kern.log", ">=12 lines", ""),
    ]


def test_only_what_came_in_while_somebody_was_away_is_news():
    """Not after a restart, and not where nothing happened."""
    assert is_news(LEFT, Since(1), NOW)
    assert not is_news(LEFT, Since(0), NOW)
    assert not is_news(LEFT, Since(1), LEFT.at + SECOND)


def test_it_is_kept_beside_the_marks_for_each_person(tmp_path):
    """A name may be anything; a file that is damaged is none."""
    tmp_path.chmod(0o700)
    path = left_file(tmp_path / "marks.db", tmp_path / "watch-1.db", "../o'hara")
    assert path != left_file(tmp_path / "marks.db", tmp_path / "watch-2.db", "../o'hara"), "each store has its own"
    assert path.parent == tmp_path
    assert read_left(path) is None
    keep_left(path, LEFT)
    assert read_left(path) == LEFT
    path.write_text('{"at": "x"}')
    assert read_left(path) is None
    keep_left(tmp_path / "none" / "x" / "y", LEFT)
    assert read_left(tmp_path) is None


async def test_who_comes_back_is_told_what_came(tmp_path):
    """It stands until Esc; L lists it, and what is chosen is shown. Who comes for the first time is told nothing."""
    tmp_path.chmod(0o700)
    session = a_session(tmp_path, clock=lambda: MOMENT)
    commit(session.store, [Change(kind="new", alert=an_alert(id=1))])
    async with watching(session) as pilot:
        await pilot.press("L")
        await until(pilot, lambda: "Nobody knows" in screen_lines(pilot.app)[-2])
    late = [an_alert(id=2), an_alert(id=3, dport=5555)]
    commit(session.store, [Change(kind="new", alert=alert) for alert in late])
    session = a_session(tmp_path, clock=lambda: MOMENT + 5 * HOUR)
    async with watching(session) as pilot:
        told = " Since you left 5h ago: 2 alerts, 1 new port."
        await until(pilot, lambda: screen_lines(pilot.app)[-2].startswith(told))
        await pilot.press("escape")
        await until(pilot, lambda: "Since" not in screen_lines(pilot.app)[-2])
        await pilot.press("L")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoiceScreen))
        assert "new port tcp/5555" in screen_text(pilot.app)
        await pilot.press("enter")
        follower = desk_of(pilot).follower
        await until(pilot, lambda: list(follower.rows.page(0, 9)) == [3])
        assert follower.query.text() == "dport:5555 proto:tcp"
        assert desk_of(pilot).notes == []


async def test_noise_that_came_meanwhile_is_shown_with_what_hides_it(tmp_path):
    """Whoever chooses a rule wants to see what it hid; where nothing came, that is all there is to say."""
    tmp_path.chmod(0o700)
    session = a_session(tmp_path, clock=lambda: MOMENT)
    commit(session.store, [Change(kind="new", alert=an_alert(id=1))])
    async with watching(session) as pilot:
        desk_of(pilot).rulebook.add(new_rule("gnutella", "x", "dport:6346", now=MOMENT))
    session = a_session(tmp_path, clock=lambda: MOMENT + 5 * HOUR)
    async with watching(session) as pilot:
        await pilot.press("L")
        await until(pilot, lambda: "5h ago nothing came in." in screen_lines(pilot.app)[-2])
        commit(session.store, [Change(kind="new", alert=an_alert(id=2))])
        await until(pilot, lambda: desk_of(pilot).follower.rows.alerts == 2)
        await pilot.press("L")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoiceScreen))
        await pilot.press("enter")
        await until(pilot, lambda: list(desk_of(pilot).follower.rows.page(0, 9)) == [1, 2])
        assert "NOISE SHOWN" in screen_text(pilot.app)
