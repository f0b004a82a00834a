import pytest

from tests.ui.desk import a_session, commit, until, watching
from tests.ui.hostile import screen_text
from wallwatch.ui.screens.whois_question import QUESTION, WhoisQuestionScreen

ANSWERS = [("y", "rdap"), ("o", "rdap+whois"), ("n", "cache"), ("escape", None)]


def _words(pilot):
    return " ".join(screen_text(pilot.app).replace("│", " ").split())


@pytest.mark.parametrize(("key", "policy"), ANSWERS)
@pytest.mark.parametrize("size", [(80, 24), (40, 14), (40, 10)])
async def test_the_question_says_who_learns_what_and_takes_one_key(tmp_path, key, policy, size):
    """Yes, yes with the old protocol, never, or later; legible in a small terminal."""
    answered, session = [], a_session(tmp_path)
    commit(session.store)
    async with watching(session, size) as pilot:
        pilot.app.push_screen(WhoisQuestionScreen(), answered.append)
        await pilot.pause()
        words = _words(pilot)
        assert " ".join(QUESTION.split()[:4]) in words
        assert "learns" in words
        assert "n: never Esc: later" in words
        await pilot.press("end")
        await until(pilot, lambda: "a few hundred a day at most" in _words(pilot))
        await pilot.press(key)
        await pilot.pause()
    assert answered == [policy]
