"""What one engine leaves to the next one beside the alerts, as words in the store."""

from collections.abc import Mapping
from typing import Final

import msgspec

from wallwatch.correlate import Correlator
from wallwatch.correlate.calendar import Lessons
from wallwatch.correlate.tail import Tail
from wallwatch.engine import made_room

CALENDAR: Final = "calendar"
"""The name of what the calendar has learned. All other names, but a few, are numbers of alerts with many packets."""

SKEWS: Final = "skews"
"""The name of what is known of the clocks of the sources."""

_OTHERS: Final = frozenset({SKEWS, made_room.NAME})
"""What is no correlator's, or is read by another way."""

_encode: Final = msgspec.msgpack.Encoder().encode
_lessons: Final = msgspec.msgpack.Decoder(Lessons).decode
_tail: Final = msgspec.msgpack.Decoder(Tail).decode
_skews: Final = msgspec.msgpack.Decoder(dict[str, int]).decode


def calendar_words(lessons: Lessons) -> bytes:
    """Return what the calendar has learned, in words."""
    return _encode(lessons)


def skew_words(ahead: Mapping[str, int]) -> bytes:
    """Return by how many microseconds the clocks of sources are ahead, in words."""
    return _encode(dict(ahead))


def skews(words: Mapping[str, bytes]) -> dict[str, int]:
    """Return by how many microseconds the clocks of sources are ahead; none are where the words are garbled."""
    try:
        return _skews(words[SKEWS]) if SKEWS in words else {}
    except msgspec.DecodeError:
        return {}


def tail_words(tail: Tail | None) -> bytes:
    """Return what is to be remembered of an alert, in words; nothing if it is to be forgotten."""
    return b"" if tail is None else _encode(tail)


def recall(correlator: Correlator, words: Mapping[str, bytes]) -> None:
    """Let a correlator know what an earlier one left in words. What is garbled, or of another version, is left out."""
    correlator.skews.go_on(skews(words))
    for name, said in words.items():
        try:
            if name in _OTHERS:
                continue
            if name == CALENDAR:
                correlator.calendar.go_on(_lessons(said))
            else:
                correlator.remembered[int(name)] = _tail(said)
        except (msgspec.DecodeError, ValueError):
            continue
