import pytest

from wallwatch import paths
from wallwatch.cli.looks import keeper, looks
from wallwatch.cli.screen_options import Asked
from wallwatch.config import Config, Problem

CASES = [
    ({"TERM": "xterm-256color"}, Config(), Asked(), {"colors": "256", "suits": "dark", "frames": 10}),
    ({"TERM": "xterm", "COLORFGBG": "0;15"}, Config(), Asked(), {"colors": "16", "suits": "terminal-light"}),
    ({"SSH_CONNECTION": "a b c d"}, Config(frames_ssh=2), Asked(), {"frames": 2}),
    ({"TERM": "linux"}, Config(theme="light"), Asked(), {"theme": "light", "ascii": True}),
    ({}, Config(theme="light", mouse=True), Asked(color="mono", mouse=False), {"theme": None, "mouse": False}),
    ({}, Config(), Asked(inline=True, plain_frames=True), {"inline": True, "plain_frames": True}),
]


@pytest.mark.parametrize(("says", "config", "asked", "expected"), CASES)
def test_the_screen_looks_as_the_terminal_the_configuration_and_the_person_say(
    says, config, asked, expected, monkeypatch
):
    """What was asked for comes first, then the configuration; the terminal has the last word on what it can."""
    for name in ("COLORFGBG", "COLORTERM", "NO_COLOR", "SSH_CONNECTION", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"LANG": "C.UTF-8", "TERM": "xterm", **says}.items():
        monkeypatch.setenv(name, value)
    found = looks(config, asked)
    assert {key: found[key] for key in expected} == expected


def test_a_decision_is_kept_in_the_configuration_unless_nothing_may_be_written():
    """And where it is kept is said."""
    paths.config_directory().mkdir(parents=True, mode=0o700)
    path = paths.config_directory() / "config.toml"
    assert keeper("theme", Asked(read_only=True))("light") == "This holds until you leave."
    assert not path.exists()
    assert keeper("theme", Asked())("light") == f'Kept in {path}: theme = "light"'
    assert path.read_text() == 'theme = "light"\n'


def written(text: str) -> None:
    """Write a configuration."""
    paths.config_directory().mkdir(parents=True, mode=0o700, exist_ok=True)
    (paths.config_directory() / "config.toml").write_text(text)


def test_what_the_configuration_says_meanwhile_is_asked_again(monkeypatch):
    """The theme holds at once; what cannot is named with its line, unless the command line has decided it."""
    monkeypatch.setenv("TERM", "xterm-256color")
    written("")
    wish = looks(Config(), Asked(mouse=True))["wish"]
    assert (wish().theme, wish().problems) == (None, ())
    written('theme = "light"\n\ncolor = "16"\nmouse = true\n')
    file = str(paths.config_directory() / "config.toml")
    assert wish().theme == "light"
    assert wish().place == (file, 1)
    assert wish().problems == (Problem(file, 3, "color", "This holds from the next start."),)
    assert looks(Config(), Asked(color="mono"))["wish"]().theme is None


def test_a_mistake_in_it_is_named():
    """With its place, as at the start."""
    written("theme = 5\n")
    wish = looks(Config(theme="light"), Asked())["wish"]()
    assert [(problem.line, problem.key) for problem in wish.problems] == [(1, "theme")]
    written("theme =\n")
    assert [problem.key for problem in looks(Config(theme="light"), Asked())["wish"]().problems] == [""]
