from tests.ui.alerts import MOMENT, SECOND
from tests.ui.console import Console
from tests.ui.hostile import screen_text
from tests.ui.screens.test_noise_draft import Preview
from wallwatch.noise.read import new_rule
from wallwatch.ui.screens.rule_form import RuleForm, edited

DAY = 86_400 * SECOND
RULE = new_rule("gnutella", "leftovers", "dport:6346", now=MOMENT)
LATER = MOMENT + 10 * DAY


async def filled(*keys):
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(RuleForm(Preview(), lambda: LATER, rule=RULE))
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.press(*keys)
        await pilot.pause()
        return app.answers, screen_text(app)


async def test_a_rule_stands_there_as_it_is_and_keeps_its_name():
    """Enter goes through its lines; its name is what marks and hits are kept by."""
    answers, _ = await filled("enter", "enter", "enter")
    assert answers == [RULE]
    answers, _ = await filled("enter", *" of theirs", "enter", "enter")
    assert (answers[0].why, answers[0].name, answers[0].created) == ("leftovers of theirs", "gnutella", RULE.created)


async def test_esc_leaves_it_as_it_is():
    """And a mistake keeps the form open."""
    assert (await filled("escape"))[0] == [None]
    answers, shown = await filled("enter", "ctrl+u", "enter")
    assert answers == []
    assert "A rule says why it is there" in shown


def test_another_filter_makes_it_a_new_rule_and_another_end_does_not():
    """What a rule learned is about the filter that it had."""
    made = new_rule("x", "why", "dport:6347", now=LATER)
    assert (edited(RULE, made, LATER).created, edited(RULE, made, LATER).name) == (made.created, "gnutella")
    longer = edited(RULE, new_rule("x", "why", "dport:6346", now=LATER, expires="30d"), LATER)
    assert (longer.created, longer.ends) == (RULE.created, RULE.ends)
    longer = edited(RULE, new_rule("x", "why", "dport:6346", now=LATER, expires="90d"), LATER)
    assert longer.created == RULE.created
    assert longer.ends is not None
    assert 0 <= longer.ends - LATER - 90 * DAY <= DAY
