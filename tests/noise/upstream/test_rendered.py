from tests.noise.upstream.rules import a_rule
from wallwatch.noise.upstream import TARGETS, WARNING, render
from wallwatch.noise.upstream.rendered import beyond, label


def test_a_hostile_name_becomes_a_harmless_comment():
    """Quotes, commands, brackets and line ends are no words of a comment."""
    rule = a_rule("dport:80", name='x"; drop $(reboot) `id` \\ # {}')
    assert label(rule) == "wallwatch: x__ drop __reboot_ _id_ _ _ __"


def test_what_would_silence_more_is_refused_and_it_is_said_why():
    """Half a rule would hide what the rule shows."""
    said = beyond("nftables", ["os:windows"])
    assert said.text is None
    assert "os:windows" in said.place


def test_every_program_answers_every_rule():
    """With a text, or with why there is none."""
    for target in TARGETS:
        for match in ("dport:80 proto:tcp", "os:windows", "sid:1:1243", "src:198.51.100.7"):
            said = render(a_rule(match), target)
            assert said.target == target
            assert said.place
            assert said.text is None or said.text.endswith("\n")
    assert "not noticed" in WARNING
