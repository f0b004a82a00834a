"""Who and what an alert is, on its way to the store: its stack, its network, its verdict.

The first SYN of a connection attempt decides; retransmissions inherit, because some systems drop options on the way.
Our own answer stands where the SYN was decoded, else what p0f reported.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from wallwatch.evidence.case import Finding
from wallwatch.evidence.dispute import is_disputed
from wallwatch.evidence.jury import Jury
from wallwatch.evidence.kinship import REPORTED, TOOL
from wallwatch.evidence.member import as_member, is_open
from wallwatch.evidence.recent import Recent
from wallwatch.evidence.reported import corrected
from wallwatch.fingerprint.tools_many import Campaign
from wallwatch.model import AddressChange, Alert, Change, Header, Packet, Stack
from wallwatch.store.batch import ENDED

_REMEMBERED: Final = 20_000
"""Alerts whose answers are at hand, at least half of them: more than two readings (256 KiB each) have. Those of others
are in the store, where the last reading, which is being written, is not yet.
"""
_ALIKE: Final = 8_192
"""Different things that alerts are given, of which one record is enough for all that are given the same."""
_PARTIAL: Final = "partial"
"""How a stack matches that is a guess from a bare line; what p0f saw in the whole SYN counts more."""

Stacks = Callable[[Header], Stack | None]
Networks = Callable[[str], tuple[str, int | None] | None]
Find = Callable[[int], Alert | None]
Touched = tuple[tuple[int, Packet], ...]


class _Known(msgspec.Struct, frozen=True, gc=False):
    """What an alert was given before: our own answer, p0f's with its hops put right, and the verdict."""

    own: Stack | None
    reported: Stack | None
    finding: Finding


