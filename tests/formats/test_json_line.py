import msgspec
import pytest

from wallwatch.formats import json_line
from wallwatch.formats.json_line import Octet, Word

HEAD = "Mar  2 15:32:54 greatwall suricata[1]: "


class Record(msgspec.Struct):
    """Two numbers and a text."""

    ttl: Octet | None = None
    seq: Word | None = None
    text: str | None = None


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ('{"a":1}', None),
        ('@cee: {"a":1}', None),
        ('@cee:{"a":1}', None),
        ('suricata/eve.json:111168:{"a":1}', None),
        ('eve.json:{"a":1}', None),
        ('eve.json-12-{"a":1}', None),
        (HEAD + '{"a":1}', "greatwall"),
        (HEAD + '@cee: {"a":1}', "greatwall"),
        ('<13>2026-03-02T15:32:54+00:00 greatwall suricata: {"a":1}', "greatwall"),
    ],
)
def test_the_object_is_found_behind_what_carries_it(line: str, host: str | None) -> None:
    """A daemon's head, rsyslog's cookie, the name of a file."""
    place = json_line.place(line, ["suricata"])
    assert place is not None
    assert line[place.at :] == '{"a":1}'
    assert (place.head.host if place.head else None) == host


@pytest.mark.parametrize(
    "line", ["", "prose", HEAD + "text", HEAD.replace("suricata", "sshd") + '{"a":1}', 'a b {"a":1}']
)
def test_another_programs_object_is_not_taken(line: str) -> None:
    """Nor one inside a sentence."""
    assert json_line.place(line, ["suricata"]) is None


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ('{"ttl":64,"more":{"deep":[1]}}', Record(ttl=64)),
        ('{"ttl":"64"}', Record(ttl=64)),
        ('{"ttl":1,"ttl":2}', Record(ttl=2)),
        (r'{"text":"a\x9bb"}', Record(text=r"a\x9bb")),
        (r'{"text":"a\\xb"}', Record(text=r"a\xb")),
        (r'{"text":"\U0001f3fb\n"}', Record(text="\\U0001f3fb\n")),
    ],
)
def test_an_object_becomes_a_record(text: str, record: Record) -> None:
    """Keys that nobody asked for are passed over; marks of what was not fit for the eye are kept as they are."""
    assert json_line.decode(text, Record) == record


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"ttl":256}',
        '{"ttl":-1}',
        '{"ttl":' + "9" * 4_000 + "}",
        '{"ttl":NaN}',
        '{"ttl":1e999}',
        '{"ttl":[]}',
        '{"seq":4294967296}',
        '{"x":' * 8_000,
        '{"x":' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"text":"\\ud800"}',
        '{"text":"\\q"}',
        '{"ttl":1} x',
    ],
)
def test_a_hostile_object_is_none(text: str) -> None:
    """Depth, huge numbers, NaN, lone surrogates, rubbish behind it: nothing raises."""
    assert json_line.decode(text, Record) is None or "ud800" in text


def test_a_string_is_made_safe_for_the_eye() -> None:
    """An escape may stand for any character."""
    assert json_line.shown("a\x1b[31m\u202e") == r"a\x1b[31m\u202e"
    assert json_line.shown("") is json_line.shown(None) is None


def test_spans_are_those_of_the_values() -> None:
    """Strings without their quotes, numbers as they stand."""
    text = 'x {"ttl": 64, "text" : "say \\"hi\\"", "seq":-1}'
    found = json_line.spans(text, 2, {"ttl": "ttl", "message": "text", "seq": "seq", "ack": "ack"})
    assert {name: text[start:end] for name, (start, end) in found.items()} == {
        "ttl": "64",
        "message": 'say \\"hi\\"',
        "seq": "-1",
    }
