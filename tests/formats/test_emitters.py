"""The same packets, as the kernel, Snort and p0f logged them, and as they were on the wire."""

import ipaddress
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.formats.support import read
from tests.shared import shared
from wallwatch.formats import tcpopt
from wallwatch.model import Sighting

HEAD = "Nov 22 09:16:29 lab kernel: "
KERNEL_LOGS = [
    "crafted_LOG_all_flags",
    "crafted_LOG_mark",
    "crafted_LOG_noflags",
    "crafted_nft_netdev_flags_all",
    "replay_sanders_activeosfingerprinting",
    "replay_sanders_icmp_traceroute",
    "replay_sanders_ip_frag_source",
    "replay_sanders_ipv6_fragments",
    "replay_sv_tfo_syn_data",
]
DUMPS = ["crafted", *(name for name in KERNEL_LOGS if name.startswith("replay") and "ipv6" not in name)]
SAME = ("proto", "src", "dst", "length", "ttl", "ip_id", "df", "mf", "reserved", "frag_offset", "seq", "ack", "window")


@pytest.fixture(name="pcaplib")
def _pcaplib(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(shared("truth"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import pcaplib  # noqa: PLC0415

    yield pcaplib
    sys.modules.pop("pcaplib")


def _logged(name: str) -> list[str]:
    path = shared("samples", "emitters", "kernel", f"{name}.log")
    return [HEAD + line for line in path.read_text(encoding="utf-8").splitlines()]


def _dumped(name: str, suffix: str) -> list[Sighting]:
    path = shared("samples", "emitters", "snort220", f"{name}.{suffix}")
    return list(read(path.read_text(encoding="utf-8").splitlines()).sightings)


@pytest.mark.parametrize("name", KERNEL_LOGS)
def test_a_logged_packet_is_the_packet_on_the_wire(name: str, pcaplib: ModuleType) -> None:
    """Line N is packet N: every field of each TCP header that the kernel logged."""
    compared = 0
    wire = pcaplib.read_packets(shared("samples", "emitters", "kernel", f"{name}.pcap").read_bytes())
    for line, (_, _, link, frame) in zip(_logged(name), wire, strict=False):
        packet = pcaplib.parse_tcp(pcaplib.to_ip(link, frame))
        sightings = read([line]).sightings
        if packet is None or not sightings or sightings[0].flags is None:
            continue
        (seen,) = sightings
        assert (seen.src, seen.dst) == tuple(str(ipaddress.ip_address(text)) for text in (packet.src, packet.dst))
        assert (seen.sport, seen.dport, seen.window, seen.urgent) == (
            packet.sport,
            packet.dport,
            packet.win,
            packet.urp,
        )
        assert (seen.ttl, seen.length) == (packet.ttl, packet.totlen)
        assert seen.flags == "".join(
            letter for letter, bit in zip("CEUAPRSF", (128, 64, 32, 16, 8, 4, 2, 1), strict=True) if packet.flags & bit
        )
        if packet.ver == 4:
            assert (seen.ip_id, seen.df, seen.mf, seen.reserved) == (packet.ipid, packet.df, packet.mf, packet.mbz)
            assert seen.tos == packet.tos & 0xFE
        else:
            assert seen.flow_label == packet.flow
        if seen.seq is not None:
            assert (seen.seq, seen.ack) == (packet.seq, packet.ack)
        if seen.options is not None:
            options = tcpopt.decode(packet.opts.hex())
            assert options is not None
            assert (seen.options, seen.tcp_header) == (options.names, packet.tcphl)
        compared += 1
    assert compared or name in {
        "replay_sanders_icmp_traceroute",
        "replay_sanders_ip_frag_source",
        "replay_sanders_ipv6_fragments",
    }


@pytest.mark.parametrize("name", KERNEL_LOGS)
def test_every_logged_packet_is_read(name: str) -> None:
    """All lines give a sighting but those of frames without IP; ESP over IPv6 has no protocol field."""
    lines = _logged(name)
    reading = read(lines)
    assert reading.unparsed == ()
    assert reading.other == sum(" SRC=" not in line for line in lines)
    assert len(reading.sightings) + reading.other == len(lines)


@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_with_payload_says_what_one_without_says(name: str) -> None:
    """``-v`` and ``-vde`` differ in link addresses and payload, not in a field."""
    plain, full = _dumped(name, "dump_v.txt"), _dumped(name, "dump_vde.txt")
    fields = [field for field in Sighting.__struct_fields__ if field not in {"raw", "lines", "start", "end", "mac_src"}]
    assert plain
    for one, other in zip(plain, full, strict=True):
        assert [getattr(one, field) for field in fields] == [getattr(other, field) for field in fields]


@pytest.mark.parametrize("name", DUMPS)
def test_kernel_and_snort_agree_on_a_packet(name: str) -> None:
    """Where both log a field of the same packet, it is the same."""
    log = "crafted_LOG_all_flags" if name == "crafted" else name
    kernel: dict[tuple[object, ...], list[Sighting]] = {}
    for seen in read(_logged(log)).sightings:
        kernel.setdefault(_key(seen), []).append(seen)
    agreed = 0
    for dumped in _dumped(name, "dump_v.txt"):
        rivals = kernel.get(_key(dumped), [])
        agreed += any(_agree(dumped, seen) for seen in rivals)
    assert agreed >= 0.95 * len(_dumped(name, "dump_v.txt"))


def _key(seen: Sighting) -> tuple[object, ...]:
    return seen.proto, seen.src, seen.dst, seen.ip_id, seen.length


def _agree(one: Sighting, other: Sighting) -> bool:
    """Every field that both state; the kernel loses bit 0 of TOS, and prints the ports of a first fragment."""
    pairs = [(getattr(one, field), getattr(other, field)) for field in (*SAME, "icmp_type", "icmp_code", "options")]
    return all(first == second for first, second in pairs if None not in (first, second))


@pytest.mark.parametrize("name", DUMPS)
def test_every_alert_of_a_packet_is_read(name: str) -> None:
    """Snort's syslog alerts of the same packets, behind a daemon's head."""
    path = shared("samples", "emitters", "snort220", f"{name}.alert_syslog")
    lines = ["Nov 22 09:16:29 lab " + line for line in path.read_text(encoding="utf-8").splitlines()]
    reading = read(lines)
    assert (len(reading.sightings), reading.other, reading.unparsed) == (len(lines), 0, ())


@pytest.mark.parametrize(
    ("name", "sightings"),
    [
        ("p0f-v1.8.3-seed-vt.log", 6),
        ("p0f-v1.8.3-distinct.log", 0),
        ("p0f-v3.09b-distinct.log", 608),
        ("p0f-v3.09b-seed.log", 2),
        ("p0f-v3.09b-other-mods.log", 0),
        ("p0f-v2.0.8-distinct-t.log", 571),
    ],
)
def test_p0fs_logs_give_one_sighting_a_packet(name: str, sightings: int) -> None:
    """What else p0f 3 notices of a connection is other."""
    reading = read(shared("truth", "p0f-logs", name).read_text(encoding="utf-8").splitlines())
    assert (len(reading.sightings), reading.unparsed) == (sightings, ())


def test_a_raw_signature_claims_nothing_that_the_packet_is_not(pcaplib: ModuleType) -> None:
    """608 SYNs: every header field that is read from p0f 3's log is that of the packet."""
    wire = {}
    for _, _, link, frame in pcaplib.read_packets(shared("truth", "distinct.pcap").read_bytes()):
        packet = pcaplib.parse_tcp(pcaplib.to_ip(link, frame))
        wire[str(ipaddress.ip_address(packet.src)), packet.sport] = packet
    log = shared("truth", "p0f-logs", "p0f-v3.09b-distinct.log").read_text(encoding="utf-8")
    for seen in read(log.splitlines()).sightings:
        packet = wire[seen.src, seen.sport]
        options = tcpopt.decode(packet.opts.hex())
        assert seen.ttl == packet.ttl
        assert seen.window in {None, packet.win}
        assert seen.df in {None, packet.df}
        assert seen.ip_header in {None, packet.iphl}
        assert options is not None
        assert seen.options in {None, options.names}
        assert seen.flags is None or set(seen.flags) == {
            "S",
            *("U" * bool(packet.flags & 32)),
            *("P" * bool(packet.flags & 8)),
        }
