import pytest

from wallwatch.ui.look import adopt, colors_of, is_plain, look_of

TERMS = [
    ("xterm", "16"),
    ("xterm-256color", "256"),
    ("screen", "16"),
    ("screen-256color", "256"),
    ("tmux-256color", "256"),
    ("xterm-direct", "truecolor"),
    ("linux", "16"),
    ("rxvt-unicode-256color", "256"),
    ("vt100", "mono"),
    ("vt220", "mono"),
    ("xterm-mono", "mono"),
    ("linux-m", "mono"),
    ("dumb", "mono"),
    ("a terminal of tomorrow", "16"),
    ("", "16"),
]


@pytest.mark.parametrize(("term", "colors"), TERMS)
def test_a_terminal_is_known_by_its_name(term: str, colors: str) -> None:
    """What is not known has the sixteen colours that all have."""
    assert colors_of({"TERM": term}, "auto") == colors


ORDER = [
    ("256", {"NO_COLOR": "1", "COLORTERM": "truecolor", "TERM": "vt100"}, "256"),
    ("mono", {"COLORTERM": "truecolor", "TERM": "xterm-256color"}, "mono"),
    ("auto", {"NO_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm-256color"}, "mono"),
    ("auto", {"NO_COLOR": "0", "TERM": "xterm-256color"}, "mono"),
    ("auto", {"NO_COLOR": "", "COLORTERM": "truecolor", "TERM": "xterm"}, "truecolor"),
    ("auto", {"COLORTERM": "24bit", "TERM": "vt100"}, "truecolor"),
    ("auto", {"COLORTERM": "yes", "TERM": "xterm-256color"}, "256"),
    ("auto", {}, "16"),
]


@pytest.mark.parametrize(("color", "environ", "colors"), ORDER)
def test_the_user_comes_first_then_no_color_then_colorterm_then_term(
    color: str, environ: dict[str, str], colors: str
) -> None:
    """Who gives an option means it; NO_COLOR counts with any value but an empty one."""
    assert colors_of(environ, color) == colors


THEMES = [
    ({"TERM": "xterm-256color"}, "dark"),
    ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, "dark"),
    ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "light"),
    ({"TERM": "rxvt", "COLORFGBG": "0;default;7"}, "terminal-light"),
    ({"TERM": "linux"}, "terminal-dark"),
    ({"TERM": "vt100"}, "mono"),
    ({"TERM": "xterm-256color", "COLORFGBG": "0;15", "NO_COLOR": "1"}, "mono"),
]


@pytest.mark.parametrize(("environ", "suits"), THEMES)
def test_a_theme_suits_the_terminal(environ: dict[str, str], suits: str) -> None:
    """By how many colours it has, and by its background where it tells."""
    assert look_of(environ, "auto", None).suits == suits


def test_the_users_theme_is_worn_where_there_are_colours() -> None:
    """Without colours a theme that tells things apart by them would say nothing."""
    assert look_of({"TERM": "xterm"}, "auto", "light").theme == "light"
    assert look_of({"TERM": "vt100"}, "auto", "light").theme is None


@pytest.mark.parametrize(
    ("color", "system", "no_color"),
    [("truecolor", "truecolor", None), ("256", "256", None), ("16", "standard", None), ("mono", "standard", "1")],
)
def test_textual_is_told_by_the_environment(color: str, system: str, no_color: str | None) -> None:
    """An option for colours takes NO_COLOR back, so that Textual does not obey it still."""
    environ = {"NO_COLOR": "1"}
    adopt(colors_of(environ, color), environ)
    assert environ["TEXTUAL_COLOR_SYSTEM"] == system
    assert environ.get("NO_COLOR") == no_color
    assert int(environ["TEXTUAL_FPS"]) > 60


def test_the_user_may_have_fewer_frames():
    """Textual's own variable is left as it is found."""
    environ = {"TEXTUAL_FPS": "30"}
    adopt("256", environ)
    assert environ["TEXTUAL_FPS"] == "30"


PLAIN = [
    ({"LANG": "en_US.UTF-8"}, False),
    ({"LANG": "en_US.utf8", "TERM": "tmux-256color"}, False),
    ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, True),
    ({"LC_ALL": "C.UTF-8", "LANG": "C"}, False),
    ({"LC_ALL": "", "LC_CTYPE": "de_DE.ISO-8859-1", "LANG": "de_DE.UTF-8"}, True),
    ({"LANG": "POSIX"}, True),
    ({}, True),
    ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, True),
    ({"LC_CTYPE": "C.UTF-8", "LANG": "de_DE.UTF-8"}, False),
    ({"LANG": "en_US.UTF-8", "TERM": "linux"}, True),
    ({"LANG": "en_US.UTF-8", "TERM": "vt100"}, True),
]


@pytest.mark.parametrize(("environ", "plain"), PLAIN)
def test_ascii_has_to_do_where_the_locale_or_the_terminal_has_no_more(environ: dict[str, str], *, plain: bool) -> None:
    """The locale is the user's own, not the one that Python takes where there is none (PEP 538)."""
    assert is_plain(environ) == plain
