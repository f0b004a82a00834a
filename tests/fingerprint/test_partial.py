import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.fingerprint.captures import headers, truths
from tests.fingerprint.samples import syn
from tests.formats.support import read
from tests.shared import shared
from wallwatch.fingerprint import Matcher, bundled, read_database
from wallwatch.fingerprint.partial import family
from wallwatch.model import Header, Stack

BARE = {"options": None, "tcp_header": None, "ip_header": None, "seq": None, "ack": None}

NAMED = [
    ({"length": 48, "ttl": 117, "window": 5840}, "Windows", 11),  # 2000 and XP
    ({"length": 52, "ttl": 120, "window": 8192}, "Windows", 8),  # Vista to 8
    ({"length": 52, "ttl": 128, "window": 64240}, "Windows", 0),  # 10
    ({"length": 60, "ttl": 55, "window": 64240}, "Linux", 9),  # 4.20 on Ethernet
    ({"length": 60, "ttl": 55, "window": 5840}, "Linux", 9),  # 2.4
    ({"length": 60, "ttl": 64, "window": 12345}, "Linux", 0),  # no window of any other
    ({"length": 52, "ttl": 50, "window": 64240}, "Linux", 14),  # without timestamps
    ({"length": 64, "ttl": 52, "window": 65535}, "macOS", 12),
    ({"length": 64, "ttl": 52, "window": 65535, "ip_id": 0}, "macOS", 12),
    ({"length": 64, "ttl": 52, "window": 65535, "ip_id": 0, "df": False}, "macOS", 12),  # as captured of late
    ({"length": 60, "ttl": 61, "window": 65535}, "Linux", 3),  # Android: FreeBSD is rare
    ({"length": 60, "ttl": 61, "window": 65535, "ip_id": 0}, "FreeBSD", 3),  # Linux counts
    ({"length": 64, "ttl": 61, "window": 16384}, "OpenBSD", 3),
    ({"length": 48, "ttl": 117, "window": None}, "Windows", 11),  # ipchains
]

SILENT = [
    ({"length": 40, "window": 1024, "df": False}, "no options: crafted"),
    ({"length": 40, "window": 65535}, "no options: crafted"),
    ({"length": 44, "window": 1024, "df": False, "ttl": 45}, "nmap, masscan"),
    ({"length": 44, "window": 8192}, "an MSS alone"),
    ({"length": 44, "window": 64240, "ttl": 64}, "an MSS alone"),
    ({"length": 48, "window": 64240, "ttl": 55}, "Windows from so far, or Linux without all"),
    ({"length": 52, "window": 8192, "ttl": 55}, "the window of Windows, the TTL of Linux"),
    ({"length": 52, "window": 65535, "ttl": 64, "df": False}, "zmap as Windows"),
    ({"length": 60, "window": 65535, "ttl": 64, "df": False}, "zmap as Linux"),
    ({"length": 60, "window": 64240, "ttl": 200}, "no such TTL is near"),
    ({"length": 60, "window": None, "ttl": 64}, "Linux, or a BSD"),
    ({"length": 64, "window": None, "ttl": 64}, "macOS, or a BSD"),
    ({"length": 60, "ttl": None}, "no TTL"),
    ({"length": None}, "no length"),
    ({"df": None}, "no DF"),
    ({"flags": "SA"}, "no SYN"),
    ({"flags": None, "proto": "udp"}, "no TCP"),
    ({"length": 3}, "shorter than its header"),
]


@pytest.mark.parametrize(("fields", "name", "hops"), NAMED)
def test_length_ttl_and_window_tell_a_family(fields, name, hops):
    """What bare lines of common systems look like is known; the distance is a guess from the TTL."""
    stack = family(syn(**(BARE | fields)))
    assert stack is not None
    assert (stack.family, stack.match, stack.hops) == (name, "partial", hops)
    assert stack.unseen[-1] == "options"


@pytest.mark.parametrize(("fields", "_why"), SILENT)
def test_nothing_is_said_where_several_fit_or_scanners_do(fields, _why):
    """No guess is better than a wrong one."""
    assert family(syn(**(BARE | fields))) is None


@pytest.mark.parametrize(("length", "ttl", "window", "name"), [(80, 60, 64800, "Linux"), (84, 60, 65535, "macOS")])
def test_ipv6_has_no_df_and_a_longer_header(length, ttl, window, name):
    """The same options make a longer packet, and neither DF nor ID is there to tell more."""
    fields = {"src": "2001:db8::7", "length": length, "ttl": ttl, "window": window, "df": None, "ip_id": None}
    stack = family(syn(**(BARE | fields)))
    assert stack is not None
    assert stack.family == name


def test_the_length_of_the_tcp_header_says_how_long_the_options_are():
    """Where both lengths were logged, data in the packet changes nothing."""
    assert family(syn(**(BARE | {"length": 90, "tcp_header": 28}))) == family(syn(**BARE))


IPCHAINS = (
    "Mar  2 15:32:54 greatwall kernel: Packet log: input DENY ppp0 PROTO=6 192.0.2.112:3504 198.51.100.120:6346 "
    "L=48 S=0x00 I=31988 F=0x4000 T=117 SYN (#64)"
)
UFW = (
    "Nov 22 09:16:29 gw kernel: [UFW BLOCK] IN=eth0 OUT= MAC= SRC=192.0.2.7 DST=198.51.100.1 LEN=60 TOS=0x00 "
    "PREC=0x00 TTL=53 ID=4711 DF PROTO=TCP SPT=51000 DPT=22 WINDOW=64240 RES=0x00 SYN URGP=0 "
)


