"""When the packets came, as a picture: one row an attempt, on the clock and from its first packet.

It is SVG without scripts, styles or links, for the inside of an HTML page or as a file of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from wallwatch.model.times import SECOND, to_datetime
from wallwatch.reports.report import Part
from wallwatch.reports.words import endpoint, many

ROWS: Final = 40
"""Attempts in the picture at most."""

_LETTER: Final = 7.3
"""Width of a letter of 12 pixels in a fixed-width face, with room."""
_ROW: Final = 22
_TOP: Final = 40
_CLOCK: Final = 420
_SPREAD: Final = 220
_GAP: Final = 64
_MARGIN: Final = 34
_LABELS: Final = 4
_DAY: Final = 86_400 * SECOND


class _Scale:
    """A stretch of time (microseconds) on a stretch of the picture (pixels)."""

    def __init__(self, first: int, last: int, left: float, width: float) -> None:
        self.first = first
        self.span = max(last - first, 1)
        self.left = left
        self.width = width

    def x(self, micros: int) -> float:
        return self.left + (micros - self.first) / self.span * self.width

    @property
    def labelled(self) -> list[int]:
        """The times at which the axis has its labels."""
        return [self.first + self.span * step // _LABELS for step in range(_LABELS + 1)]


def timeline(parts: Sequence[Part]) -> str:
    """Return the picture of the first attempts; nothing without one."""
    shown = [part for part in parts if not part.is_gap][:ROWS]
    if not shown:
        return ""
    labels = [_label(part) for part in shown]
    left = max(map(len, labels)) * _LETTER + 16
    times = [_times(part) for part in shown]
    first, last = min(each[0] for each in times), max(each[-1] for each in times)
    clock = _Scale(first, last, left, _CLOCK)
    spread = _Scale(0, max(each[-1] - each[0] for each in times), left + _CLOCK + _GAP, _SPREAD)
    size = left + _CLOCK + _GAP + _SPREAD + _MARGIN, _TOP + _ROW * len(shown) + 26
    marks = [
        *_axis(clock, [_clock(at, clock.span) for at in clock.labelled], size[1], "clock, UTC"),
        *_axis(spread, [f"{at / SECOND:.3g} s" for at in spread.labelled], size[1], "from the first packet"),
        *(
            line
            for place, row in enumerate(zip(labels, times, strict=True))
            for line in _row(place, *row, clock, spread)
        ),
    ]
    more = len([part for part in parts if not part.is_gap]) - len(shown)
    if more > 0:
        marks.append(_text(8, size[1] - 8, f"and {many(more, 'more attempt')}"))
    return "\n".join([_opening(*size), *marks, "</svg>"])


def _opening(width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}" font-family="monospace" font-size="12" fill="currentColor">\n'
        "<title>When the packets came</title>"
    )


def _label(part: Part) -> str:
    alert = part.alert
    return f"{to_datetime(alert.first):%H:%M:%S}  {endpoint(alert.src, alert.sport)}"


def _times(part: Part) -> list[int]:
    """Return the times of the packets, first to last; those that are not kept are told by the last one."""
    alert = part.alert
    return sorted({alert.first, *(packet.time for packet in part.packets), max(alert.first, alert.last)})


def _clock(micros: int, span: int) -> str:
    return f"{to_datetime(micros):{'%m-%d %H:%M' if span >= _DAY else '%H:%M:%S'}}"


def _axis(scale: _Scale, labels: Iterable[str], height: float, name: str) -> Iterator[str]:
    yield _text(scale.left, 12, name, opacity=0.7)
    for at, label in zip(scale.labelled, labels, strict=True):
        x = scale.x(at)
        yield (
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 6}" y2="{height - 24:.0f}"'
            ' stroke="currentColor" stroke-opacity="0.2"/>'
        )
        yield _text(x, _TOP - 12, label, anchor="middle", size=10)


def _row(place: int, label: str, times: Sequence[int], clock: _Scale, spread: _Scale) -> Iterator[str]:
    y = _TOP + place * _ROW + _ROW / 2
    yield _text(8, y + 4, label)
    yield from _marks(y, times, clock)
    yield from _marks(y, [at - times[0] for at in times], spread)


def _marks(y: float, times: Sequence[int], scale: _Scale) -> Iterator[str]:
    """Yield the row of one attempt: its span, a dot for the first packet, a stroke for each other one."""
    first, last = scale.x(times[0]), scale.x(times[-1])
    yield (
        f'<line x1="{first:.1f}" x2="{last:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" stroke-opacity="0.4"/>'
    )
    yield f'<circle cx="{first:.1f}" cy="{y:.1f}" r="3.5"/>'
    for x in sorted({round(scale.x(at), 1) for at in times[1:]}):
        yield f'<rect x="{x - 1:.1f}" y="{y - 6:.1f}" width="2" height="12"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, opacity: float = 1) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill-opacity="{opacity}"'
        f' xml:space="preserve">{escape(text)}</text>'
    )
