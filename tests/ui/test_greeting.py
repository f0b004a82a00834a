import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import NOW, a_session, commit, desk_of, until, watching
from tests.ui.hostile import screen_lines
from wallwatch.engine.since import Left, Since
from wallwatch.model import Change
from wallwatch.ui.greeting import greeting, is_news, keep_left, left_file, read_left

HOUR = 3_600 * SECOND
NOISE = "gnutella 1,100, b 3, c 2, 1 other rule"
LEFT = Left(NOW - 3 * HOUR, 7, {"kern.log": 3})


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        (None, ""),
        (Since(0), "Since you left 3h ago nothing came in."),
        (Since(1), "Since you left 3h ago: 1 alert."),
        (
            Since(1_204, (("gnutella", 1_100), ("b", 3), ("c", 2), ("d", 1)), 2, (("/var/log/kern.log", 12),)),
            f"Since you left 3h ago: 1,204 alerts, 2 odd, 1,106 noise ({NOISE}), >=12 lines lost by kern.log.",
        ),
    ],
)
def test_what_came_is_told_in_one_sentence(since, sentence):
    """Odd ones before the noise, which may be long."""
    assert greeting(LEFT, since, NOW) == sentence


def test_only_what_came_in_while_somebody_was_away_is_news():
    """Not after a restart, and not where nothing happened."""
    assert is_news(LEFT, Since(1), NOW)
    assert not is_news(LEFT, Since(0), NOW)
    assert not is_news(LEFT, Since(1), LEFT.at + SECOND)
    assert not is_news(LEFT, None, NOW)


def test_it_is_kept_beside_the_marks_for_each_person(tmp_path):
    """A name may be anything; a file that is damaged is none."""
    tmp_path.chmod(0o700)
    path = left_file(tmp_path / "marks.db", "../o'hara")
    assert path.parent == tmp_path
    assert read_left(path) is None
    keep_left(path, LEFT)
    assert read_left(path) == LEFT
    path.write_text('{"at": "x"}')
    assert read_left(path) is None
    keep_left(tmp_path / "none" / "x" / "y", LEFT)
    assert read_left(tmp_path) is None


async def test_who_comes_back_is_told_what_came(tmp_path):
    """It stands until Esc, and L brings it back; who comes for the first time is told nothing."""
    tmp_path.chmod(0o700)
    session = a_session(tmp_path, clock=lambda: MOMENT)
    commit(session.store, [Change(kind="new", alert=an_alert(id=1))])
    async with watching(session) as pilot:
        await pilot.press("L")
        await until(pilot, lambda: "Nobody knows" in screen_lines(pilot.app)[-2])
    commit(session.store, [Change(kind="new", alert=an_alert(id=number)) for number in (2, 3)])
    session = a_session(tmp_path, clock=lambda: MOMENT + 5 * HOUR)
    async with watching(session) as pilot:
        await until(pilot, lambda: screen_lines(pilot.app)[-2].startswith(" Since you left 5h ago: 2 alerts."))
        await pilot.press("escape")
        await until(pilot, lambda: "Since" not in screen_lines(pilot.app)[-2])
        await pilot.press("L")
        await until(pilot, lambda: "Since you left 5h ago: 2 alerts." in screen_lines(pilot.app)[-2])
        await pilot.press("L")
        await until(pilot, lambda: "Since" not in screen_lines(pilot.app)[-2])
        assert desk_of(pilot).notes == []
