from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.ui.console import Console
from tests.ui.golden import assert_golden
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from wallwatch.engine.preview import OddMember
from wallwatch.engine.preview import Preview as Found
from wallwatch.errors import StoreError
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query
from wallwatch.model import Alert, Signature, Stack
from wallwatch.model.times import SECOND
from wallwatch.noise.draft import drafts
from wallwatch.noise.shape import Oddity, Shape
from wallwatch.text import visible
from wallwatch.ui.screens.noise_draft import NoiseDraftScreen
from wallwatch.ui.screens.rule_form import FILL, REASONS
from wallwatch.ui.widgets.member_lines import MemberLines

NOW = 1_015_081_440 * SECOND
ALERT = Alert(
    id=1,
    first=NOW,
    last=NOW,
    proto="tcp",
    src="198.51.100.7",
    sport=3504,
    dst="192.0.2.1",
    dport=6346,
    signature=Signature("TCP to 6346 gnutella", gid=1, sid=1243),
    os=Stack("Windows", family="windows"),
)


def batched(texts: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield ``texts`` in batches of that size; the last one begins with what it lacks."""
    for start in range(0, len(texts), size):
        yield texts[min(start, len(texts) - size) :][:size]


class Preview:
    """Counts what it is asked for: as many alerts as the filter has characters, of a thousand in ten days."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.trouble: StoreError | None = None
        self.odd: tuple[OddMember, ...] = ()
        self.starred: tuple[Alert, ...] = ()

    async def __call__(self, match: str) -> AsyncIterator[Found]:
        self.asked.append(match)
        if self.trouble is not None:
            raise self.trouble
        parse_query(match)
        counted = Found(len(match), 3 * len(match), 1_000, 3_000, 10.0)
        yield counted
        yield msgspec.structs.replace(
            counted,
            is_whole=True,
            shape=Shape(len(match), {}),
            odd=self.odd,
            odd_alerts=2 * len(self.odd),
            starred=self.starred,
            starred_alerts=len(self.starred),
        )


async def draft(pilot: Pilot[Any], alert: Alert = ALERT, preview: Preview | None = None, **known: Any) -> None:
    """Show the dialog, and let it count."""
    app = pilot.app
    assert isinstance(app, Console)
    app.ask(NoiseDraftScreen(drafts(alert, known.pop("network", None)), preview or Preview(), lambda: NOW, **known))
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_the_arrows_pick_and_a_rule_comes_out() -> None:
    """Pick a draft, give a reason, keep name and end as they are proposed."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot)
        await pilot.press("down", "enter", *"old", "enter", "enter", "enter")
        await pilot.pause()
    (rule,) = app.answers
    second = drafts(ALERT, None)[1]
    assert (rule.name, rule.why, rule.match, rule.expires) == (second.name, "old", second.match, "30d")
    assert (rule.created, rule.ends) == (NOW, NOW + 30 * 86_400 * SECOND)
    assert matches(rule.query, ALERT, Facts(now=NOW)) is True


@pytest.mark.parametrize("size", [(80, 24), (80, 14), (40, 10)])
async def test_every_line_to_fill_in_is_in_sight(size: tuple[int, int]) -> None:
    """Also under the prompt, and in the smallest window: of the drafts and the members there is less then."""
    app = Console()
    async with app.run_test(size=size) as pilot:
        await draft(pilot)
        shown = screen_text(app)
    assert all(f" {line}" in shown for line in ("match", "why", "name", "until"))
    assert "would hide" in shown
    assert "Esc: leave" in shown


@pytest.mark.parametrize("part", [0, 1])
async def test_a_line_is_clicked_on_to_fill_it_in(part: int) -> None:
    """On its name or behind it; the last line then says how to fill in."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot)
        row = app.screen.query_one("#why").parent
        assert row is not None
        await pilot.click(row.children[part])
        await pilot.press(*"old")
        await pilot.pause()
        assert app.screen.query_one("#why", Input).value == "old"
        assert FILL in screen_text(app)


async def test_each_draft_shows_what_it_would_hide() -> None:
    """The filter stands there as it will be written, with the count of what it takes."""
    app, preview = Console(), Preview()
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot, preview=preview)
        for made in drafts(ALERT, None):
            await app.workers.wait_for_complete()
            await pilot.pause()
            count = len(made.match)
            shown = screen_text(app)
            assert made.label in shown
            assert made.match in shown
            assert f"would hide {count:,} of 1,000 alerts ({count // 10}%), {count / 10:,.1f} a day" in shown
            await pilot.press("down")
        assert set(preview.asked) == {made.match for made in drafts(ALERT, None)}


