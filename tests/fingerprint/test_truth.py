"""Against real p0f: 608 distinct SYNs out of 62,389 captured ones, with what p0f 3.09b said of each."""

from collections import Counter
from typing import Final

import pytest

from tests.fingerprint.captures import NETFILTER, NETFILTER_WITH_SEQUENCE, SNORT, Truth, headers, logged, truths
from tests.shared import shared
from wallwatch.fingerprint import Matcher, bundled, read_database, tools
from wallwatch.model import Header, Stack

UNKNOWN: Final = "???"

PLAIN: Final = "Linux 2.2.x-3.x (barebone)"
"""What p0f calls any SYN with an MSS and nothing else: old Windows, routers, masscan, zmap. We leave most unknown."""

DEVIATIONS: Final = {
    ("???", "nmap OS detection"): "p0f sees a stray ACK number only if bit 24 of it is set",
    ("???", "zmap (old)"): "p0f knows no zmap; the IP ID 54321 is its mark",
    ("???", "scapy"): "p0f knows no scapy; the IP ID 1 and the window 8192 are its own",
    ("???", "hping"): "p0f knows no hping; a SYN without options, with its window or a stray ACK number",
    ("???", "crafted SYN"): "p0f has no word for a SYN without options",
}
"""Where our own database names a tool and p0f nothing, and why."""


@pytest.fixture(scope="module")
def distinct() -> list[tuple[Header, Truth]]:
    said = truths("distinct.truth.tsv")
    pairs = [(header, said[header.src, header.sport or 0]) for header in headers("distinct.pcap")]
    assert len(pairs) == len(said) == 608
    return pairs


@pytest.fixture(scope="module")
def p0f() -> Matcher:
    database = read_database(shared("truth", "p0f-3.09b.fp"))
    assert database.problems == ()
    assert len(database.entries) == 91
    return Matcher([database], as_p0f=True)


@pytest.fixture(scope="module")
def own() -> Matcher:
    return Matcher([bundled()])


def label(stack: Stack | None) -> str:
    return UNKNOWN if stack is None else stack.label


def family(stack: Stack | None) -> str | None:
    return None if stack is None else stack.family


def test_every_label_is_p0fs(distinct, p0f):
    """With p0f's database, and where p0f errs, too: all of 608."""
    assert [pair for pair in distinct if label(p0f.stack(pair[0])) != pair[1].label] == []


LOGS: Final = [(SNORT, 571, 571), (NETFILTER, 608, 606), (NETFILTER_WITH_SEQUENCE, 608, 608)]


@pytest.mark.parametrize(("kind", "shapes", "agreeing"), LOGS, ids=["snort", "netfilter", "netfilter with sequence"])
def test_what_a_log_leaves_out_costs_little(p0f, kind, shapes, agreeing):
    """Written as a log and read again, at least 99.5 % of the labels are p0f's, and every distance is."""
    said = truths("distinct.truth.tsv")
    answers = [
        (p0f.stack(line), said[line.src, line.sport or 0]) for line in logged(shared("truth", "distinct.pcap"), kind)
    ]
    assert len(answers) == shapes
    assert sum(label(stack) == truth.label for stack, truth in answers) == agreeing
    named = [(stack.hops, truth.dist) for stack, truth in answers if stack and truth.label != UNKNOWN]
    assert all(ours == theirs for ours, theirs in named)


def test_the_distance_is_p0fs(distinct, p0f):
    """Wherever p0f names a stack, both count the same routers."""
    named = [(stack.hops, said.dist) for header, said in distinct if (stack := p0f.stack(header))]
    assert len(named) == 426
    assert all(ours == theirs for ours, theirs in named)


def test_a_match_is_as_sure_as_p0fs(distinct, p0f):
    """Exact, generic or fuzzy: p0f's ``params`` say the same."""
    for header, said in distinct:
        stack = p0f.stack(header)
        if stack is not None:
            assert (stack.match == "fuzzy") == ("fuzzy" in said.params), said
            assert (stack.match == "tool") == (said.kind == "app"), said


def test_the_raw_signature_is_p0fs(distinct, p0f):
    """Letter by letter."""
    assert [said.raw_sig for _, said in distinct] == [p0f.raw(header) for header, _ in distinct]


def test_our_own_signatures_name_the_same_family(distinct, own, p0f):
    """Of the shapes that p0f names on more than an MSS, at least 98 % get the same family from our own database."""
    families = [
        (family(own.stack(header)), family(p0f.stack(header)))
        for header, said in distinct
        if said.label not in {UNKNOWN, PLAIN}
    ]
    assert len(families) == 388
    assert sum(ours == theirs for ours, theirs in families) >= 387


def test_a_plain_syn_is_named_only_where_all_of_it_fits(distinct, own):
    """An MSS and nothing else is p0f's "barebone" Linux; what of it we name has a window that is known."""
    answers = [stack for header, said in distinct if said.label == PLAIN and (stack := own.stack(header))]
    assert Counter((stack.label, stack.match) for stack in answers) == {
        ("Windows NT 4.0", "exact"): 2,
        ("Cisco IOS", "exact"): 3,
        ("Linux 2.4 to 2.6", "exact"): 1,
        ("Linux 2.0", "exact"): 1,
        ("FreeBSD 2 to 4", "exact"): 1,
        ("embedded (VxWorks, QNX, a printer)", "exact"): 1,
        ("lwIP", "exact"): 1,
    }


def test_no_system_is_called_a_tool(distinct, own, p0f):
    """Where our own database names a tool, p0f's names it too, or knows nothing, for a reason that is known."""
    for header, said in distinct:
        stack = own.stack(header)
        if stack is not None and stack.match == tools.TOOL:
            theirs = p0f.stack(header)
            assert (said.label, stack.label) in DEVIATIONS or (theirs is not None and theirs.match == tools.TOOL)


def test_no_number_proves_a_tool_by_chance(distinct):
    """The relations between numbers that are said to be proofs hold in none of 608 shapes."""
    assert [header for header, _ in distinct if tools.proven(header)] == []


KERNELS: Final = (
    "barebone", "default", "ecn", "mtu1280", "mtu1400", "mtu1420", "mtu1492", "mtu576", "mtu9000", "nopmtu", "nosack",
    "nots", "nows", "retrans", "ttl128",
)  # fmt: skip


@pytest.mark.parametrize("name", KERNELS)
def test_a_modern_kernel_is_linux_however_it_is_set(own, name):
    """Kernel 6.18, at all MTUs and with each option switched off; p0f knows it at best as "Linux 2.2.x-3.x"."""
    assert {own.stack(header).family for header in headers("tools", f"kern_{name}.pcap")} == {"Linux"}
