"""What the members of a noise rule can differ in: one table.

A row says what an axis is called, where it stands in the store's table ``alerts`` (an expression over its columns),
how it is read from an alert, and how a value of it is told.
"""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from wallwatch.model import Alert
from wallwatch.model.times import SECOND

MINUTE: Final = 60 * SECOND
DAY: Final = 86_400 * SECOND

_COUNTED: Final = ("packets", "attempts", "hops")

Value = int | str
"""A value of an axis. Spacing is in tenths of a second."""

Kind = Literal["word", "number"]


class Axis(NamedTuple):
    """Something that members have in common. ``unit`` is what a number is told in; ``per`` is a window of a source."""

    name: str
    kind: Kind
    column: str
    read: Callable[[Alert], Value | None]
    unit: str = ""
    per: int | None = None
    """For an axis that is about a source and not about one alert: microseconds over which it is counted."""

    def told(self, value: Value) -> str:
        """Return a value in words."""
        shown = f"{value / 10:g}" if self.name == "spacing" and isinstance(value, int) else str(value)
        if self.kind == "word":
            return f"{self.unit} {shown}".strip()
        is_one = value == 1 and self.unit.startswith(_COUNTED)
        return f"{shown} {self.unit.replace('s', '', 1) if is_one else self.unit}"


def _spacing(alert: Alert) -> int | None:
    """Return the mean time between the packets, in tenths of a second."""
    return (alert.last - alert.first) * 10 // ((alert.packets - 1) * SECOND) if alert.packets > 1 else None


AXES: Final = (
    Axis("target port", "word", "dport", lambda alert: alert.dport, "port"),
    Axis("flags", "word", "flags", lambda alert: alert.flags, "flags"),
    Axis("stack", "word", "os_family", lambda alert: alert.os.family if alert.os else None),
    Axis("hops", "number", "hops", lambda alert: alert.os.hops if alert.os else None, "hops"),
    Axis("packets", "number", "packets", lambda alert: alert.packets, "packets"),
    Axis(
        "spacing",
        "number",
        f"CASE WHEN packets > 1 THEN (last - first) * 10 / ((packets - 1) * {SECOND}) END",
        _spacing,
        "s between packets",
    ),
    Axis("rate", "number", "sum(packets)", lambda _: None, "packets a minute", per=MINUTE),
    Axis("frequency", "number", "count(*)", lambda _: None, "attempts a day", per=DAY),
)
"""The axes, in the order in which they are told."""
