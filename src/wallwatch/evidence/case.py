"""What a verdict is judged by, and the verdict."""

from typing import Final

import msgspec

from wallwatch.evidence.campaign import Pattern
from wallwatch.fingerprint.schedule import Schedule
from wallwatch.model import Alert, Header, Stack

_INSISTS: Final = 3
"""Calls of one door, one after the other, that make up for retries; where a firewall rejects, few systems retry."""
_INSISTS_FOR: Final = 10.0
"""Seconds that they are spread over."""


MADE: Final = "made by a tool, not by a system: "
"""How the reason begins that what sent an alert is a tool."""


UNSURE: Final = frozenset({"client", "unknown", "leftover"})
"""Verdicts that what is learned of the source later may turn into a scanner's."""


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A verdict and its reason."""

    verdict: str
    because: str | None = None

    @property
    def lasts(self) -> bool:
        """Part of a scan once, an alert stays so; that a tool made it, a better witness may refute."""
        return self.verdict == "scanner" and self.because is not None and not self.because.startswith(MADE)


class Case(msgspec.Struct, frozen=True, gc=False):
    """An alert with what was found out about it.

    ``pattern`` is the scan that it is part of; ``calls`` how often its source has called this one door, for ``calling``
    seconds. ``quote`` is the packet that an ICMP error quotes. ``answers``: a log shows that packet, or what the alert
    answers. ``leaves``: it was sent from here. ``legacy`` is the line about the last holder of our address.
    """

    alert: Alert
    stack: Stack | None = None
    waits: Schedule | None = None
    """What the waits between its SYNs say."""
    pattern: Pattern | None = None
    calls: int = 1
    calling: float = 0.0
    answers: bool = False
    leaves: bool = False
    quote: Header | None = None
    legacy: str | None = None

    @property
    def insists(self) -> bool:
        """Tell whether the source calls its door again and again, as who expects to be served there."""
        return self.calls >= _INSISTS and self.calling >= _INSISTS_FOR

    @property
    def also(self) -> str:
        """What else the source does, to be appended to a reason."""
        return "" if self.pattern is None else f"; {self.pattern.words()}"

    @property
    def inherited(self) -> str:
        """The line about the last holder, to be appended to a reason."""
        return "" if self.legacy is None else f"; {self.legacy}"
