import msgspec
import pytest

from tests.ui.alerts import MOMENT
from wallwatch.engine.rule_survey import RuleSurvey
from wallwatch.noise.axes import DAY
from wallwatch.noise.read import new_rule
from wallwatch.ui.key_names import KeyNames
from wallwatch.ui.widgets.rule_lines import RuleLines, remarks

RULE = new_rule("gnutella", "leftovers", "dport:6346", now=MOMENT)
SURVEY = RuleSurvey(RULE, "in force", 4_790, MOMENT - DAY, (0,) * 13 + (8,))


def lines(survey: RuleSurvey, width: int) -> list[str]:
    rows = RuleLines()
    rows._surveys, rows._now = [survey], MOMENT
    return ["".join(text for text, _ in line.parts).rstrip() for line in rows.lay(width)]


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (78, "gnutella                       in force     4,790    1d              #     29d"),
        (40, "gnutella      in force     4,790     29d"),
        (30, "gnutella     in force     4,790"),
    ],
)
def test_a_rule_has_as_many_columns_as_there_is_room_for(width, line, monkeypatch):
    """Its state, its hits, the last one, hits by day, and when it ends."""
    monkeypatch.setattr("wallwatch.ui.widgets.rule_lines.is_plain", lambda: True)
    assert lines(SURVEY, width) == [line]


def test_what_speaks_against_a_rule_is_told():
    """A rule that is disabled is not stale: somebody decided."""
    against = msgspec.structs.replace(SURVEY, is_stale=True, shadowed_by="wide", overlaps=("a", "b"))
    assert [text.partition(":")[0] for text in remarks(against)] == ["Stale", "Shadowed", "Overlaps"]
    assert next(remarks(against, KeyNames({"rules.delete": "f7"}))).endswith("f7 deletes it, z would bring it back.")
    assert not list(remarks(msgspec.structs.replace(SURVEY, is_stale=True, state="disabled")))


def test_ends_in_words():
    """With the address, or over."""
    leftover = new_rule("a", "b", "dport:1", now=MOMENT, expires="address-change")
    assert lines(RuleSurvey(leftover, "in force"), 40)[0].endswith("address")
    assert lines(RuleSurvey(msgspec.structs.replace(RULE, ends=MOMENT), "ended"), 40)[0].endswith("over")
