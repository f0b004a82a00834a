"""What an alert is that turns out to be a part of a scan, where nothing else has told so before.

The knocks of a slow scan are minutes apart: each for itself looks like a client's, until they are many.
"""

from msgspec.structs import replace

from wallwatch.evidence.case import UNSURE, Finding
from wallwatch.model import Alert
from wallwatch.model.scan import Scan


def is_open(verdict: str) -> bool:
    """Tell whether a verdict turns when the alert joins a scan. What says more (a tool, an answer) stays."""
    return verdict in UNSURE


def finding_of(scan: Scan) -> Finding:
    """Return the verdict of an alert that joins a scan which stands so."""
    return Finding("scanner", f"part of a scan: {scan.because()}")


def as_member(alert: Alert, because: str | None) -> Alert:
    """Return an alert as one that joined a scan for this reason; ``None`` if it did not, or did so before."""
    if because is None or not is_open(alert.verdict):
        return alert
    return replace(alert, verdict="scanner", because=because)
