"""The verdict of a SYN, or of several: scanner, client, or leftover."""

from functools import lru_cache
from typing import Final

from wallwatch.evidence.campaign import Pattern
from wallwatch.evidence.case import MADE, Case, Finding
from wallwatch.evidence.kinship import is_system, is_tool
from wallwatch.evidence.phrases import host, span, waits
from wallwatch.evidence.sharing import Peers, peers_at
from wallwatch.fingerprint.schedule import SYSTEMS
from wallwatch.model import Stack

_SURE: Final = frozenset({"exact", "generic", "fuzzy", "reported"})
"""How a stack matches whose options were seen; a partial answer is a guess from a bare line."""
_TELLS: Final = 0.3
"""Weight of the waits from which they tell that a system made them; one wait in whole seconds may be chance."""
_OFF: Final = 1.2
"""Seconds by which a wait may be off: stamps may be whole seconds, timers coarse."""


def judge_syn(case: Case) -> Finding:
    """Return the verdict of what opens a connection."""
    alert, stack, pattern = case.alert, case.stack, case.pattern
    if stack is not None and is_tool(stack):
        finding = _tool(stack.label)
        return finding if pattern is None else Finding(finding.verdict, f"{finding.because}{case.also}")
    if pattern is not None:
        return judge_scan(stack, pattern)
    peers, known = peers_at(alert.proto, alert.dport), is_system_like(case)
    if known and (case.legacy or (peers and (alert.ladder or case.insists))):
        return _leftover(case, peers)
    if alert.ladder:
        return _retries(case, known=known)
    if not case.insists:
        return judge_only_syn(stack, alert.proto, alert.dport)
    again = f"{case.calls} times in {span(case.calling)}"
    return Finding(
        "client" if known else "unknown", f"{host(stack)} calls port {alert.dport} again and again ({again})"
    )


@lru_cache(maxsize=1_024)
def judge_scan(stack: Stack | None, pattern: Pattern) -> Finding:
    """Return the verdict of a SYN that no tool made, and that is one of many."""
    return Finding("scanner", f"{host(stack)} knocks at {pattern.words()}")


def judge_only_syn(stack: Stack | None, proto: str, dport: int | None) -> Finding:
    """Return the verdict of an alert of one SYN, as long as its source has done nothing else."""
    if stack is None:
        return _only_syn("", None, proto, dport)
    if is_tool(stack):
        return _tool(stack.label)
    return _only_syn(stack.match, stack.family, proto, dport)


@lru_cache(maxsize=256)
def _tool(label: str) -> Finding:
    return Finding("scanner", f"{MADE}{label}")


@lru_cache(maxsize=8_192)
def _only_syn(match: str, family: str | None, proto: str, dport: int | None) -> Finding:
    peers = peers_at(proto, dport)
    door = f"a {peers.port} ({peers.name})" if peers else f"port {dport}"
    who = host(Stack("", family)) if family else "a host"
    if match in _SURE:
        return Finding("client", f"{who} calls {door} once, so far")
    guess = f", by its looks of {who}" if family else ""
    return Finding("unknown", f"one SYN to {door}{guess}: too little to tell a client from a scanner")


def _leftover(case: Case, peers: Peers | None) -> Finding:
    """Judge calls of a port where the last holder of the address served."""
    who, door, ladder = host(case.stack), f"a {peers.port}" if peers else f"port {case.alert.dport}", case.alert.ladder
    if ladder:
        ends = ", then gives up" if _is_over(case) else ""
        words = f"{who} retries {door} ({waits(ladder)}){ends}"
    elif case.insists:
        words = f"{who} calls {door} again and again ({case.calls} times in {span(case.calling)})"
    else:
        words = f"{who} calls {door}"
    return Finding("leftover", words + case.inherited)


def _retries(case: Case, *, known: bool) -> Finding:
    """Judge a SYN that came again."""
    who, door, gaps = host(case.stack), f"port {case.alert.dport}", waits(case.alert.ladder)
    if known:
        return Finding("client", f"{who} retries {door} ({gaps}){', then gives up' if _is_over(case) else ''}")
    return Finding("unknown", f"{who} knocks at {door} again and again ({gaps}), as no known system does")


def is_system_like(case: Case) -> bool:
    """Tell whether a system's own stack sent it: by its SYN, or because it tries again as systems do."""
    return is_system(case.stack) or (case.waits is not None and case.waits.weight >= _TELLS)


def _is_over(case: Case) -> bool:
    """Tell whether the sender's system is known to try no more often than this."""
    family = case.stack.family if case.stack is not None else None
    ladder = case.alert.ladder
    schedules = (system.waits for system in SYSTEMS if family in system.families and len(system.waits) == len(ladder))
    return any(
        all(abs(wait - known) <= _OFF for wait, known in zip(ladder, schedule, strict=True)) for schedule in schedules
    )
