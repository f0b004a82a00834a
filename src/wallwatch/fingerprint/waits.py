"""The waits between the tries of a connection, as systems make them, and which of them a ladder of waits fits.

Packets that a rate limit kept out of the log are allowed for: what comes after them is the sum of waits.
"""

from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from wallwatch.model.times import SECOND


class System(NamedTuple):
    """Systems that wait ``waits`` (seconds) between their tries, the whole list of them."""

    name: str
    families: tuple[str, ...]
    waits: tuple[float, ...]


_LINEAR: Final = (1.0,) * 5 + (2.0, 4.0, 8.0, 16.0, 32.0)

SYSTEMS: Final = (
    # Microsoft, TcpInitialRTT (3 s) and TcpMaxConnectRetransmissions (3 in NT 4.0, 2 from Windows 2000 on).
    System("Windows 2000 to 8", ("Windows",), (3, 6)),
    System("Windows NT 4.0", ("Windows",), (3, 6, 12)),
    # Linux, tcp_syn_retries (5, and 6 since 3.7), TCP_TIMEOUT_INIT (3 s, and 1 s since 3.1: RFC 6298).
    System("Linux before 3.1", ("Linux",), (3, 6, 12, 24, 48)),
    System("Windows 10 or newer", ("Windows",), (1, 2, 4, 8)),
    # FreeBSD 14 doubles as well (tcp_rexmit_initial, tcp_backoff).
    System("Linux 3.1 to 6.4", ("Linux", "FreeBSD"), (1, 2, 4, 8, 16, 32)),
    # BSD, tcp_syn_backoff on TCPTV_RTOBASE (3 s, later 1 s) and, after the first, a slop of 0.2 s; it ends after 75 s.
    System("old FreeBSD", ("FreeBSD",), (3, 3.2, 3.2, 3.2, 3.2, 6.2, 12.2, 24.2)),
    # Linux, tcp_syn_linear_timeouts (4 since 6.5); macOS as captured.
    System("Linux 6.5 or newer", ("Linux",), _LINEAR),
    System("macOS and FreeBSD", ("macOS", "iOS", "FreeBSD"), _LINEAR),
    # It asks again where the answer was a reset (a REJECT rule).
    System("Windows after a reset", ("Windows",), (0.5, 0.5)),
)
"""What is known of waits, older systems first."""

LONGEST: Final = 1 + max(len(system.waits) for system in SYSTEMS)
"""Tries of the most patient system."""

JITTER: Final = 0.12
"""Part of a wait by which it may be off: coarse timers (half a second in Windows 2000) and the way."""

_SLACK: Final = 0.1
"""Seconds that come on top."""

_TIMES: Final = {system.name: tuple(accumulate(system.waits, initial=0.0)) for system in SYSTEMS}
"""Seconds of each try after the first one."""

_MISSING_MAX: Final = 2
"""Packets that may be missing from the log; with more, anything fits anything."""

_CACHED: Final = 4_096


class Fit(NamedTuple):
    """A way to lay the packets of a connection on the tries of a system.

    ``at`` is the try of the last packet, 0 for the first, and ``error`` the seconds by which that is off.
    """

    system: System
    at: int
    missing: int
    """Tries up to there that were not logged."""
    error: float

    @property
    def next_wait(self) -> float | None:
        """Seconds to the next try; ``None`` when the system gives up."""
        return self.system.waits[self.at] if self.at < len(self.system.waits) else None


@lru_cache(maxsize=_CACHED)
def fits(ladder: tuple[float, ...], tick: int) -> tuple[Fit, ...]:
    """Return how ``ladder`` (seconds) fits each system that it fits; ``tick`` is the resolution in microseconds."""
    return tuple([fit for system in SYSTEMS if (fit := _fit(system, ladder, tick)) is not None])


def _fit(system: System, ladder: tuple[float, ...], tick: int) -> Fit | None:
    """Return how the packets lie on a system's tries with as few missing as possible."""
    # Stamps of whole seconds are off by less than one, however many waits lie between.
    slack = _SLACK + (tick / SECOND if tick >= SECOND else 0)
    best: Fit | None = None
    for start in range(min(_MISSING_MAX + 1, len(system.waits))):
        fit = _lay(system, start, ladder, slack)
        if fit is not None and (best is None or fit.missing < best.missing):
            best = fit
        if best is not None and best.missing <= start:
            break
    return best


def _lay(system: System, start: int, ladder: tuple[float, ...], slack: float) -> Fit | None:
    """Lay the first packet on try ``start``, and each further one on the next try that its time fits."""
    times = _TIMES[system.name]
    at, missing, seen = start, start, 0.0
    for wait in ladder:
        seen += wait
        for place in range(at + 1, min(at + 2 + _MISSING_MAX - missing, len(times))):
            step, total = times[place] - times[at], times[place] - times[start]
            if abs(wait - step) <= JITTER * step + slack and abs(seen - total) <= JITTER * total + slack:
                missing += place - at - 1
                at = place
                break
        else:
            return None
    return Fit(system, at, missing, abs(seen - times[at] + times[start]))