SWARM = tuple(
    OddMember(
        msgspec.structs.replace(ALERT, id=number, src=f"203.0.113.{number}"),
        (Oddity("packets", 40, "40 packets, was 1 to 3 packets"),),
    )
    for number in range(1, 6)
)
STARRED = (msgspec.structs.replace(ALERT, id=9, src="203.0.113.99"),)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_members_that_look_different_stand_first(size: tuple[int, int]) -> None:
    """What is starred is said in a word and before all others; how many more there are stands at the end."""
    app, preview = Console(), Preview()
    preview.odd, preview.starred = SWARM, STARRED
    async with app.run_test(size=size) as pilot:
        await draft(pilot, preview=preview)
        assert_golden(app, f"draft-{size[0]}x{size[1]}")
        members = app.screen.query_one(MemberLines)
        members.focus()
        await pilot.press("G")
        await pilot.pause()
        assert "and 5 more that look different" in screen_text(app)


async def test_the_filter_is_edited_in_place() -> None:
    """What it would hide is counted anew; a filter that is none is said, and makes no rule."""
    app, preview = Console(), Preview()
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot, preview=preview)
        app.screen.query_one("#match").focus()
        await pilot.press("ctrl+u", *"dport:x", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.screen.query_one("#match").has_focus
        assert "dport" in screen_lines(app)[-2]
        assert "is no port or service" in screen_text(app)
        await pilot.press("tab", "w", "enter", "enter", "enter")
        await pilot.pause()
        assert app.answers == []
        app.screen.query_one("#match").focus()
        await pilot.press("backspace", *"80", "enter", "enter", "enter", "enter")
        await pilot.pause()
    assert app.answers[0].match == "dport:80"
    assert preview.asked[-1] == "dport:80"
    assert "dport:8" not in preview.asked, "while somebody types nothing is asked"


async def test_a_registered_network_is_among_the_drafts() -> None:
    """Whose network it is makes a rule that outlives one address."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot, network="198.51.100.0/24")
        assert "network 198.51.100.0/24" in screen_text(app)


async def test_a_rule_needs_a_reason() -> None:
    """Without one the dialog stays, and says so."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "A rule says why it is there" in screen_text(app)
        assert app.answers == []


async def test_reasons_and_ends_are_suggested() -> None:
    """The arrows bring what is often meant; typing goes on from there."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot)
        await pilot.press("enter", "down", "enter", "enter", "up", "enter")
        await pilot.pause()
    (rule,) = app.answers
    assert rule.why == REASONS[0]
    assert (rule.expires, rule.ends) == ("address-change", None)


WRONG = [
    (("enter", "w", "enter", "enter", "ctrl+u", *"soon", "enter"), '"soon" is not a date, a duration'),
    (("enter", "w", "enter", "ctrl+u", "enter", "enter"), "A rule has a name"),
    (("enter", "w", "enter", "ctrl+u", *"Old", "enter", "enter"), "Another rule has this name."),
]


@pytest.mark.parametrize(("keys", "sentence"), WRONG)
async def test_what_cannot_be_a_rule_is_said(keys: tuple[str, ...], sentence: str) -> None:
    """The dialog stays open until the rule is one, or Esc."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot, taken=["old"])
        await pilot.press(*keys)
        await pilot.pause()
        assert sentence in screen_text(app)
        assert app.answers == []


async def test_a_proposed_name_is_free() -> None:
    """A rule of a name that another one has would take its place in the file."""
    first = drafts(ALERT, None)[0]
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot, taken=[first.name.upper(), f"{first.name} 2"])
        await pilot.press("enter", "w", "enter", "enter", "enter")
        await pilot.pause()
    assert app.answers[0].name == f"{first.name} 3"


async def test_esc_goes_back_one_level_at_a_time() -> None:
    """From the reason to the drafts, from there out, without a rule."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot)
        await pilot.press("enter", "escape")
        assert app.answers == []
        await pilot.press("down", "escape")
        await pilot.pause()
        assert app.answers == [None]


async def test_a_preview_that_fails_says_so() -> None:
    """The count is missing then; the rule can still be written."""
    app, preview = Console(), Preview()
    preview.trouble = StoreError("The store [/b] is damaged.")
    async with app.run_test(size=(80, 24)) as pilot:
        await draft(pilot, preview=preview)
        assert "The store [/b] is damaged." in screen_text(app)
        await pilot.press("enter", "w", "enter", "enter", "enter")
        await pilot.pause()
    assert app.answers[0].why == "w"


async def test_strangers_text_is_shown_as_it_is() -> None:
    """The message of a signature, a system's name and a network's come from outside; so may a reason that is pasted."""
    app = Console()
    async with app.run_test(size=(80, 40)) as pilot:
        for message, system, network in batched([*HOSTILE, *map(visible, HOSTILE)], 3):
            alert = msgspec.structs.replace(ALERT, signature=Signature(message), os=Stack(system), network=network)
            await draft(pilot, alert, network=network)
            assert leaks(screen_text(app)) == []
            await pilot.press("escape")
        await draft(pilot, msgspec.structs.replace(ALERT, signature=Signature("[@click=app.quit]x[/]")))
        assert 'signature "[@click=app.quit]x[/]"' in screen_text(app)
    assert set(app.answers) == {None}
