"""What one engine leaves to the next one beside the alerts, as words in the store."""

from collections.abc import Mapping
from typing import Final

import msgspec

from wallwatch.correlate import Correlator
from wallwatch.correlate.calendar import Lessons
from wallwatch.correlate.tail import Tail

CALENDAR: Final = "calendar"
"""The name of what the calendar has learned. Other names are numbers of alerts with more packets than are kept."""

_encode: Final = msgspec.msgpack.Encoder().encode
_lessons: Final = msgspec.msgpack.Decoder(Lessons).decode
_tail: Final = msgspec.msgpack.Decoder(Tail).decode


def calendar_words(lessons: Lessons) -> bytes:
    """Return what the calendar has learned, in words."""
    return _encode(lessons)


def tail_words(tail: Tail | None) -> bytes:
    """Return what is to be remembered of an alert, in words; nothing if it is to be forgotten."""
    return b"" if tail is None else _encode(tail)


def recall(correlator: Correlator, words: Mapping[str, bytes]) -> None:
    """Let a correlator know what an earlier one left in words. What is garbled, or of another version, is left out."""
    for name, said in words.items():
        try:
            if name == CALENDAR:
                correlator.calendar.go_on(_lessons(said))
            else:
                correlator.remembered[int(name)] = _tail(said)
        except (msgspec.DecodeError, ValueError):
            continue
