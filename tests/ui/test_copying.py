from tests.ui.console import Console
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
