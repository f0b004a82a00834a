"""One value of a term."""

import pytest

from wallwatch.errors import FilterError
from wallwatch.filter.fields import FIELDS
from wallwatch.filter.read import read_phrase, read_value
from wallwatch.filter.tokens import Piece
from wallwatch.filter.values import Flags, NotKnown, Phrase, RuleId, Span, Witness, Word


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("dport", "80", Span(80, 80)),
        ("dport", "080", Span(80, 80)),
        ("dport", "80-90", Span(80, 90)),
        ("dport", ">80", Span(81, None)),
        ("dport", ">=80", Span(80, None)),
        ("dport", "<80", Span(None, 79)),
        ("dport", "<=65535", Span(None, 65535)),
        ("asn", "as64500", Span(64500, 64500)),
        ("proto", "UDP", Word("udp", "udp")),
        ("action", "deny", Word("block", "block", "log")),
        ("host", "GreatWall", Word("GreatWall", "greatwall")),
        ("flags", "psa", Flags("APS")),
        ("flags", "None", Flags("")),
        ("seen", "capture", Witness("D")),
        ("seen", "dump", Witness("D")),
        ("seen", "s--d", Witness("S--D")),
        ("sid", "1:2:3", RuleId((1, 2, 3))),
        ("sid", "1:2", RuleId((1, 2, None))),
        ("sid", "2", RuleId((None, 2, None))),
        ("os", "?", NotKnown()),
        ("verdict", "?", NotKnown("unknown")),
    ],
)
def test_a_value_is_read_as_its_field_wants_it(field, text, value):
    """Each kind of field has its own grammar for values."""
    assert read_value(Piece(text, 0, len(text)), FIELDS[field]) == value


def test_a_question_mark_in_quotes_is_a_question_mark():
    """Only a bare ``?`` asks for what is not known."""
    assert read_value(Piece("?", 0, 3, quoted=True), FIELDS["os"]) == Phrase("?", "?")
    assert read_phrase(Piece("?", 0, 1), FIELDS["text"]) == Phrase("?", "?")


def test_a_hostile_value_is_shown_harmless():
    """The sentence about a value holds no control character of it, and no more than the start of a long one."""
    with pytest.raises(FilterError) as mistake:
        read_value(Piece("\x1b]0;x\x07" + "9" * 500, 4, 510), FIELDS["dport"])
    assert mistake.value.sentence.isprintable()
    assert len(mistake.value.sentence) < 200
    assert (mistake.value.start, mistake.value.end) == (4, 510)
