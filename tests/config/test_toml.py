"""TOML texts that people edit."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallwatch.config.toml import SIZE_MAX, Problem, line_spans, near, problems_at, read_toml, shown

TEXT = '''\
top = 1
"a=b".c = [
  "x", # ]
  """]
y""",
]

[one."two.three"] # a table
key = """
[not]
a = "header"
"""
last = {in = 1}

[[rule]]
name = 'first'
[rule.sub]
x = 1
[[rule]]
name = 'second'
'''


def test_every_key_is_found_on_its_lines():
    """Tables, arrays of tables, quoted and dotted keys, and values over several lines have their place."""
    assert line_spans(TEXT) == {
        ("top",): (1, 1),
        ("a=b",): (2, 6),
        ("a=b", "c"): (2, 6),
        ("one", "two.three"): (8, 8),
        ("one", "two.three", "key"): (9, 12),
        ("one", "two.three", "last"): (13, 13),
        ("one", "two.three", "last", "in"): (13, 13),
        ("rule", 0): (15, 15),
        ("rule", 0, "name"): (16, 16),
        ("rule", 0, "sub"): (17, 17),
        ("rule", 0, "sub", "x"): (18, 18),
        ("rule", 1): (19, 19),
        ("rule", 1, "name"): (20, 20),
    }


_VALUES = st.sampled_from(
    ["1", '"a"', "'''\n[x]\n'''", "[\n 1, # ]\n [2],\n]", '"""\na = 1\n"""', "{a = 1}", "1979-05-27"]
)
_LINES = st.lists(
    st.one_of(
        st.just("# comment = [1"),
        st.just(""),
        st.sampled_from(["[[t]]", "[[t.u]]"]),
        st.tuples(st.integers(0, 99), _VALUES).map(lambda pair: f"k{pair[0]} = {pair[1]}"),
    ),
    max_size=12,
    unique=True,
)


@given(_LINES)
def test_the_lines_of_a_key_hold_its_value(lines):
    """What stands on the lines of a key is the key with its value, whatever stands around it."""
    text = "\n".join(lines)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    for place, (first, last) in line_spans(text).items():
        value = tables
        for part in place:
            value = value[part]
        if str(place[-1]).startswith("k"):
            assert tomllib.loads("\n".join(text.split("\n")[first - 1 : last])) == {place[-1]: value}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\nb = ", 2, "no TOML"),
        ("a = 1\na = 2\n", 2, "no TOML"),
        ("a = 1\n\n[b\nc = 1", 3, "no TOML"),
        ("a = [\n1,\n", 2, "no TOML"),
        ("a = 'x\x1b'", 1, "no TOML"),
        ("a = " + "1" * 5_000, None, "no TOML"),
        ("a = " + "[" * 5_000, None, "nested"),
        (".".join("a" * 100) + " = 1", None, "nested"),
        ("a = 1" + " " * SIZE_MAX, None, "longer"),
    ],
)
def test_what_is_no_toml_is_one_problem_with_its_line(text, line, words):
    """A broken file gives no tables and one problem, at the line where it breaks if that is known."""
    tables, (problem,) = read_toml(text, "x.toml")
    assert tables == {}
    assert (problem.file, problem.line, problem.key) == ("x.toml", line, "")
    assert words in problem.sentence
    assert problem.sentence.isprintable()


@given(st.text(max_size=100) | st.text(alphabet="[]{}=\"'\n.,#a1 ", max_size=60))
def test_any_text_is_read_or_is_one_problem(text):
    """Reading never raises."""
    tables, problems = read_toml(text, "x.toml")
    assert len(problems) <= 1
    assert not (tables and problems)


def test_problems_come_in_the_order_of_their_lines():
    """A place that does not stand in the text has the line of what it is missing from."""
    wrong = {("rule", 1, "why"): "b", ("top",): "a", ("rule", 0, "sub"): "c", ("rule",): "d", ("gone",): "e"}
    assert problems_at(wrong, TEXT, "f") == (
        Problem("f", None, "gone", "e"),
        Problem("f", 1, "top", "a"),
        Problem("f", 15, "rule", "d"),
        Problem("f", 17, "rule.sub", "c"),
        Problem("f", 19, "rule.why", "b"),
    )
    assert problems_at({}, "no [ toml", "f") == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (1.5, "1.5"), ("a\x1b", '"a\\u001b"'), ({"a": [1]}, '{"a": [1]}'), ("\u202e", '"\\u202e"')],
)
def test_a_value_is_shown_harmless(value, text):
    """Values appear in sentences as they stand in the file, short and with nothing that does not show."""
    assert shown(value) == text
    assert len(shown("x" * 1_000)) < 80


def test_the_nearest_name_is_asked_for():
    """A mistyped key gets a question; a strange one gets none."""
    assert near("colour", ["color", "mouse"]) == " Did you mean color?"
    assert near("xyzzy", ["color", "mouse"]) == ""
