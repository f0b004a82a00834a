"""One ``[[rule]]``, read and checked."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from tests.filter.samples import NOW
from wallwatch.errors import FilterError, WallwatchError
from wallwatch.filter.when import DAY
from wallwatch.model.times import SECOND, from_datetime, iso
from wallwatch.noise.read import NAME_MAX, extended, new_rule, plain, read_rule

GOOD = {"name": "a", "why": "b", "match": "dport:80", "created": date(2002, 3, 1), "expires": "30d"}


@pytest.mark.parametrize(
    ("expires", "ends"),
    [
        ("30d", "2002-03-31T00:00:00+00:00"),
        ("12H", "2002-03-01T12:00:00+00:00"),
        (date(2002, 3, 9), "2002-03-10T00:00:00+00:00"),
        ("2002-03-09", "2002-03-10T00:00:00+00:00"),
        (datetime(2002, 3, 9, 12, tzinfo=UTC), "2002-03-09T12:00:01+00:00"),
        (datetime(2002, 3, 9, 12, tzinfo=timezone(timedelta(hours=2))), "2002-03-09T10:00:01+00:00"),
        (datetime(2002, 3, 9, 12), "2002-03-09T12:00:01+00:00"),  # noqa: DTZ001, TOML has local times
        ("address-change", None),
    ],
)
def test_a_rule_ends_by_date_duration_or_address(expires, ends):
    """A date holds through its day, a duration counts from ``created``, an address change has no time."""
    rule, wrong = read_rule(GOOD | {"expires": expires}, NOW)
    assert wrong == {}
    assert rule is not None
    assert (None if rule.ends is None else iso(rule.ends)) == ends


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"name": None}, "name", "has a name"),
        ({"name": 3}, "name", "has a name"),
        ({"name": " \n "}, "name", "has a name"),
        ({"name": "n" * (NAME_MAX + 1)}, "name", "at most 80"),
        ({"name": "\x1b" * NAME_MAX}, "name", "at most 80"),
        ({"why": None}, "why", "says why"),
        ({"match": None}, "match", "has a filter"),
        ({"match": " "}, "match", "hide everything"),
        ({"match": "dprt:80"}, "match", "Did you mean dport"),
        ({"match": "-noise:other dport:80"}, "match", "lean on another rule"),
        ({"created": "yesterday"}, "created", "is no date"),
        ({"created": "2h"}, "created", "is no date"),
        ({"created": 2002}, "created", "is no date"),
        ({"created": time(12)}, "created", "is no date"),
        ({"created": date(2022, 3, 1)}, "created", "in the future"),
        ({"expires": None}, "expires", "A rule ends"),
        ({"expires": "never"}, "expires", "address-change"),
        ({"expires": 30}, "expires", "is not a date"),
        ({"created": None}, "expires", "counts from created"),
        ({"enabled": "yes"}, "enabled", "true or false"),
        ({"expire": "30d"}, "expire", "Did you mean expires"),
    ],
)
def test_a_rule_with_a_mistake_is_none(change, key, words):
    """Whatever is wrong or missing in a rule, no rule comes of it, and the key is named."""
    table = {name: value for name, value in (GOOD | change).items() if value is not None}
    rule, wrong = read_rule(table, NOW)
    assert rule is None
    assert list(wrong) == [key]
    assert words in wrong[key]
    assert wrong[key].isprintable()


def test_all_mistakes_of_a_rule_are_named():
    """One reading names every key that is wrong."""
    _, wrong = read_rule({"name": 1, "why": 2, "match": 3, "created": 4, "expires": 5, "enabled": 6, "x": 7}, NOW)
    assert set(wrong) == {"name", "why", "match", "created", "expires", "enabled", "x"}


def test_a_rule_made_today_may_run_ahead_of_this_clock():
    """``created`` is in the future only by more than a day: clocks and zones differ."""
    assert read_rule(GOOD | {"created": date(2002, 3, 3)}, NOW)[0] is not None
    assert read_rule(GOOD | {"created": date(2002, 3, 4)}, NOW)[0] is None


@pytest.mark.parametrize(
    ("until", "written", "seconds"), [("2h", "2002-03-02T17:32Z", 7_200), ("1d", "2002-03-03", 86_400)]
)
def test_a_rule_is_extended_by_no_less_than_what_was_asked_for(until: str, written: str, seconds: int) -> None:
    """Hours end in the minute, days with the day."""
    now = from_datetime(datetime(2002, 3, 2, 15, 32, 30, tzinfo=UTC))
    rule = extended(new_rule("gnutella", "leftovers", "dport:6346", now=now), until, now)
    assert rule.expires == written
    assert rule.ends is not None
    assert 0 <= rule.ends - now - seconds * SECOND <= (86_400 if "T" not in written else 60) * SECOND


def test_a_new_rule_is_created_now_and_has_an_end():
    """A rule that nobody gave an end ends after thirty days."""
    rule = new_rule("gnutella", "leftovers", "dport:6346", now=NOW + 5)
    assert rule.created == NOW
    assert rule.created % SECOND == 0
    assert rule.ends == NOW + 30 * DAY
    assert rule.enabled


def test_a_rule_that_cannot_be_made_says_why():
    """A wrong filter is a ``FilterError`` with its place; another mistake is a sentence."""
    with pytest.raises(FilterError, match="no field") as mistake:
        new_rule("a", "b", "dport:80 colour:red", now=NOW)
    assert mistake.value.start == 9
    with pytest.raises(WallwatchError, match="says why"):
        new_rule("a", "", "dport:80", now=NOW)


def test_what_a_rule_says_is_one_harmless_line():
    """Names and reasons are shown as they look; a filter with what does not show is kept as it reads."""
    assert plain(" a\n\tb\x1b[2J ") == "a b\\x1b[2J"
    rule = new_rule("n\u202e", "w\n[[rule]]", 'dport:80\n"\x07"', now=NOW)
    assert (rule.name, rule.why, rule.match) == ("n\\u202e", "w [[rule]]", 'dport:80 text:"\\\\x07"')
