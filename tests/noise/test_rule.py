"""One noise rule."""

import pytest

from tests.filter.samples import NOW
from wallwatch.filter.parse import parse_query
from wallwatch.noise.rule import ADDRESS_CHANGE, NoiseRule


@pytest.mark.parametrize(
    ("enabled", "ends", "in_force"),
    [(True, None, True), (True, NOW + 1, True), (True, NOW, False), (True, NOW - 1, False), (False, None, False)],
)
def test_a_rule_is_in_force_until_it_ends(enabled, ends, in_force):
    """A rule hides while it is enabled and before the microsecond in which it ends."""
    rule = NoiseRule(
        name="a",
        why="b",
        match="dport:1",
        query=parse_query("dport:1"),
        created=None,
        expires="2002-03-02",
        ends=ends,
        enabled=enabled,
    )
    assert rule.in_force(NOW) is in_force


@pytest.mark.parametrize(
    ("expires", "created", "changed", "in_force"),
    [
        (ADDRESS_CHANGE, NOW - 5, NOW - 4, False),
        (ADDRESS_CHANGE, NOW - 5, NOW - 6, True),
        (ADDRESS_CHANGE, NOW - 5, None, True),
        (ADDRESS_CHANGE, None, NOW - 4, True),
        ("30d", NOW - 5, NOW - 4, True),
    ],
)
def test_a_rule_for_an_address_ends_with_it(expires, created, changed, in_force):
    """What was made for the old address does not hide what calls the new one; a rule made since does."""
    query = parse_query("dport:1")
    rule = NoiseRule(name="a", why="b", match="dport:1", query=query, created=created, expires=expires, ends=None)
    assert rule.in_force(NOW, changed) is in_force
