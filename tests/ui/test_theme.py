import tomllib
from pathlib import Path

import pytest
from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE
from rich.color import Color as TerminalColor
from rich.color import ColorSystem
from textual._color_constants import ANSI_COLORS
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import Input, OptionList, Static

from wallwatch.ui.theme import VARIABLES, bundled, load_themes, read_theme, theme_variable_defaults

SHIPPED = ("dark", "high-contrast", "light", "mono", "terminal-dark", "terminal-light")
OWN_COLOURS = ("dark", "light", "high-contrast")
LEAST = {"high-contrast": (7.0, 7.0, 4.5)}
"""Contrast with 16 million, 256 and 16 colours, where it has to be more than what all others have."""
NOT_TEXT = ("background", "style", "scrollbar", "cursor", "border-blurred")


def channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4


def luminance(color: Color) -> float:
    red, green, blue = map(channel, color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def as_seen(color: str, system: ColorSystem) -> Color:
    """Return what a terminal with so many colours makes of ``color``."""
    seen = TerminalColor.parse(color).downgrade(system)
    palettes = {ColorSystem.EIGHT_BIT: EIGHT_BIT_PALETTE, ColorSystem.STANDARD: STANDARD_PALETTE}
    if system in palettes:
        assert seen.number is not None
        return Color(*palettes[system][seen.number])
    return Color.parse(color)


@pytest.mark.parametrize("name", OWN_COLOURS)
@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])
def test_every_text_can_be_read(name: str, system: ColorSystem) -> None:
    """With 16 million, 256 and 16 colours each text stands out from what is behind it."""
    systems = (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD)
    least = dict(zip(systems, LEAST.get(name, (4.5, 4.5, 3.0)), strict=True))[system]
    keys = tomllib.loads((bundled() / f"{name}.toml").read_text(encoding="utf-8"))
    texts = {name: value for name, value in keys["variables"].items() if not any(part in name for part in NOT_TEXT)}
    texts["foreground"] = keys["foreground"]
    for behind in ("background", "panel"):
        back = as_seen(keys[behind], system)
        faint = {name: value for name, value in texts.items() if contrast(as_seen(value, system), back) < least}
        assert faint == {}
    cursor = keys["variables"]
    row = as_seen(cursor["block-cursor-background"], system)
    assert contrast(as_seen(cursor["block-cursor-foreground"], system), row) >= least
    assert row != as_seen(keys["background"], system)


@pytest.mark.parametrize(("name", "behind"), [("terminal-dark", "#000000"), ("terminal-light", "#ffffff")])
def test_the_terminals_own_colours_can_be_read(name: str, behind: str) -> None:
    """They are the terminal's, and nobody knows them; in the palette of the first terminals they can be read."""
    keys = tomllib.loads((bundled() / f"{name}.toml").read_text(encoding="utf-8"))
    used = {value.removeprefix("ansi_") for key, value in keys["variables"].items() if key in VARIABLES}
    used |= {keys[key].removeprefix("ansi_") for key in ("primary", "accent", "warning", "error", "success")}
    palette = {name: Color(*STANDARD_PALETTE[number]) for number, name in enumerate(ANSI_COLORS)}
    assert {name for name in used - {"default"} if contrast(palette[name], Color.parse(behind)) < 3.0} == set()


@pytest.mark.parametrize("name", ["mono", "terminal-dark", "terminal-light"])
def test_a_theme_of_the_terminals_names_no_colour_of_its_own(name: str) -> None:
    """Every colour is one of the terminal's, and mono knows none but the letters' own."""
    keys = tomllib.loads((bundled() / f"{name}.toml").read_text(encoding="utf-8"))
    colours = {
        value for key, value in (keys | keys["variables"]).items() if isinstance(value, str) and "style" not in key
    }
    assert all(value.startswith("ansi_") for value in colours)
    assert name != "mono" or colours == {"ansi_default"}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_theme_has_no_mistake_and_sets_every_colour_of_ours(name: str) -> None:
    """A shipped theme is an example to copy, so it holds all there is to set."""
    theme, problems = read_theme(bundled() / f"{name}.toml")
    assert problems == ()
    assert theme is not None
    assert theme.name == name
    assert set(theme.variables) >= set(VARIABLES)


