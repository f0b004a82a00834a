"""Configuration files, read."""

from datetime import timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallwatch.config.load import load, load_keys
from wallwatch.config.settings import Config

EVERYTHING = """
sources = ["/var/log/kern.log", "-"]
store = "/srv/wallwatch/wallwatch.db"
whois = "off"
theme = "light"
color = "mono"
mouse = true
frames = 30
frames_ssh = 2
[zones]
"/var/log/a.log" = "Europe/Berlin"
"/var/log/b.log" = "-05:30"
[prefixes]
"DROP=" = "block"
"""


def test_every_key_is_read():
    """A configuration sets each key."""
    config, problems = load(EVERYTHING, "config.toml")
    assert problems == ()
    assert config == Config(
        sources=("/var/log/kern.log", "-"),
        store=Path("/srv/wallwatch/wallwatch.db"),
        whois="off",
        theme="light",
        color="mono",
        mouse=True,
        frames=30,
        frames_ssh=2,
        zones={
            "/var/log/a.log": ZoneInfo("Europe/Berlin"),
            "/var/log/b.log": timezone(-timedelta(hours=5, minutes=30)),
        },
        prefixes={"DROP=": "block"},
    )


@pytest.mark.parametrize("text", [None, "", "# nothing\n"])
def test_without_a_file_the_defaults_apply(text):
    """A file that is missing, empty or all comments is the defaults, and no mistake."""
    assert load(text, "config.toml") == (Config(), ())


def test_amounts_are_read_in_their_units():
    """An age is microseconds, a size bytes; without them nothing is deleted."""
    config, problems = load('keep = "90d"\nmax_size = "2GB"\n', "config.toml")
    assert (config.keep, config.max_size, problems) == (7_776_000_000_000, 2_000_000_000, ())
    assert (load("", "config.toml")[0].keep, load("", "config.toml")[0].max_size) == (None, None)


def test_a_wrong_amount_is_named():
    """A number without a unit is none."""
    _, problems = load('keep = 90\nmax_size = "2 G"\n', "config.toml")
    assert [problem.sentence for problem in problems] == [
        "90 is not a duration in quotes, as 90d, 12w, 1y.",
        '"2 G" is not a size in quotes, as 500MB or 2GB.',
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        ('"-"', "3", 2, "sources", "3 is not the path of a log, a pattern of paths, journal, or ssh://host/path."),
        ('["/var/log/kern.log", "-"]', '"/var/log/kern.log"', 2, "sources", "is not a list"),
        ('"/srv/wallwatch/wallwatch.db"', '"wallwatch.db"', 3, "store", "is not the absolute path"),
        ('"/srv/wallwatch/wallwatch.db"', '"~nobody-here/x"', 3, "store", "is not the absolute path"),
        ('"off"', '"on"', 4, "whois", '"on" is not off, cache, rdap or rdap+whois.'),
        ('"light"', "false", 5, "theme", "false is not the name of a theme."),
        ("color =", "colour =", 6, "colour", "Did you mean color?"),
        ("mouse = true", 'mouse = "yes"', 7, "mouse", '"yes" is not true or false.'),
        ("frames = 30", "frames = 61", 8, "frames", "61 is not a number from 1 to 60."),
        ("frames_ssh = 2", "frames_ssh = true", 9, "frames_ssh", "true is not a number"),
        ("[zones]", "[zone]", 10, "zone", "Did you mean zones?"),
        ('"Europe/Berlin"', '"Europe/Bonn"', 11, "zones./var/log/a.log", "is not a time zone"),
        ('"Europe/Berlin"', '"../../../etc/passwd"', 11, "zones./var/log/a.log", "is not a time zone"),
        ('"Europe/Berlin"', '"Europe"', 11, "zones./var/log/a.log", "is not a time zone"),
        ('"Europe/Berlin"', "1", 11, "zones./var/log/a.log", "1 is not a time zone"),
        ('"-05:30"', '"-25:99"', 12, "zones./var/log/b.log", "is not a time zone"),
        ('"block"', '"drop"', 14, "prefixes.DROP=", "is not block, reject, allow or log."),
    ],
)
def test_a_mistake_is_named_by_file_line_and_key_and_costs_only_itself(old, new, line, key, words):
    """What is wrong keeps its default, and every other value applies."""
    assert old in EVERYTHING
    config, (problem,) = load(EVERYTHING.replace(old, new), "/home/a/config.toml")
    whole, _ = load(EVERYTHING, "config.toml")
    assert (problem.file, problem.line, problem.key) == ("/home/a/config.toml", line, key)
    assert words in problem.sentence
    names = Config.__struct_fields__
    changed = [name for name in names if getattr(config, name) != getattr(whole, name)]
    assert len(changed) == 1


def test_what_is_right_in_a_list_or_table_applies():
    """A wrong entry leaves the others of its list or table."""
    config, problems = load('sources = ["/a", 1, "/b"]\n[prefixes]\nA = "block"\nB = "no"\n', "config.toml")
    assert (config.sources, config.prefixes) == (("/a", "/b"), {"A": "block"})
    assert [problem.line for problem in problems] == [1, 4]


def test_a_broken_file_is_one_mistake_and_the_defaults():
    """A file that is no TOML is named with the line where it breaks."""
    config, (problem,) = load("mouse = true\nframes = = 3\n", "config.toml")
    assert config == Config()
    assert (problem.line, problem.key) == (2, "")


def test_a_path_may_begin_at_home(monkeypatch):
    """``~`` in the store's path is the home directory."""
    monkeypatch.setenv("HOME", "/home/someone")
    assert load('store = "~/x.db"', "config.toml")[0].store == Path("/home/someone/x.db")


def test_keys_are_read_by_their_ids():
    """An id with a dot is quoted, or stands as a dotted key."""
    text = '[keys]\n"noise.draft" = "i"\nmove.down = "j,down"\nquit = "q"\n'
    assert load_keys(text, "keys.toml") == ({"noise.draft": "i", "move.down": "j,down", "quit": "q"}, ())
    assert load_keys(None, "keys.toml") == ({}, ())


@pytest.mark.parametrize(
    ("text", "line", "key", "keys"),
    [
        ('[keys]\nquit = "q"\nhelp = 3\n', 3, "keys.help", {"quit": "q"}),
        ('[keys]\nquit = "q"\n[key]\nhelp = "h"\n', 4, "key.help", {"quit": "q"}),
        ('quit = "q"\n', 1, "quit", {}),
        ('keys = "q"\n', 1, "keys", {}),
        ("[keys\n", 1, "", {}),
    ],
)
def test_a_mistake_in_the_keys_is_named_and_the_rest_applies(text, line, key, keys):
    """Whatever is wrong in ``keys.toml``, the other keys are set."""
    found, (problem,) = load_keys(text, "keys.toml")
    assert found == keys
    assert (problem.file, problem.line, problem.key) == ("keys.toml", line, key)


_SCALARS = st.sampled_from(["1", "true", '"a"', "1.5", "[1]", "{a = 1}", "1979-05-27", '"\\u001b[2J"', "[[[]]]", '""'])
_KEYS = st.sampled_from([*Config.__struct_fields__, "other", '"\\u001b"', "zones.a", "prefixes.a", "keys.a"])


@given(st.dictionaries(_KEYS, _SCALARS, max_size=5))
def test_any_value_of_any_key_is_taken_or_named(values):
    """No value raises, and no sentence holds what does not show."""
    text = "\n".join(f"{key} = {value}" for key, value in values.items())
    for read in (load, load_keys):
        _, problems = read(text, "x.toml")
        assert all((problem.sentence + problem.key).isprintable() for problem in problems)