@pytest.mark.parametrize(("line", "label"), [(IPCHAINS, "Windows"), (UFW, "Linux")])
def test_real_lines_say_enough(line, label):
    """A line of ipchains has no window, one of a plain LOG rule no options."""
    (sighting,) = read([line]).sightings
    stack = family(sighting)
    assert stack is not None
    assert stack.label == label


def bare_lines(*parts: str) -> list[Header]:
    """Return the SYNs of a capture as plain LOG lines have them, parsed."""
    command = [sys.executable, str(shared("truth", "pcap2iptables.py")), str(shared("truth", *parts))]
    printed = subprocess.run([*command, "--no-tcp-options"], capture_output=True, text=True, check=True)
    return list(read(printed.stdout.splitlines()).sightings)


@pytest.fixture(scope="module")
def distinct() -> list[tuple[Header, str]]:
    """Bare lines of the 608 SYNs, with the family that p0f names (``""``: none, or it says no more than "an MSS")."""
    p0f = Matcher([read_database(shared("truth", "p0f-3.09b.fp"))])
    said = truths("distinct.truth.tsv")
    whole = {(header.src, header.sport): header for header in headers("distinct.pcap")}
    pairs = []
    for line in bare_lines("distinct.pcap"):
        truth = said[line.src, line.sport or 0]
        stack = p0f.stack(whole[line.src, line.sport])
        known = truth.kind == "os" and truth.label != "???" and stack is not None
        pairs.append((line, stack.family if known and stack else ""))
    assert len(pairs) == 608
    return pairs


def test_a_named_family_is_right(distinct):
    """Of 608 shapes p0f knows 397; of those 300 get a family from a bare line, and 98 in 100 the right one."""
    outcomes = Counter()
    for line, truth in distinct:
        stack = family(line)
        if truth:
            outcomes["silent" if stack is None else same(stack.family, truth)] += 1
    assert outcomes[True] + outcomes[False] >= 280
    assert outcomes[True] / (outcomes[True] + outcomes[False]) >= 0.95


def same(ours: str | None, theirs: str) -> bool:
    return ours == theirs or (ours, theirs) == ("macOS", "iOS")


def test_a_family_without_a_window_is_right_too(distinct):
    """As an ipchains line has it; it names fewer, and is as careful."""
    pairs = [(family(replace(line, window=None)), truth) for line, truth in distinct if truth]
    named = [same(stack.family, truth) for stack, truth in pairs if stack is not None]
    assert len(named) >= 100
    assert sum(named) / len(named) >= 0.95


def test_no_tool_is_called_a_system():
    """Bare lines of nmap, masscan, zmap, hping, scapy and Mirai name nothing, with a window or without."""
    captures = [path.name for path in sorted(shared("truth", "tools").glob("*.pcap"))]
    of_tools = [name for name in captures if not name.startswith("kern_") and name != "nmap_sT.pcap"]
    lines = [line for name in of_tools for line in bare_lines("tools", name)]
    assert len(lines) > 150
    assert {family(line) for line in lines} == {None}
    assert {family(replace(line, window=None)) for line in lines} == {None}


def test_linux_is_linux_whatever_its_segment_size():
    """The kernel's own SYN at MTUs from 576 to 9000."""
    named = {stack.label for mtu in (576, 1280, 1400, 1420, 1492, 9000) for stack in kernel(f"kern_mtu{mtu}.pcap")}
    assert named == {"Linux"}


def kernel(name: str) -> list[Stack]:
    return [stack for line in bare_lines("tools", name) if (stack := family(line)) is not None]


numbers = st.one_of(st.none(), st.integers(0, 65_535))
lines = st.builds(
    Header,
    proto=st.just("tcp"),
    src=st.sampled_from(("192.0.2.1", "2001:db8::1", "")),
    dst=st.just("198.51.100.1"),
    ttl=st.one_of(st.none(), st.integers(0, 255)),
    ip_id=numbers,
    length=st.one_of(st.sampled_from((44, 48, 52, 56, 60, 64, 72, 80, 84)), numbers),
    df=st.sampled_from((None, False, True)),
    ip_header=st.sampled_from((None, 20, 40, 60)),
    tcp_header=st.sampled_from((None, 20, 28, 32, 40, 44)),
    flags=st.sampled_from((None, "", "S", "CES", "SA", "FS", "RS")),
    window=st.one_of(st.sampled_from((None, 5840, 8192, 16384, 64240, 65535)), numbers),
)

LABELS = {(entry.label.family, entry.label.family) for entry in bundled().entries} | {("macOS or iOS", "macOS")}


@settings(deadline=None, max_examples=300)
@given(lines)
def test_a_bare_line_never_names_a_version(line):
    """Whatever stands in it: a family alone, or nothing."""
    stack = family(line)
    if stack is not None:
        assert (stack.label, stack.family) in LABELS
        assert stack.match == "partial"
        assert stack.hops is not None
