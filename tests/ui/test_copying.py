from tests.ui.console import Console
from tests.ui.terminal import terminal_of
from wallwatch.ui.copying import copied


async def test_text_goes_to_the_clipboard_and_to_a_file(tmp_path):
    """Where the file cannot be written, that is said; the clipboard has it all the same."""
    tmp_path.chmod(0o700)
    app = Console()
    async with app.run_test():
        assert copied(app, None, "x") == ("Copied: x", True)
        assert copied(app, tmp_path / "copied", "y\n") == (f"Copied (also to {tmp_path}/copied): y\n", True)
        assert (tmp_path / "copied").read_text() == "y\n"
        sentence, is_whole = copied(app, tmp_path, "z")
        assert sentence.startswith(f"Copied, but not to {tmp_path}")
        assert not is_whole
        assert app.clipboard == "z"


COPIES = """
    import os
    from textual.app import App
    from wallwatch.ui.copying import copied
    from wallwatch.ui.guard import SafeDriver

    class Copies(App):
        def on_ready(self):
            copied(self, None, "x")
            os.environ["TMUX"] = "/tmp/tmux,1,0"
            copied(self, None, "y")
            self.set_timer(0.1, self.exit)

    Copies(driver_class=SafeDriver).run()
"""


def test_inside_tmux_it_goes_past_tmux_as_well(monkeypatch):
    """Tmux keeps OSC 52 from programs unless it is told otherwise, and hands on what is wrapped for it."""
    monkeypatch.delenv("TMUX", raising=False)
    with terminal_of(COPIES) as terminal:
        terminal.until_ended()
    assert "\x1b]52;c;eA==\a" in terminal.painted
    assert "\x1bPtmux;\x1b\x1b]52;c;eQ==\a\x1b\\" in terminal.painted
    assert "\x1b\x1b]52;c;eA==" not in terminal.painted
