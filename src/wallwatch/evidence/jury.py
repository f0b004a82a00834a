"""Judges alerts as they come and grow, by what it remembers of their sources, of what was sent, of our addresses."""

from typing import Final

import msgspec

from wallwatch.evidence.campaign import Campaigns, Knocks
from wallwatch.evidence.case import UNSURE, Case, Finding
from wallwatch.evidence.inheritance import Inheritance, legacy
from wallwatch.evidence.kinship import is_system, is_tool
from wallwatch.evidence.sent import Sent, leaves
from wallwatch.evidence.settling import Settling
from wallwatch.evidence.syn import judge_only_syn, judge_scan
from wallwatch.evidence.verdict import ANSWERS, LEAVES, judge
from wallwatch.fingerprint import schedule
from wallwatch.model import GAP, SYNS, AddressChange, Alert, Header, Packet, Stack

_PINGS: Final = frozenset({("icmp", 8), ("icmp", 13), ("icmp", 17), ("icmp6", 128)})
_EPHEMERAL: Final = 1024

Touched = tuple[tuple[int, Packet], ...]


class Jury:
    """Gives each alert its verdict. Everything it remembers is bounded."""

    def __init__(self) -> None:
        self._campaigns = Campaigns()
        self._sent = Sent()
        self._inheritance = Inheritance()
        self._settling = Settling()
        self._revised: dict[int, Alert] = {}

    def recall(self, alert: Alert) -> None:
        """Remember an alert of an earlier run, which has its verdict."""
        self._sent.note(alert)
        if alert.proto != GAP and alert.because != LEAVES:
            self._note(alert, alert.os, alert.network)
            self.settle(alert)

    def hear(
        self,
        alert: Alert,
        touched: Touched,
        stack: Stack | None,
        network: str | None,
        before: Finding | None = None,
    ) -> Finding:
        """Return the verdict of an alert that is new (``before`` is ``None``) or was found to be that ``before``.

        ``touched`` are its new and changed packets with their places. Part of a scan once, an alert stays so.
        """
        first = touched[0][1] if touched and touched[0][0] == 0 else None
        if before is None:
            self._sent.note(alert)
        elif self._revised:
            self._revised.pop(alert.id, None)  # what is told of it now is newer
        if first is not None and leaves(first):
            return judge(Case(alert=alert, leaves=True))
        if before is None:
            if (at_once := self._note(alert, stack, network)) is not None:
                return at_once
        elif before.because == LEAVES:
            return before
        elif is_system(stack):
            tenure = self._inheritance.known(alert)
            if tenure is not None and is_asking(alert):
                tenure.call(alert, network)
        finding = judge(self._case(alert, stack, first))
        return before if before is not None and before.lasts and finding.verdict in UNSURE else finding

    def settle(self, alert: Alert) -> None:
        """Keep an alert as it was judged, in case that its source turns out to be a scanner.

        One that is judged for good is let go: as it was before, nobody must be told of it any more.
        """
        if alert.verdict in UNSURE:
            self._settling.hold(alert)
        else:
            self._settling.drop(alert.id)

    def forget(self, number: int) -> None:
        """Let go of an alert that is no row any more, or that was judged by others."""
        self._settling.drop(number)
        self._revised.pop(number, None)

    def revised(self) -> list[Alert]:
        """Return the earlier alerts that have got another verdict since the last call."""
        revised, self._revised = self._revised, {}
        return list(revised.values())

    def address_changes(self) -> list[AddressChange]:
        """Return the changes of our own addresses that were found since the last call."""
        return self._inheritance.drain()

    def _note(self, alert: Alert, stack: Stack | None, network: str | None) -> Finding | None:
        """Remember what a new alert says of its source and of our address.

        Returns the verdict where it is plain: of one SYN whose source has done nothing else, or scans with the like.
        """
        tenure = self._inheritance.note(alert)
        if not is_asking(alert):
            return None
        if tenure is not None and is_system(stack) and not tenure.is_counted(alert):
            tenure.call(alert, network)
        if alert.action == "allow":
            return None
        knocks = self._campaigns.note(alert)
        pattern = None if knocks is None else knocks.pattern
        if knocks is not None and pattern is not None and knocks.alerts:
            self._revise(knocks)
        if alert.flags not in SYNS or alert.packets > 1:
            return None
        if pattern is not None:
            return None if stack is not None and is_tool(stack) else judge_scan(stack, pattern)
        is_alone = (knocks is None or knocks.calls == 1) and (tenure is None or tenure.before is None)
        return judge_only_syn(stack, alert.proto, alert.dport) if is_alone else None

    def _case(self, alert: Alert, stack: Stack | None, first: Packet | None) -> Case:
        quote = _quote(first) if first is not None and alert.proto in {"icmp", "icmp6"} else None
        known = self._campaigns.of(alert.src)
        mine = known if known is not None and known.covers(alert.first) else None
        calling = mine if mine is not None and mine.door == (alert.dst, alert.dport) else None
        left = legacy(self._inheritance.known(alert), (alert.proto, alert.dport), alert.last)
        return Case(
            alert=alert,
            stack=stack,
            waits=schedule.reading(alert.ladder, len(alert.ladder) + 1, tick=alert.tick) if alert.ladder else None,
            pattern=mine.pattern if mine is not None and is_asking(alert) else None,
            calls=1 if calling is None else calling.calls,
            calling=0.0 if calling is None else calling.calling,
            answers=self._sent.awaits(alert) if quote is None else self._sent.has(quote),
            quote=quote,
            legacy=None if left is None else left.words(alert.zone, alert.last),
        )

    def _revise(self, knocks: Knocks) -> None:
        """Judge the first knocks of a source again: it has turned out to be a scanner."""
        numbers, knocks.alerts = knocks.alerts, ()
        for alert in self._settling.release(numbers):
            finding = judge(self._case(alert, alert.os, None))
            if finding.verdict == "scanner":
                verdict, because = finding.verdict, finding.because
                self._revised[alert.id] = msgspec.structs.replace(alert, verdict=verdict, because=because)


def is_asking(alert: Alert) -> bool:
    """Tell whether an alert asks for something, and is no answer that comes late."""
    if alert.flags == "S":
        return True
    if alert.proto in {"tcp", "udp"}:
        flags = "S" if alert.flags is None and alert.proto == "tcp" else (alert.flags or "").lstrip("CE")
        from_server = alert.sport is not None and alert.sport < _EPHEMERAL <= (alert.dport or 0)
        return ("S" in flags and "A" not in flags) or (flags not in ANSWERS and not from_server)
    return (alert.proto, alert.icmp_type) in _PINGS


def _quote(packet: Packet) -> Header | None:
    return next((sighting.quote for sighting in packet.sightings if sighting.quote is not None), None)
