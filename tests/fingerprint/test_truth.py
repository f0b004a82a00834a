"""Against real p0f: 608 distinct SYNs out of 62,389 captured ones, with what p0f 3.09b said of each."""

from collections import Counter
from typing import Final

import pytest
from msgspec.structs import replace

from tests.fingerprint.captures import Truth, headers, truths
from tests.shared import shared
from wallwatch.fingerprint import Matcher, bundled, read_database
from wallwatch.fingerprint.raw import raw_signature
from wallwatch.fingerprint.shape import shape_of
from wallwatch.fingerprint.syn import read_syn
from wallwatch.fingerprint.window import window_multiple
from wallwatch.model import Header, Stack

UNKNOWN: Final = "???"

HALF_BLIND: Final = ("???", "NMap OS detection")
"""p0f 3.09b sees a stray ACK number only if bit 24 of it is set (``ack+``), so it misses half of nmap -O's probes."""

PLAIN: Final = "Linux 2.2.x-3.x (barebone)"
"""What p0f calls any SYN with an MSS and nothing else: old Windows, routers, masscan, zmap. We leave those unknown."""


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
    return Matcher([database])


def test_the_label_is_p0fs_wherever_p0f_is_right(distinct, p0f):
    """With p0f's database every one of 608 labels agrees, but for 9 of nmap's probes that p0f does not see."""
    differing = Counter()
    for header, said in distinct:
        ours = label(p0f.stack(header))
        if ours != said.label:
            differing[said.label, ours] += 1
    assert differing == {HALF_BLIND: 9}


def as_in_a_snort_dump(header: Header) -> Header:
    """Snort prints UrgPtr only with its flag, stops at EOL, and says nothing of padding or a broken list."""
    urgent = header.urgent if "U" in header.flags else None
    return replace(header, urgent=urgent, eol_pad=None, eol_data=None, options_bad=None)


def as_in_netfilter(header: Header) -> Header:
    """LOG --log-tcp-options prints neither sequence numbers nor the length of the IP header nor the low ECN bit."""
    return replace(header, seq=None, ack=None, ip_header=None, tos=header.tos & 0xFE)


@pytest.mark.parametrize("logged", [as_in_a_snort_dump, as_in_netfilter])
def test_what_a_log_leaves_out_costs_little(distinct, p0f, logged):
    """At least 99.5 % of the labels survive each text format; no field that is missing is taken for zero."""
    shapes = [pair for pair in distinct if ":" not in pair[0].src or logged is as_in_netfilter]
    labels = [(label(p0f.stack(logged(header))), said.label) for header, said in shapes]
    agreeing = sum(ours == theirs or (theirs, ours) == HALF_BLIND for ours, theirs in labels)
    assert agreeing / len(shapes) >= 0.995


def label(stack: Stack | None) -> str:
    return UNKNOWN if stack is None else stack.label


def test_the_distance_is_p0fs(distinct, p0f):
    """Wherever both name a stack, they count the same routers."""
    named = [
        (stack.hops, said.dist) for header, said in distinct if (stack := p0f.stack(header)) and said.label != UNKNOWN
    ]
    assert len(named) == 426
    assert all(ours == theirs for ours, theirs in named)


def test_a_match_is_as_sure_as_p0fs(distinct, p0f):
    """Exact, generic or fuzzy: p0f's ``params`` say the same."""
    for header, said in distinct:
        stack = p0f.stack(header)
        if stack is not None and said.label != UNKNOWN:
            assert (stack.match == "fuzzy") == ("fuzzy" in said.params), said
            assert (stack.match == "tool") == (said.kind == "app"), said


def test_the_raw_signature_is_p0fs(distinct):
    """Letter by letter, but for ``ack+``, which stands here for any stray ACK number."""
    for header, said in distinct:
        raw = raw_text(header)
        if header.ack and not header.ack & 1 << 24:
            raw = raw.replace(",ack+", "").replace("ack+", "").replace(":,", ":")
        assert raw == said.raw_sig


def raw_text(header) -> str:
    syn = read_syn(header)
    assert syn is not None
    shape = shape_of(syn.fields)
    multiple = window_multiple(syn.window, shape.mss, shape.version, shape.headers, stamped=shape.stamped)
    return raw_signature(shape, syn.ttl, syn.window, multiple)


def test_our_own_signatures_name_the_same_family(distinct, p0f):
    """Of the shapes that p0f names on more than an MSS, at least 98 % get the same family from our own database."""
    own = Matcher([bundled()])
    families = [
        (family(own.stack(header)), family(p0f.stack(header)))
        for header, said in distinct
        if said.label not in {UNKNOWN, PLAIN}
    ]
    assert len(families) == 388
    assert sum(ours == theirs for ours, theirs in families) / len(families) >= 0.98


def family(stack: Stack | None) -> str | None:
    return None if stack is None else stack.family


def test_no_plain_syn_is_called_linux(distinct):
    """An MSS and nothing else is named only where window, DF and TTL all fit."""
    own = Matcher([bundled()])
    answers = [stack for header, said in distinct if said.label == PLAIN and (stack := own.stack(header))]
    assert {(stack.label, stack.match) for stack in answers} == {("Windows NT 4.0", "exact")}


def test_no_system_is_called_a_tool(distinct, p0f):
    """Our own database names a tool only where p0f's does."""
    own = Matcher([bundled()])
    for header, _ in distinct:
        stack = own.stack(header)
        if stack is not None and stack.match == "tool":
            assert p0f.stack(header).match == "tool"


KERNELS: Final = (
    "barebone", "default", "ecn", "mtu1280", "mtu1400", "mtu1420", "mtu1492", "mtu576", "mtu9000", "nopmtu", "nosack",
    "nots", "nows", "retrans", "ttl128",
)  # fmt: skip


@pytest.mark.parametrize("name", KERNELS)
def test_a_modern_kernel_is_linux_however_it_is_set(name):
    """Kernel 6.18, at all MTUs and with each option switched off; p0f knows it at best as "Linux 2.2.x-3.x"."""
    own = Matcher([bundled()])
    assert {own.stack(header).family for header in headers("tools", f"kern_{name}.pcap")} == {"Linux"}


NMAP: Final = {"nmap_sS": {"nmap SYN scan"}, "nmap_O": {"nmap OS detection", "nmap SYN scan"}}


@pytest.mark.parametrize(("name", "labels"), NMAP.items())
def test_nmaps_own_packets_are_nmap(name, labels):
    """Every raw SYN of a scan and of a system detection, the latter's port probe included."""
    own = Matcher([bundled()])
    assert {own.stack(header).label for header in headers("tools", f"{name}.pcap")} == labels
