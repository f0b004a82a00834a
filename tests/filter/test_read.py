"""One value of a term."""

import pytest

from wallwatch.errors import FilterError
from wallwatch.filter.fields import FIELDS
from wallwatch.filter.read import read_phrase, read_values
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
        ("scan", "<5", Span(1, 4)),
        ("scan", ">=0", Span(1, None)),
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
    assert read_values(Piece(text, 0, len(text)), FIELDS[field]) == (value,)


@pytest.mark.parametrize(
    ("text", "ports"),
    [
        ("ssh", [22]),
        ("SSH", [22]),
        ("gnutella", [6346, 6347]),
        ("netbios-ns", [137]),
        ("http-alt", [81, 8000, 8080, 8081, 8888]),
    ],
)
def test_a_service_stands_for_all_its_ports(text, ports):
    """A port can be asked for by the name that the screen shows beside it."""
    for field in ("sport", "dport", "port"):
        assert read_values(Piece(text, 0, len(text)), FIELDS[field]) == tuple(Span(port, port) for port in ports)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("gnutela", "Did you mean gnutella?"), ("22x", "Write it like dport:6346-6347"), ("ssh-telnet", "")],
)
def test_an_unknown_service_is_named(text, remedy):
    """With the service that was meant, where one is near, else with an example."""
    with pytest.raises(FilterError, match=f'"{text}" is no port or service that is known') as mistake:
        read_values(Piece(text, 0, len(text)), FIELDS["dport"])
    assert remedy in mistake.value.remedy


def test_a_question_mark_in_quotes_is_a_question_mark():
    """Only a bare ``?`` asks for what is not known."""
    assert read_values(Piece("?", 0, 3, quoted=True), FIELDS["os"]) == (Phrase("?", "?"),)
    assert read_phrase(Piece("?", 0, 1), FIELDS["text"]) == Phrase("?", "?")


@pytest.mark.parametrize("text", ["0", "<1", "<=0"])
def test_no_scan_has_the_number_none(text):
    """It would be every alert that is part of no scan."""
    with pytest.raises(FilterError, match="is no number of a scan: they begin with 1"):
        read_values(Piece(text, 0, len(text)), FIELDS["scan"])


def test_a_hostile_value_is_shown_harmless():
    """The sentence about a value holds no control character of it, and no more than the start of a long one."""
    with pytest.raises(FilterError) as mistake:
        read_values(Piece("\x1b]0;x\x07" + "9" * 500, 4, 510), FIELDS["dport"])
    assert mistake.value.sentence.isprintable()
    assert len(mistake.value.sentence) < 200
    assert (mistake.value.start, mistake.value.end) == (4, 510)
