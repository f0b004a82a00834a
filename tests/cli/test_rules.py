import pytest

from wallwatch.cli.rules import Rules
from wallwatch.errors import WallwatchError
from wallwatch.noise.read import new_rule

NOW = 1_700_000_000_000_000
DAY = 86_400_000_000


def test_a_rule_is_written_found_and_taken_out(tmp_path):
    """What else stands in the file stays."""
    path = tmp_path / "noise.toml"
    path.write_text("# mine\n")
    rules = Rules.load(path)
    rules.write(new_rule("Gnutella", "noise", "dport:6346", now=NOW))
    assert Rules.load(path).get("gnutella").match == "dport:6346"
    rules.remove(rules.get("gnutella"))
    assert path.read_text().startswith("# mine")
    assert Rules.load(path).find("gnutella") is None


def test_a_rule_that_is_not_there_is_told_with_those_that_are(tmp_path):
    """For whoever mistyped it."""
    rules = Rules.load(tmp_path / "noise.toml")
    with pytest.raises(WallwatchError, match="There is none yet"):
        rules.get("gnutela")
    rules.write(new_rule("gnutella", "noise", "dport:6346", now=NOW))
    with pytest.raises(WallwatchError, match="There are: gnutella"):
        rules.get("gnutela")


def test_what_somebody_else_writes_meanwhile_is_not_lost(tmp_path):
    """The second one is told to try again."""
    path = tmp_path / "noise.toml"
    mine, theirs = Rules.load(path), Rules.load(path)
    theirs.write(new_rule("theirs", "noise", "dport:1", now=NOW))
    with pytest.raises(WallwatchError, match="was changed meanwhile"):
        mine.write(new_rule("mine", "noise", "dport:2", now=NOW))
    assert [rule.name for rule in Rules.load(path).all] == ["theirs"]


def test_a_rule_is_in_force_disabled_or_ended():
    """One for the old address ends with a new one."""
    rule = new_rule("x", "noise", "dport:1", now=NOW, expires="30d")
    assert rule.state(NOW + DAY) == "in force"
    assert rule.state(NOW + 31 * DAY) == "ended"
    leftover = new_rule("x", "noise", "dport:1", now=NOW, expires="address-change")
    assert leftover.state(NOW + 400 * DAY) == "in force"
    assert leftover.state(NOW + 400 * DAY, NOW + DAY) == "ended"
