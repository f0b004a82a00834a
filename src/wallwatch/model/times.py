"""Times are integers: microseconds since the epoch, UTC. Here they become text."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

SECOND: Final = 1_000_000
"""Microseconds in a second."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def to_datetime(micros: int, zone: int = 0) -> datetime:
    """Return ``micros`` as an aware datetime ``zone`` seconds east of UTC."""
    return (_EPOCH + timedelta(microseconds=micros)).astimezone(timezone(timedelta(seconds=zone)))


def from_datetime(moment: datetime) -> int:
    """Return an aware datetime as microseconds since the epoch, exact."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def iso(micros: int, zone: int = 0, tick: int = SECOND) -> str:
    """Return ISO 8601 with offset; microseconds only where the stamp has them (``tick`` below a second)."""
    return to_datetime(micros, zone).isoformat(timespec="microseconds" if tick < SECOND else "seconds")


def off(ahead: int) -> str:
    """Return how a clock that is ``ahead`` microseconds ahead stands: ``1:00:00 ahead of``, ``3.02 s behind``."""
    seconds = abs(ahead) / SECOND
    hours, rest = divmod(round(seconds), 3_600)
    words = f"{seconds:.2f} s" if seconds < 60 else f"{hours}:{rest // 60:02}:{rest % 60:02}"  # noqa: PLR2004 - a minute
    return f"{words} ahead of" if ahead > 0 else f"{words} behind"
