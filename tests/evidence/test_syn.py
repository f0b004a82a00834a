"""The verdict of SYNs."""

import pytest

from tests.evidence.samples import LINUX, NMAP, WINDOWS, an_alert
from wallwatch.evidence.campaign import Pattern
from wallwatch.evidence.case import Case
from wallwatch.evidence.syn import judge_only_syn, judge_syn
from wallwatch.fingerprint.schedule import reading
from wallwatch.model import Stack

PARTIAL = Stack("Windows", "Windows", "partial", 11)
OLD_WINDOWS = (2.96, 6.02)
CODE_RED = Pattern(1, 12, 4.0)
SINCE = "since 15:20 this address has a new holder: 14 hosts in 9 networks call port 6346, a gnutella server stood here"


def judged(stack=WINDOWS, ladder=(), port=6346, **fields):
    alert = an_alert(dport=port, ladder=ladder, packets=len(ladder) + 1)
    waits = reading(ladder, len(ladder) + 1) if ladder else None
    finding = judge_syn(Case(alert=alert, stack=stack, waits=waits, **fields))
    return f"{finding.verdict}: {finding.because}"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"ladder": OLD_WINDOWS},
            "leftover: a Windows host retries a file-sharing port (3 s, 6 s), then gives up",
        ),
        ({"ladder": (3.0,)}, "leftover: a Windows host retries a file-sharing port (3 s)"),
        ({"ladder": (1.0, 2.0), "stack": LINUX}, "leftover: a Linux host retries a file-sharing port (1 s, 2 s)"),
        ({"ladder": OLD_WINDOWS, "stack": None}, "leftover: a host retries a file-sharing port (3 s, 6 s)"),
        (
            {"calls": 4, "calling": 600.0},
            "leftover: a Windows host calls a file-sharing port again and again (4 times in 10 min)",
        ),
        ({"legacy": SINCE}, f"leftover: a Windows host calls a file-sharing port; {SINCE}"),
        ({"legacy": SINCE, "port": 27015}, f"leftover: a Windows host calls port 27015; {SINCE}"),
        ({}, "client: a Windows host calls a file-sharing port (gnutella) once, so far"),
    ],
)
def test_a_leftover_is_who_expects_to_be_served(fields, words):
    """A system's own stack that tries a peer's port again, or calls what the last holder of the address served."""
    assert judged(**fields) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stack": LINUX}, "client: a Linux host calls port 22 once, so far"),
        ({"ladder": (3.0, 6.0)}, "client: a Windows host retries port 22 (3 s, 6 s), then gives up"),
        ({"stack": LINUX, "ladder": (1.0, 2.0)}, "client: a Linux host retries port 22 (1 s, 2 s)"),
        ({"stack": None, "ladder": (1.0, 2.0, 4.0)}, "client: a host retries port 22 (1 s, 2 s, 4 s)"),
        ({"calls": 5, "calling": 50.0}, "client: a Windows host calls port 22 again and again (5 times in 50 s)"),
    ],
)
def test_a_client_behaves_as_systems_do(fields, words):
    """Its SYN or its retries are those of a system."""
    assert judged(port=22, **fields) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stack": NMAP}, "scanner: made by a tool, not by a system: nmap SYN scan"),
        (
            {"stack": NMAP, "pattern": Pattern(9, 1, 1.0)},
            "scanner: made by a tool, not by a system: nmap SYN scan; 9 ports within 1 s",
        ),
        ({"stack": LINUX, "pattern": Pattern(9, 1, 1.0)}, "scanner: a Linux host knocks at 9 ports within 1 s"),
        ({"pattern": CODE_RED, "ladder": (3.0,)}, "scanner: a Windows host knocks at 12 hosts within 4 s"),
        ({"stack": None, "pattern": CODE_RED}, "scanner: a host knocks at 12 hosts within 4 s"),
    ],
)
def test_a_scanner_is_a_tool_or_knocks_at_many_doors(fields, words):
    """A system's own SYNs make a scan only by their pattern; a tool's SYN is one by itself, at any port."""
    assert judged(**fields) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stack": None}, "unknown: one SYN to port 22: too little to tell a client from a scanner"),
        (
            {"stack": PARTIAL},
            "unknown: one SYN to port 22, by its looks of a Windows host: too little to tell a client from a scanner",
        ),
        (
            {"stack": None, "ladder": (0.1, 0.1, 40.0)},
            "unknown: a host knocks at port 22 again and again (0 s, 0 s, 40 s), as no known system does",
        ),
        ({"stack": None, "legacy": SINCE}, "unknown: one SYN to port 22: too little to tell a client from a scanner"),
        (
            {"stack": None, "calls": 3, "calling": 20.0},
            "unknown: a host calls port 22 again and again (3 times in 20 s)",
        ),
    ],
)
def test_what_is_not_known_is_not_claimed(fields, words):
    """A bare line, or retries of no known system, leave it open."""
    assert judged(port=22, **fields) == words


def test_the_only_syn_is_judged_by_its_stack_and_port():
    """Without anything else, that is all there is."""
    assert judge_only_syn(WINDOWS, "tcp", 80).verdict == "client"
    assert judge_only_syn(PARTIAL, "tcp", 80).verdict == "unknown"
    assert judge_only_syn(Stack("Windows 2000", "Windows", "reported"), "tcp", 80).verdict == "client"
