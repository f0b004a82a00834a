import msgspec
import pytest
from textual.app import ComposeResult
from textual.screen import Screen

from tests.ui.alerts import an_alert
from tests.ui.console import Console
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from wallwatch.engine.preview import OddMember, Preview
from wallwatch.noise.shape import Oddity, Shape
from wallwatch.text import visible
from wallwatch.ui.widgets.member_lines import ALIKE, CROWDED, LOOKING, NOTHING, TOO_FEW, MemberLines, hides

COUNTED = Preview(90, 300, 100, 320, 3.0)
WHOLE = msgspec.structs.replace(COUNTED, shape=Shape(90, {}), is_whole=True)

ONE_ODD = msgspec.structs.replace(WHOLE, days=0.5, odd_alerts=1)


class Holder(Console):
    """An app that shows the lines."""

    def get_default_screen(self) -> Screen[None]:
        return Page()


class Page(Screen[None]):
    """A screen with the lines."""

    def compose(self) -> ComposeResult:
        yield MemberLines()


async def shown(*found: Preview, trouble: str = "") -> str:
    app = Holder()
    async with app.run_test(size=(80, 10)) as pilot:
        for each in found or (None,):
            app.screen.query_one(MemberLines).show(each, trouble)
        await pilot.pause()
        return screen_text(app)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Preview(0, 0, 100, 320, 0.0, is_whole=True), NOTHING),
        (COUNTED, LOOKING),
        (msgspec.structs.replace(COUNTED, is_whole=True), TOO_FEW),
        (WHOLE, ALIKE),
        (msgspec.structs.replace(WHOLE, odd_alerts=1, odd=(OddMember(an_alert(), ()),)), CROWDED),
    ],
)
async def test_where_nobody_stands_out_it_is_said_why(found: Preview, sentence: str) -> None:
    """Nothing to hide, not looked at yet, too few to tell, all alike, or only many of one source."""
    assert sentence in " ".join((await shown(found)).split())


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (COUNTED, "would hide 90 of 100 alerts (90%), 30.0 a day"),
        (
            msgspec.structs.replace(WHOLE, days=0.5, odd_alerts=1),
            "would hide 90 of 100 alerts (90%); 1 looks different",
        ),
        (
            msgspec.structs.replace(WHOLE, days=0.0, odd_alerts=2, starred_alerts=1),
            "would hide 90 of 100 alerts (90%); 1 STARRED; 2 look different",
        ),
        (
            msgspec.structs.replace(WHOLE, odd_alerts=2, is_whole=False),
            "would hide 90 of 100 alerts (90%), 30.0 a day; 2 look different so far",
        ),
    ],
)
def test_what_would_be_hidden_in_one_line(found: Preview, words: str) -> None:
    """Of less than a day nobody can say how many a day there are."""
    assert hides(found) == words


async def test_trouble_and_waiting_stand_in_the_heading() -> None:
    """There is nothing below then."""
    assert (await shown()).splitlines()[0].strip() == "..."
    assert "The store [/b] is damaged." in await shown(trouble="The store [/b] is damaged.")


async def test_what_is_starred_comes_first_and_how_many_more() -> None:
    """In a word, not in a colour alone."""
    found = msgspec.structs.replace(
        WHOLE,
        starred=(an_alert(),),
        starred_alerts=3,
        odd=(OddMember(an_alert(id=2, src="203.0.113.9"), (Oddity("flags", "F", "flags F, was flags S"),)),),
        odd_alerts=8,
    )
    app = Holder()
    async with app.run_test(size=(80, 10)) as pilot:
        app.screen.query_one(MemberLines).show(found)
        await pilot.pause()
        assert [line[2:].lstrip() for line in screen_lines(app)[1:5]] == [
            "STARRED 03-02 15:32:54 198.51.100.7 > 192.0.2.1:6346",
            "and 2 more starred alerts",
            "03-02 15:32:54 203.0.113.9 > 192.0.2.1:6346  flags F, was flags S",
            "and 7 more that look different",
        ]


async def test_those_that_are_found_first_are_shown_first() -> None:
    """While the others are looked for, that is said below them."""
    found = msgspec.structs.replace(WHOLE, odd_alerts=1, odd=(OddMember(an_alert(), ()),), is_whole=False)
    first = " ".join((await shown(found)).split())
    assert CROWDED in first
    assert LOOKING in first
    assert LOOKING not in await shown(found, msgspec.structs.replace(found, is_whole=True))


async def test_strangers_text_is_shown_as_it_is() -> None:
    """A stack's name comes from a stranger's log."""
    app = Holder()
    async with app.run_test(size=(80, 10)) as pilot:
        for text in map(visible, HOSTILE):
            member = OddMember(an_alert(), (Oddity("stack", text, f"{text}, was Windows"),))
            app.screen.query_one(MemberLines).show(msgspec.structs.replace(WHOLE, odd=(member,), odd_alerts=1))
            await pilot.pause()
            assert leaks(screen_text(app)) == []
