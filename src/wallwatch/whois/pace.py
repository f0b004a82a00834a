"""How often registries are asked: one question at a time each, with pauses, and not many a day.

A small state machine without a clock of its own: times are microseconds since the epoch.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from wallwatch.model.times import SECOND

A_DAY: Final = 300
"""Questions a day, to all registries together."""

_DAY: Final = 86_400 * SECOND
_APART: Final = 2 * SECOND
_SLOWER: Final[Mapping[str, int]] = {"rdap.lacnic.net": 8 * SECOND, "whois.lacnic.net": 8 * SECOND}
"""LACNIC refuses who asks more than ten times a minute."""
_PAUSE_MIN: Final = 15 * 60 * SECOND
"""For how long a registry that refused is left alone at least."""


class Asked(msgspec.Struct, frozen=True):
    """What is kept of it between runs: questions of the day that began at ``day``, and who is left alone until when."""

    day: int = 0
    questions: int = 0
    paused: dict[str, int] = {}


class Pace:
    """When a registry may be asked next."""

    def __init__(self, asked: Asked = Asked()) -> None:  # noqa: B008 - a frozen record
        self.asked = asked
        self._last: dict[str, int] = {}

    def refusal(self, registry: str, now: int) -> str | None:
        """Return why a registry is not to be asked now, nor in a few seconds; ``None`` if it may be."""
        until = self.asked.paused.get(registry, 0)
        # A clock that was set back must not make it wait for years.
        if now < until <= now + _DAY:
            return f"{registry} wants to be left alone for {max((until - now) // (60 * SECOND), 1)} minutes more."
        if self._today(now) >= A_DAY:
            return f"{A_DAY} questions were asked today; that is enough."
        return None

    def wait(self, registry: str, now: int) -> float:
        """Return how many seconds to wait before a registry is asked."""
        since = now - self._last.get(registry, -_DAY)
        left = _SLOWER.get(registry, _APART) - since
        return left / SECOND if since >= 0 and left > 0 else 0.0

    def note(self, registry: str, now: int) -> None:
        """Count a question that is put now."""
        self._last[registry] = now
        today = now - now % _DAY
        self.asked = msgspec.structs.replace(self.asked, day=today, questions=self._today(now) + 1)

    def note_limit(self, registry: str, now: int, retry_after: int | None) -> None:
        """Leave a registry alone that has refused: for as long as it says (seconds), a quarter of an hour to a day."""
        pause = min(max((retry_after or 0) * SECOND, _PAUSE_MIN), _DAY)
        paused = {name: until for name, until in self.asked.paused.items() if now < until}
        self.asked = msgspec.structs.replace(self.asked, paused=paused | {registry: now + pause})

    def _today(self, now: int) -> int:
        return self.asked.questions if self.asked.day == now - now % _DAY else 0
