"""``noise.toml``."""

from typing import Final

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.filter.samples import NOW, QUERIES
from tests.noise.samples import NOISE
from wallwatch.config.toml import SIZE_MAX
from wallwatch.errors import ConfigError
from wallwatch.filter.parse import parse_query
from wallwatch.noise.read import NAME_MAX, new_rule, plain
from wallwatch.noise.rules import RULES_MAX, find_rule, names_of, parse_rules, with_rule, without_rule

MINE: Final = new_rule("mine", "a test", "dport:9", now=NOW)


def named(text: str) -> list[str]:
    rules, problems = parse_rules(text, NOW)
    assert problems == ()
    return [rule.name for rule in rules]


def test_a_file_is_read_in_its_order():
    """All rules come out, ended and disabled ones too."""
    rules, problems = parse_rules(NOISE, NOW)
    assert problems == ()
    assert [(rule.name, rule.expires, rule.in_force(NOW)) for rule in rules] == [
        ("gnutella", "address-change", True),
        ("printer", "30d", False),
        ("ended", "2002-02-28", False),
    ]
    assert rules[1].why == "A printer that looks for updates."
    assert rules[0].query == parse_query("dport:6346-6347 proto:tcp")


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "left"),
    [
        ('"dport:80"', '"dport:8O"', 26, "rule.match", ["gnutella", "printer"]),
        ('why = "was over in February"\n', "", 23, "rule.why", ["gnutella", "printer"]),
        ('name = "ended"', 'name = "Gnutella"', 24, "rule.name", ["gnutella", "printer"]),
        ('expires = "30d"', 'expires = "soon"', 20, "rule.expires", ["gnutella", "ended"]),
        ("enabled = false", "enabld = false", 21, "rule.enabld", ["gnutella", "ended"]),
        ("# that is all", "[other]\nx = 1", 28, "other", ["gnutella", "printer", "ended"]),
        ("# that is all", "[[rule]]", 28, "rule.name", ["gnutella", "printer", "ended"]),
    ],
)
def test_a_mistake_is_named_by_line_and_key_and_the_rest_holds(old, new, line, key, left):
    """A rule with a mistake is left out; the others are read."""
    assert old in NOISE
    rules, problems = parse_rules(NOISE.replace(old, new), NOW, "noise.toml")
    assert [rule.name for rule in rules] == left
    assert (problems[0].file, problems[0].key) == ("noise.toml", key)
    assert problems[0].line == line


@pytest.mark.parametrize(
    "text", ['rule = "x"', "[rule]\nname = 'a'", "rule = [1]", "x = 1", "[[rules]]\nname = 'a'", "[[rule"]
)
def test_a_file_of_another_shape_has_no_rules_and_one_problem(text):
    """What is not ``[[rule]]`` is named, and hides nothing."""
    rules, problems = parse_rules(text, NOW)
    assert rules == ()
    assert [problem.line for problem in problems] == [1]


def test_a_file_has_a_size():
    """A huge file is refused as one; rules beyond the thousandth are named."""
    assert "longer than" in parse_rules("#" * (SIZE_MAX + 1), NOW)[1][0].sentence
    one = "[[rule]]\nname = '{}'\nwhy = 'w'\nmatch = 'ttl:1'\nexpires = 2002-03-09\n"
    rules, problems = parse_rules("".join(one.format(number) for number in range(RULES_MAX + 2)), NOW)
    assert len(rules) == RULES_MAX
    assert len(problems) == 2


def test_the_values_of_all_rules_have_a_bound():
    """Together the rules fit into one statement of SQLite."""
    match = "ttl:" + ",".join("1" for _ in range(900))
    one = "[[rule]]\nname = '{}'\nwhy = 'w'\nmatch = '{}'\nexpires = 2002-03-09\n"
    rules, problems = parse_rules("".join(one.format(number, match) for number in range(10)), NOW)
    assert len(rules) == 8
    assert {problem.key for problem in problems} == {"rule.name"}


def test_a_new_rule_is_written_at_the_end():
    """Nothing that stands in the file is touched."""
    text = with_rule(NOISE, MINE)
    assert text.startswith(NOISE)
    assert named(text) == ["gnutella", "printer", "ended", "mine"]
    assert text[len(NOISE) :] == (
        '\n[[rule]]\nname = "mine"\nwhy = "a test"\nmatch = "dport:9"\n'
        'created = 2002-03-02T15:52:54Z\nexpires = "30d"\nenabled = true\n'
    )
    assert with_rule("", MINE) == text[len(NOISE) + 1 :]


