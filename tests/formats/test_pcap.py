import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.formats.support import SAMPLES, fields, parsed, shown
from tests.shared import shared
from wallwatch.formats import FORMATS, Block, pcap, tcpopt
from wallwatch.sources.capture import CaptureSplitter

SYN = (
    "pcap 1015083174.630347 101 4500003c1a2b4000750600c0c6336407c0000201"
    "0db018caee01ea3800000000a0022000000000000204058c0402080a000001000000000001030307"
)
ETHERNET = SYN.replace(" 101 ", " 1 " + "02000000000b001bb9769ce40800")


def test_a_packet_has_every_field_of_its_headers() -> None:
    """The stamp is exact to the microsecond, and states its year."""
    assert fields(pcap, SYN) == {
        "time": 1_015_083_174_630_347,
        "tick": 1,
        "year_stated": True,
        "proto": "tcp",
        "src": "198.51.100.7",
        "dst": "192.0.2.1",
        "sport": 3504,
        "dport": 6346,
        "ttl": 117,
        "tos": 0,
        "ip_id": 6699,
        "length": 60,
        "df": True,
        "mf": False,
        "reserved": False,
        "frag_offset": 0,
        "ip_header": 20,
        "flags": "S",
        "seq": 3993102904,
        "ack": 0,
        "window": 8192,
        "urgent": 0,
        "tcp_header": 40,
        "options": ("mss:1420", "sok", "ts:256:0", "nop", "ws:7"),
        "options_bad": False,
    }


def test_a_frame_tells_who_sent_it() -> None:
    """What is in the packet does not depend on the link it came by."""
    assert fields(pcap, ETHERNET) == fields(pcap, SYN) | {"mac_src": "00:1b:b9:76:9c:e4"}


@pytest.mark.parametrize(
    "near",
    [
        SYN.replace("pcap ", "pcap: "),
        SYN.replace(".630347", ".63"),
        SYN.replace("1015083174", "99999999999"),
        SYN.replace("1015083174.630347", "-"),
        SYN.replace("1015083174", "-5"),
        SYN.replace("1015083174", "\u0661"),
        SYN.upper(),
        SYN.replace(" 101 ", " 147 "),
        SYN.replace(" 4500", " 9500"),
        SYN[:60],
        SYN + " x",
        "pcap 1015083174.630347 1 02000000000b001bb9769ce40806" + "00" * 28,
        "pcap 1015083174.630347 1 ",
        "x " + SYN,
        "Mar  2 15:32:54 h " + SYN,
    ],
)
def test_what_carries_no_packet_is_none_of_ours(near: str) -> None:
    """A frame without IP, a header that is cut off, a text that only begins like ours."""
    assert all(reads.frame([near], 0, final=True) == 0 for reads in FORMATS if reads.sniff(near))
    assert parsed(pcap, near) is None


def test_only_the_time_stands_in_the_line_as_text() -> None:
    """All else is in the bytes."""
    assert shown(pcap, SYN) == {"time": "1015083174.630347"}
    assert pcap.spans(Block(("prose",))) == {}


def test_every_sample_is_a_packet() -> None:
    """TCP, UDP, ICMP, fragments and IPv6 on Ethernet."""
    lines = (SAMPLES / "pcap.log").read_text(encoding="utf-8").splitlines()
    assert {fields(pcap, line)["proto"] for line in lines} >= {"tcp", "udp", "icmp", "icmp6"}


@pytest.fixture(name="pcaplib")
def _pcaplib(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(shared("truth"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import pcaplib  # noqa: PLC0415

    yield pcaplib
    sys.modules.pop("pcaplib")


@pytest.mark.parametrize(
    "name",
    [
        "crafted_LOG_all_flags",
        "crafted_nft_netdev_flags_all",
        "replay_sanders_activeosfingerprinting",
        "replay_sv_tfo_syn_data",
    ],
)
def test_a_capture_says_what_another_decoder_says(name: str, pcaplib: ModuleType) -> None:
    """Every TCP header of captures whose packets were made for it, field by field."""
    capture = shared("samples", "emitters", "kernel", f"{name}.pcap").read_bytes()
    lines = CaptureSplitter().feed(capture)[0]
    compared = 0
    for line, (_, _, link, frame) in zip(lines, pcaplib.read_packets(capture), strict=True):
        packet = pcaplib.parse_tcp(pcaplib.to_ip(link, frame))
        seen = parsed(pcap, line.decode())
        if packet is None or seen is None:
            continue
        assert (seen.sport, seen.dport, seen.seq, seen.ack) == (packet.sport, packet.dport, packet.seq, packet.ack)
        assert (seen.window, seen.urgent, seen.ttl) == (packet.win, packet.urp, packet.ttl)
        assert (seen.length, seen.tos, seen.tcp_header) == (packet.totlen, packet.tos, packet.tcphl)
        options = tcpopt.decode(packet.opts.hex())
        assert options is not None
        assert seen.options in {None, options.names}
        compared += 1
    assert compared
