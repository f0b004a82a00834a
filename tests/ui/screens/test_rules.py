import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import NOW, a_session, commit, desk_of, until, watching
from tests.ui.golden import assert_golden
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from wallwatch.model import Change
from wallwatch.noise.read import new_rule
from wallwatch.noise.rules import with_rule, without_rule
from wallwatch.text import visible
from wallwatch.ui.screens.choice import ChoiceScreen
from wallwatch.ui.screens.rules import RulesScreen, summary
from wallwatch.ui.widgets.rule_lines import RuleLines

RULES = (
    new_rule("gnutella", "calls for the last holder", "dport:6346", now=NOW, expires="address-change"),
    new_rule("p2p", "peers", "dport:6346-6347", now=NOW),
    new_rule("telnet", "bots", "dport:23", now=NOW - 40 * 86_400 * SECOND, expires="90d"),
)


@pytest.fixture
def session(tmp_path):
    """Give a session with a hundred alerts of five days, and three rules."""
    tmp_path.chmod(0o700)
    session = a_session(tmp_path)
    alerts = [
        an_alert(
            id=number, first=(first := MOMENT - number * 3_600 * SECOND), last=first, dport=(6346, 6347, 22)[number % 3]
        )
        for number in range(1, 101)
    ]
    commit(session.store, [Change(kind="new", alert=alert) for alert in alerts])
    text = ""
    for rule in RULES:
        text = with_rule(text, rule)
    session.rules.write_text(text)
    return session


def rules(pilot):
    return desk_of(pilot).rulebook.rules.rules


async def opened(pilot):
    await pilot.press("4")
    await until(pilot, lambda: isinstance(pilot.app.screen, RulesScreen))
    lines = pilot.app.screen.query_one(RuleLines)
    await until(pilot, lambda: any(each.hits for each in lines._surveys))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_rules_stand_there_with_what_they_do(session, size, monkeypatch):
    """Hits, by day, the last one, the end; stale and shadowed ones are named."""
    monkeypatch.setattr("wallwatch.ui.widgets.rule_lines.is_plain", lambda: False)
    async with watching(session, size) as pilot:
        await opened(pilot)
        assert_golden(pilot.app, f"rules-{size[0]}x{size[1]}")


async def test_everything_that_is_done_to_a_rule_can_be_undone(session):
    """Off and on, longer, another reason, deleted: each is one step back."""
    async with watching(session) as pilot:
        await opened(pilot)
        await pilot.press("o")
        await until(pilot, lambda: not rules(pilot)[0].enabled)
        assert "gnutella is disabled; z undoes it." in screen_text(pilot.app)
        await pilot.press("x", "down", "enter")
        await until(pilot, lambda: rules(pilot)[0].ends is not None)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("enter", *"!", "enter", "enter")
        await until(pilot, lambda: rules(pilot)[0].why.endswith("!"))
        await pilot.press("D")
        await until(pilot, lambda: len(rules(pilot)) == 2)
        for holds in (
            lambda: len(rules(pilot)) == 3,
            lambda: not next(rule for rule in rules(pilot) if rule.name == "gnutella").why.endswith("!"),
            lambda: next(rule for rule in rules(pilot) if rule.name == "gnutella").expires == "address-change",
            lambda: next(rule for rule in rules(pilot) if rule.name == "gnutella").enabled,
        ):
            await pilot.press("z")
            await until(pilot, holds)
        await pilot.press("Z")
        await until(pilot, lambda: not next(rule for rule in rules(pilot) if rule.name == "gnutella").enabled)


async def test_a_ready_made_rule_is_chosen(session):
    """Those that are there already are not offered."""
    async with watching(session) as pilot:
        await opened(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoiceScreen))
        assert "gnutella" not in [line.split()[0] for line in screen_text(pilot.app).splitlines()[2:] if line.split()]
        await pilot.press("enter")
        await until(pilot, lambda: len(rules(pilot)) == 4)
        assert rules(pilot)[-1].name == "edonkey"


async def test_a_rule_is_said_to_another_program(session):
    """It is shown with its warning, and copied."""
    async with watching(session, (100, 40)) as pilot:
        await opened(pilot)
        await pilot.press("y")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoiceScreen))
        assert "What is silenced there never arrives here" in screen_text(pilot.app)
        while pilot.app.screen._lines.entry != "iptables":
            await pilot.press("j")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RulesScreen))
        assert "--dports 6346" in pilot.app.clipboard


async def test_its_members_are_one_key_away(session):
    """The alerts that it hides are listed, whatever the filter was."""
    async with watching(session) as pilot:
        await opened(pilot)
        await pilot.press("l")
        await until(pilot, lambda: len(desk_of(pilot).follower.rows) == 33)
        shown = screen_text(pilot.app)
        assert "filter noise:gnutella" in shown
        assert "NOISE SHOWN" in shown


async def test_strangers_text_is_shown_as_it_is(session):
    """Names and reasons may be anything that a file holds; a rule may be unable to stand at all."""
    text = ""
    for number, hostile in enumerate(map(visible, HOSTILE)):
        text = with_rule(text, new_rule(f"{number}{hostile}"[:80], f"{number} {hostile}", "dport:6346", now=NOW))
    session.rules.write_text(text)
    async with watching(session, (80, 40)) as pilot:
        await opened(pilot)
        for _ in range(len(HOSTILE)):
            await pilot.press("j")
            assert leaks(screen_text(pilot.app)) == []


def test_the_summary_counts():
    """Of no rule there is not much to say."""
    assert summary(()) == "Noise: 0 rules, 0 in force"


async def test_the_rule_is_extended_that_was_asked_about(session):
    """Even if it is deleted elsewhere while the question stands there."""
    async with watching(session) as pilot:
        await opened(pilot)
        await pilot.press("x")
        await until(pilot, lambda: "Until when does gnutella hold" in screen_text(pilot.app))
        session.rules.write_text(without_rule(session.rules.read_text(), "gnutella"))
        await until(pilot, lambda: len(rules(pilot)) == 2)
        others = {rule.name: rule.ends for rule in rules(pilot)}
        await pilot.press("enter")
        await until(pilot, lambda: "gnutella is shortened to" in screen_text(pilot.app))
        assert {rule.name: rule.ends for rule in rules(pilot) if rule.name != "gnutella"} == others
        assert len(rules(pilot)) == 3


async def test_an_end_that_is_none_is_told(session):
    """And nothing is changed."""
    async with watching(session) as pilot:
        await opened(pilot)
        await pilot.press("x", "ctrl+u", *"soon", "enter")
        await until(pilot, lambda: "soon" in screen_lines(pilot.app)[-2])
        assert rules(pilot)[0].expires == "address-change"


async def test_what_others_do_to_the_file_is_seen(session):
    """Also where they make it, delete it or spoil it, and what is wrong with it is said; here and when one comes."""
    async with watching(session) as pilot:
        await opened(pilot)
        text = session.rules.read_text()
        session.rules.unlink()
        await until(pilot, lambda: "Noise: 0 rules" in screen_text(pilot.app))
        session.rules.write_text(text)
        await until(pilot, lambda: "Noise: 3 rules" in screen_text(pilot.app))
        session.rules.write_text(f"{text}\nx [[")
        await until(pilot, lambda: "This is no TOML" in screen_text(pilot.app))
        pilot.app.screen.note_line.say("")
        await pilot.press("1", "4")
        await until(pilot, lambda: "This is no TOML" in screen_text(pilot.app))