def test_the_shipped_themes_come_first(tmp_path: Path) -> None:
    """The user's file of the same name is registered later, and so wins."""
    (tmp_path / "dark.toml").write_text('primary = "#010203"')
    themes, problems = load_themes(tmp_path)
    assert [theme.name for theme in themes] == [*SHIPPED, "dark"]
    assert themes[-1].primary == "#010203"
    assert problems == ()


def test_no_directory_of_the_user_is_no_mistake(tmp_path: Path) -> None:
    """Most people have no themes of their own."""
    assert load_themes(tmp_path / "none") == load_themes(None)


MISTAKES = [
    ('primry = "#ffffff"', "primry", 1, "no such key. did you mean primary?"),
    ('\nprimary = "bleu"', "primary", 2, "not a colour"),
    ("primary = 3", "primary", 1, "not a colour"),
    ('dark = "yes"', "dark", 1, "not true or false"),
    ("variables = 3", "variables", 1, "no such key"),
    ('[variables]\nshwon = "red"', "variables.shwon", 2, "no such variable"),
    ('[variables]\nshown = "#12"', "variables.shown", 2, "not a colour"),
    ('[variables]\nshown = "red blue"', "variables.shown", 2, "not a colour"),
    ('[variables]\nshown = "red; } * { display: none"', "variables.shown", 2, "not a colour"),
    ('[variables]\nblock-cursor-text-style = "loud"', "variables.block-cursor-text-style", 2, "not a text style"),
    ("[variables]\nlink-style = 1", "variables.link-style", 2, "not a text style"),
]


@pytest.mark.parametrize(("text", "key", "line", "words"), MISTAKES)
def test_a_mistake_is_named_with_file_line_and_key(tmp_path: Path, text: str, key: str, line: int, words: str) -> None:
    """What is wrong is left out and named."""
    path = tmp_path / "mine.toml"
    path.write_text(text)
    theme, (problem,) = read_theme(path)
    assert (problem.file, problem.line, problem.key) == (str(path), line, key)
    assert words in problem.sentence.lower()
    assert theme is not None


@pytest.mark.parametrize("content", [b"primary = ", b"\xff\xfe", b"[variables\n", b"a = " + b"[" * 9_000])
def test_a_file_that_is_no_toml_gives_no_theme(tmp_path: Path, content: bytes) -> None:
    """One broken file takes no other with it."""
    (tmp_path / "broken.toml").write_bytes(content)
    themes, (problem,) = load_themes(tmp_path)
    assert [theme.name for theme in themes] == list(SHIPPED)
    assert problem.file == str(tmp_path / "broken.toml")


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A directory of that name is no theme."""
    (tmp_path / "folder.toml").mkdir()
    _, (problem,) = load_themes(tmp_path)
    assert problem.sentence == "The theme cannot be read: Is a directory."


def test_the_rest_of_a_file_applies(tmp_path: Path) -> None:
    """A mistake costs its own line, not the theme."""
    path = tmp_path / "mine.toml"
    path.write_text('primary = "no"\naccent = "red"\n[variables]\nshown = "bad one"\nodd = "auto 60%"\n')
    theme, problems = read_theme(path)
    assert theme is not None
    assert theme.accent == "red"
    assert theme.variables == {"odd": "auto 60%"}
    assert len(problems) == 2


class Painted(App[None]):
    """An app whose style sheet uses every variable of ours."""

    CSS = "\n".join(f"#{name} {{ color: ${name}; }}" for name in VARIABLES)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme_variable_defaults()

    def compose(self) -> ComposeResult:
        yield Input()
        yield OptionList("one")
        for name in VARIABLES:
            yield Static(name, id=name, markup=False)


async def test_every_theme_can_be_put_on(tmp_path: Path) -> None:
    """What the check lets through never breaks the style sheets; Textual's own themes have our colours as well."""
    (tmp_path / "mine.toml").write_text("\n".join(text for text, *_ in MISTAKES if "[" not in text))
    (tmp_path / "odd.toml").write_text('[variables]\nshown = "auto 87%"\nodd = "ansi_red 40%"\nlink-style = "not b"\n')
    app = Painted()
    async with app.run_test() as pilot:
        for theme in load_themes(tmp_path)[0]:
            app.register_theme(theme)
        for name in app.available_themes:
            app.theme = name
            await pilot.pause()
            assert app.theme_variables.keys() >= VARIABLES.keys()
        app.theme = "light"
        await pilot.pause()
        assert app.query_one("#failed").styles.color == Color.parse("#af0000")
