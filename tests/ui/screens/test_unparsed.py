from tests.ui.console import Console
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from wallwatch.store.unparsed import UnparsedRow
from wallwatch.text import visible
from wallwatch.ui.screens.unparsed import UnparsedScreen


def row(text: str, start: int = 0) -> UnparsedRow:
    return UnparsedRow("kern.log", "1", start, start + len(text), text)


async def test_lines_are_shown_in_full_with_their_place() -> None:
    """The byte tells where to look in the file; a long line goes on below."""
    app = Console()
    async with app.run_test(size=(60, 12)) as pilot:
        app.push_screen(UnparsedScreen("kern.log", [row("kernel: IN= " + "OUT= " * 20, 4096), row("kernel: [UFW")]))
        await pilot.pause()
        lines = screen_lines(app)
        assert lines[0] == " NOT UNDERSTOOD  newest 2 of kern.log"
        assert lines[1].startswith(" >4096: kernel: IN= OUT= OUT=")
        assert lines[3] == "  OUT="
        assert lines[4] == "  0: kernel: [UFW"


async def test_a_line_that_may_be_forged_says_so() -> None:
    """Before its text, where the place is."""
    app = Console()
    async with app.run_test(size=(80, 12)) as pilot:
        forged = UnparsedRow("kern.log", "1", 7, 40, "sshd[4]: user kernel: IN=", forged=True)
        app.push_screen(UnparsedScreen("kern.log", [forged, row("kernel: [UFW")]))
        await pilot.pause()
        assert screen_lines(app)[1] == " >7: possible forgery: sshd[4]: user kernel: IN="
        assert screen_lines(app)[2] == "  0: kernel: [UFW"


async def test_no_line_is_said_in_words() -> None:
    """An empty list says what it is empty of."""
    app = Console()
    async with app.run_test(size=(80, 12)) as pilot:
        app.push_screen(UnparsedScreen("kern.log", []))
        await pilot.pause()
        assert "All lines that were kept of this source were understood." in screen_text(app)


async def test_esc_goes_back() -> None:
    """And so does every key that means back."""
    app = Console()
    async with app.run_test() as pilot:
        for key in ("escape", "h", "left", "q"):
            app.push_screen(UnparsedScreen("kern.log", []))
            await pilot.press(key)
            await pilot.pause()
            assert not isinstance(app.screen, UnparsedScreen)
        assert app.done == []


async def test_a_strangers_line_is_text() -> None:
    """What could not be understood is what attackers play with."""
    app = Console()
    async with app.run_test(size=(80, 60)) as pilot:
        app.push_screen(UnparsedScreen("kern.log", [row(visible(text)) for text in HOSTILE]))
        await pilot.pause()
        assert leaks(screen_text(app)) == []
        assert "0: [@click=app.quit]x[/]" in screen_text(app)
        assert "0: [UFW BLOCK] IN=eth0" in screen_text(app)
        app.push_screen(UnparsedScreen("kern.log", [row(text) for text in HOSTILE]))
        await pilot.pause()
        assert leaks(screen_text(app)) == []