class Identifier:
    """Completes alerts on their way to the store."""

    def __init__(self, stacks: Stacks, networks: Networks) -> None:
        self._stacks = stacks
        self._networks = networks
        self._tools = Campaign()
        self._jury = Jury()
        self._known: Recent[int, _Known] = Recent(_REMEMBERED)
        self._alike: Recent[_Known, _Known] = Recent(_ALIKE)
        self._find: Find = lambda _number: None

    def look_up(self, find: Find) -> None:
        """Ask ``find`` for an alert, by its number, whose answers are not at hand any more, or were never in this run.

        It returns the alert as it is stored.
        """
        self._find = find

    def restore(self, alerts: Iterable[Alert]) -> None:
        """Remember what alerts of an earlier run tell of others."""
        for alert in alerts:
            self._jury.recall(alert)
        # Those are in the store.
        self._jury.address_changes()

    def complete(self, change: Change) -> Change:
        """Return the change with its alert's ``os``, ``network``, ``asn``, ``verdict`` and ``because`` filled in."""
        alert, touched = change.alert, change.touched
        if change.kind in ENDED:
            self._known.pop(alert.id)
            self._jury.forget(alert.id)
            return change
        before = None if change.kind == "new" else self._given(alert.id)
        own, reported = self._stack(alert, touched, before)
        stack = reported or own if own is None or own.match == _PARTIAL else own
        if stack is not None and is_disputed(alert, stack, own, reported):
            stack = msgspec.structs.replace(stack, disputed=True)
        network, asn = self._networks(alert.src) or (alert.network, alert.asn)
        finding = self._jury.hear(alert, touched, stack, network, None if before is None else before.finding)
        finding = self._keep(alert.id, _Known(own, reported, finding)).finding
        alert = msgspec.structs.replace(
            alert, os=stack, network=network, asn=asn, verdict=finding.verdict, because=finding.because
        )
        self._jury.settle(alert)
        return Change(kind=change.kind, alert=alert, touched=touched, into=change.into)

    def revise(self, changes: Sequence[Change]) -> list[Change]:
        """Return ``changes`` with what came after them in mind: alerts that have got another verdict are added.

        One that changed in these very changes stays as it is there, and gets the verdict: a revision knows of an alert
        what was known when it knocked.
        """
        revised = {change.alert.id: change for alert in self._jury.revised() if (change := self._revision(alert))}
        return [
            change if (later := revised.pop(change.alert.id, None)) is None else _judged(change, later.alert)
            for change in changes
        ] + list(revised.values())

    def join(self, changes: Sequence[Change], reasons: Mapping[int, str]) -> tuple[list[Change], dict[int, str]]:
        """Judge alerts that have joined a scan for these ``reasons``, where they have no surer verdict.

        Returns the changes with what that makes of them, and the reasons of those that are not among them: their
        records are in the store.
        """
        if not reasons:
            return list(changes), {}
        here = {change.alert.id for change in changes if change.kind not in ENDED}
        turned = {number: because for number, because in reasons.items() if self._turns(number, because)}
        told = [
            change
            if (because := turned.get(change.alert.id)) is None or change.kind in ENDED
            else _judged(change, as_member(change.alert, because))
            for change in changes
        ]
        return told, {number: because for number, because in turned.items() if number not in here}

    def _turns(self, number: int, because: str) -> bool:
        """Set the verdict of an alert that joined a scan; tell whether that is another one."""
        known = self._given(number)
        if known is None or not is_open(known.finding.verdict):
            return False
        self._known.put(number, msgspec.structs.replace(known, finding=Finding("scanner", because)))
        self._jury.forget(number)
        return True

    def address_changes(self) -> list[AddressChange]:
        """Return the changes of our own addresses that were found since the last call."""
        return self._jury.address_changes()

    def _given(self, number: int) -> _Known | None:
        """Return what an alert was given before; nothing if it is not known."""
        known = self._known.get(number)
        if known is None and (alert := self._find(number)) is not None:
            known = self._keep(number, _given_to(alert))
        return known

    def _keep(self, number: int, known: _Known) -> _Known:
        """Remember what an alert was given, in the same record as for others that were given the same."""
        same = self._alike.get(known)
        if same is None:
            self._alike.put(known, known)
            same = known
        self._known.put(number, same)
        return same

    def _stack(self, alert: Alert, touched: Touched, before: _Known | None) -> tuple[Stack | None, Stack | None]:
        """Return our own answer, and p0f's."""
        first = touched[0][1] if touched and touched[0][0] == 0 else None
        own = None if first is None else self._own(first)
        reported = alert.os
        if reported is not None:
            reported = corrected(reported, touched)
        if before is None:
            return own, reported
        if before.own is not None and (own is None or (own.match == _PARTIAL and before.own.match != _PARTIAL)):
            own = before.own
        if reported is not None and before.reported is not None and reported.label == before.reported.label:
            reported = before.reported
        return own, reported

    def _own(self, first: Packet) -> Stack | None:
        """Return our own answer to a first packet: a tool if this one or those before it show one, else a system."""
        own = self._stacks(first)
        if first.seq is None or (own is not None and own.match == TOOL):
            return own
        return self._tools.observe(first) or own

    def _revision(self, alert: Alert) -> Change | None:
        known = self._given(alert.id)
        if known is None:
            return None
        finding = Finding(alert.verdict, alert.because)
        self._keep(alert.id, msgspec.structs.replace(known, finding=finding))
        return Change(kind="grown", alert=alert)


def _given_to(alert: Alert) -> _Known:
    """Return what a stored alert was given."""
    stack = alert.os
    own, reported = (None, stack) if stack is None or stack.match == REPORTED else (stack, None)
    if own is not None and own.disputed:
        own = msgspec.structs.replace(own, disputed=False)  # whether it still is, is found out again
    return _Known(own, reported, Finding(alert.verdict, alert.because))


def _judged(change: Change, alert: Alert) -> Change:
    """Return the change with the verdict of ``alert``."""
    judged = msgspec.structs.replace(change.alert, verdict=alert.verdict, because=alert.because)
    return msgspec.structs.replace(change, alert=judged)
