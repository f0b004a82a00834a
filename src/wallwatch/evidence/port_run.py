"""Whether two source ports may be given out by one machine that counts them, as Windows did before Vista.

How many connections it opens in between is not known; of one that opens at most :data:`_OPENED` a second, the span of
ports that fit grows with the time until it holds them all.
"""

from typing import Final

from wallwatch.evidence.entries import Entry, per_cent
from wallwatch.evidence.kinship import kin
from wallwatch.evidence.phrases import span
from wallwatch.model import Alert
from wallwatch.model.times import SECOND

NAME: Final = "ports"

_FIRST: Final = 1_025
_LAST: Final = 5_000
_PORTS: Final = _LAST - _FIRST + 1
"""MaxUserPort before Vista: 1025 to 5000."""
_OPENED: Final = 2.0
_LEAST: Final = 16
"""Ports that fit however short the time."""
_COUNTS_ON: Final = 0.5
"""How likely a machine gives out the next ports in order, and not more of them."""
_DECAYED: Final = 0.5


def port_run(earlier: Alert, later: Alert) -> Entry | None:
    """Return the entry of the source ports, ``None`` if they are none that a system counts."""
    one, other = earlier.sport, later.sport
    if one is None or other is None:
        return None
    if one == other:
        return Entry(NAME, 1.0, f"both from {one}: a program that binds it, or a router that translates")
    counts = later.os is not None and kin(later.os.family or "") == "windows"
    if not counts or not (_FIRST <= one <= _LAST and _FIRST <= other <= _LAST):
        return None
    gap = max(later.first - earlier.last, 0) / SECOND
    fitting = max(_LEAST, _OPENED * gap)
    chance, step = fitting / _PORTS, (other - one) % _PORTS
    if chance >= _DECAYED:
        return Entry(NAME, 1.0, f"{one}, then {other}: such systems count them, but any may be next after {span(gap)}")
    if step <= fitting:
        factor = _COUNTS_ON / chance + 1 - _COUNTS_ON
        return Entry(NAME, factor, f"{one}, then {other}: as counted on; {per_cent(chance)} would fit by chance")
    return Entry(NAME, 1 - _COUNTS_ON, f"{one}, then {other}: not as counted on")
