import pytest

from tests.ui.alerts import MOMENT, an_alert
from wallwatch.errors import WallwatchError
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.noise.templates import TEMPLATES, rule_of, template

NOW = MOMENT


@pytest.mark.parametrize("chosen", TEMPLATES, ids=lambda chosen: chosen.name)
def test_every_template_is_a_rule(chosen):
    """Its filter can be read, it has a reason and an end."""
    rule = rule_of(chosen, NOW)
    assert (rule.name, rule.match, rule.created is not None) == (chosen.name, chosen.match, True)
    assert rule.in_force(NOW)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("gnutella", {"dport": 6346}),
        ("code-red-nimda", {"dport": 80, "flags": "S"}),
        ("slammer", {"proto": "udp", "dport": 1434, "flags": None}),
        ("blaster", {"dport": 4444}),
        ("sasser", {"dport": 9996}),
        ("smb", {"proto": "udp", "dport": 137}),
        ("mirai", {"dport": 2323}),
        ("dns-answers", {"proto": "udp", "sport": 53, "dport": 40_000}),
        ("backscatter", {"flags": "SA", "sport": 80, "verdict": "backscatter"}),
    ],
)
def test_a_template_takes_what_it_is_named_for(name, fields):
    """And not a call to a mail server."""
    query, facts = rule_of(template(name.upper()), NOW).query, Facts(now=NOW)
    assert matches(query, an_alert(**fields), facts) is True
    assert matches(query, an_alert(dport=25), facts) is not True


def test_an_unknown_name_lists_the_known_ones():
    """Whoever mistypes sees what there is."""
    with pytest.raises(WallwatchError, match="no ready-made rule nimda") as wrong:
        template("nimda")
    assert "code-red-nimda" in (wrong.value.remedy or "")


def test_reason_and_end_may_be_ones_own():
    """What is given stands instead of what is proposed."""
    rule = rule_of(template("rdp"), NOW, why="told the owner", expires="1d")
    assert (rule.why, rule.expires) == ("told the owner", "1d")
