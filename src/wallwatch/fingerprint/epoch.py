"""Timestamps of TCP that are the time of day: tools put that in, no system does.

Old systems count from their start, newer ones from a number drawn for each connection (RFC 7323, 5.4). A stamp does not
tell which of the two it is, so no uptime is worked out from any.
"""

from typing import Final

from wallwatch.model import Header
from wallwatch.model.times import SECOND

_OFF: Final = 600
"""Seconds by which the clocks may differ: a drawn number is as near as that once in 3.5 million times."""


def tells_epoch(header: Header, time: int) -> bool | None:
    """Tell whether the SYN's own timestamp is the Unix time of the packet, ``time`` in microseconds (zmap 4.1).

    ``None`` if it has none, or its options were not logged.
    """
    stamp = next((option for option in header.options or () if option.startswith("ts:")), "")
    own = stamp[3:].partition(":")[0]
    if not own.isascii() or not own.isdecimal() or len(own) > len(str(1 << 32)):
        return None
    return abs(int(own) - time // SECOND) <= _OFF