def test_a_changed_rule_keeps_its_place_and_its_comments():
    """Only the keys that differ are written again."""
    printer = parse_rules(NOISE, NOW)[0][1]
    text = with_rule(NOISE, msgspec.structs.replace(printer, enabled=True))
    assert text == NOISE.replace("enabled = false # until", "enabled = true # until")
    text = with_rule(NOISE, msgspec.structs.replace(parse_rules(NOISE, NOW)[0][0], enabled=False))
    assert text == NOISE.replace('"address-change"\n', '"address-change"\nenabled = false\n')
    assert with_rule(NOISE, printer) == NOISE


def test_a_broken_rule_of_the_same_name_is_mended():
    """A rule that could not be read is written over key by key."""
    broken = NOISE.replace('"dport:80"', '"dport:8O"')
    text = with_rule(broken, new_rule("Ended", "again", "dport:81", now=NOW))
    assert [rule.match for rule in parse_rules(text, NOW)[0]][2] == "dport:81"
    strange = NOISE.replace("expires = 2002-02-28", "expires = 2002-02-28\ncolour = 1")
    assert named(with_rule(strange, new_rule("ended", "again", "dport:81", now=NOW)))[2] == "ended"
    assert "# that is all" in text


@pytest.mark.parametrize("name", ["gnutella", "PRINTER", "ended"])
def test_a_removed_rule_takes_nothing_with_it(name):
    """Every comment between rules is still there, and the other rules in their order."""
    text = without_rule(NOISE, name)
    assert named(text) == [other for other in ("gnutella", "printer", "ended") if other != name.lower()]
    for comment in ("# What we know", "# Our address", "# The neighbour", "# that is all"):
        assert comment in text


def test_what_was_added_can_be_taken_out_without_a_trace():
    """Undo gives the file back as it was; a rule that is not there is not missed."""
    assert without_rule(with_rule(NOISE, MINE), "mine") == NOISE
    assert without_rule(with_rule("", MINE), "mine") == ""
    assert without_rule(NOISE, "mine") == NOISE


@pytest.mark.parametrize("text", ["[[rule", "rule = [{name = 'mine'}]", "rule = []", "[rule]\nname = 'mine'"])
def test_a_file_that_cannot_be_edited_is_left_alone(text):
    """The error says to mend the file by hand."""
    for edit in (lambda: with_rule(text, MINE), lambda: without_rule(text, "mine")):
        with pytest.raises(ConfigError, match="by hand"):
            edit()


HOSTILE: Final = st.text(min_size=1, max_size=60) | st.sampled_from(
    [
        '"',
        "'''",
        '"""',
        "\\",
        "a\n[[rule]]\nname = 'x'",
        "]]\n",
        "#",
        "\x1b]0;x\x07",
        "\u202e",
        "\ud800",
        "$(id)",
        "a = 1",
    ]
)


@given(HOSTILE.filter(str.strip), HOSTILE.filter(str.strip), QUERIES.filter(str.strip))
def test_no_name_reason_or_filter_breaks_the_file(name, why, match):
    """Whatever a rule is called, it is read back as it was written, and the rules before it stay."""
    query = parse_query(match)
    if any(term.field == "noise" for term in query.terms):
        query = parse_query("dport:80")
    assume(len(plain(name)) <= NAME_MAX)
    rule = new_rule(name, why, query.text(), now=NOW)
    rules, problems = parse_rules(with_rule(NOISE, rule), NOW)
    assert problems == ()
    assert rules[-1] == rule
    assert without_rule(with_rule(NOISE, rule), rule.name) == NOISE


@given(st.text(max_size=200) | st.text(alphabet="[]rule=\"'\n# a{}.,1", max_size=80))
def test_any_text_is_read_without_raising(text):
    """A ``noise.toml`` of rubbish has problems and no rules."""
    rules, problems = parse_rules(text, NOW)
    assert rules == ()
    assert all(problem.sentence.isprintable() for problem in problems)


def test_a_rule_is_found_as_it_stands():
    """Whatever the case of its name; one with a mistake is told with its mistake."""
    found = find_rule(NOISE, "Gnutella", NOW)
    assert found is not None
    assert found.match == "dport:6346-6347 proto:tcp"
    assert find_rule(NOISE, "nobody", NOW) is None
    with pytest.raises(ConfigError, match=r"ended has a mistake in .*is no port or service.* Mend it by hand"):
        find_rule(NOISE.replace('"dport:80"', '"dport:8O"'), "ended", NOW)


def test_the_names_are_those_of_all_rules_that_stand_there():
    """Those with a mistake among them; of what is no TOML there are none."""
    assert names_of(NOISE.replace('"dport:80"', '"dport:8O"')) == {"gnutella", "printer", "ended"}
    assert names_of("[[rule") == frozenset()
