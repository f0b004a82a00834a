"""One connection attempt: one row of the feed."""

from typing import Final, Literal

import msgspec

from wallwatch.model.packet import Packet
from wallwatch.model.sighting import Signature, Stack

ChangeKind = Literal["new", "grown", "merged", "gone"]

GAP: Final = "gap"
"""What stands for the protocol in a row that tells of lines nobody can read any more: ``src`` is their source then."""


class Alert(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """One connection attempt: the packets of one 4-tuple and ISN, or of one flow inside its idle gap.

    Times are microseconds since the epoch, ``zone`` is seconds east of UTC, ``ladder`` holds the seconds between the
    packets, ``seen`` the witnesses of each packet (``("SKPD", "-KPD")``), both for the packets that are kept; the
    count ``packets`` is of all. ``lines`` counts the log lines that speak of it.
    """

    id: int
    first: int
    last: int
    tick: int = 1_000_000
    zone: int = 0
    proto: str
    src: str
    dst: str
    sport: int | None = None
    dport: int | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None
    flags: str | None = None
    ttl: int | None = None
    packets: int = 1
    ladder: tuple[float, ...] = ()
    witnesses: str = "----"
    seen: tuple[str, ...] = ()
    lines: int = 1
    signature: Signature | None = None
    action: str | None = None
    chain: str | None = None
    rule: str | None = None
    host: str | None = None
    iface: str | None = None
    sources: tuple[str, ...] = ()
    os: Stack | None = None
    """Our own answer where the SYN was decoded, else what p0f reported, its hops as a distance."""
    verdict: str = "unknown"
    because: str | None = None
    network: str | None = None
    asn: int | None = None
    scan: int | None = None
    """The number of the scan that it is a part of."""


class Change(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What happened to an alert in one batch.

    ``touched`` are the packets that are new or changed, with their place in the alert (0 is the first packet).
    ``into`` is the alert that a ``merged`` one went into.
    """

    kind: ChangeKind
    alert: Alert
    touched: tuple[tuple[int, Packet], ...] = ()
    into: int | None = None


class AddressChange(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An address of our own was given up for another: the first packet to ``after`` came ``at`` (microseconds).

    ``host`` and ``iface`` are those of the log that shows it, as logged.
    """

    at: int
    before: str
    after: str
    host: str | None = None
    iface: str | None = None
