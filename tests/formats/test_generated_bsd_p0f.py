"""Lines made up of any values: what filterlog, tcpdump, pf and p0f 2 would print of a packet reads as that packet."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.formats.support import fields, parsed
from wallwatch.formats import filterlog, p0f2, pflog, tcpdump
from wallwatch.model.address import canonical

BYTE = st.integers(0, 255)
WORD = st.integers(0, 65_535)
LONG = st.integers(0, 2**32 - 1)
V4 = st.ip_addresses(v=4).map(str)
V6 = st.ip_addresses(v=6).map(str)
FLAGS = st.sets(st.sampled_from("CEUAPRSF")).map(lambda letters: "".join(x for x in "CEUAPRSF" if x in letters))
OPTION = st.one_of(
    st.just(("nop", "nop")),
    st.just(("sok", "sackOK")),
    WORD.map(lambda size: (f"mss:{size}", f"mss {size}")),
    BYTE.map(lambda shift: (f"ws:{shift}", f"wscale {shift}")),
    st.tuples(LONG, LONG).map(lambda pair: (f"ts:{pair[0]}:{pair[1]}", f"TS val {pair[0]} ecr {pair[1]}")),
)
SIZES = {"nop": 1, "sok": 2, "mss": 4, "ws": 3, "ts": 10}
PACKET = st.fixed_dictionaries(
    {
        "src": V4, "dst": V4, "sport": WORD, "dport": WORD, "tos": BYTE, "ttl": BYTE, "ip_id": WORD, "flags": FLAGS,
        "seq": LONG, "window": WORD, "length": st.integers(40, 65_535), "df": st.booleans(),
    }
)  # fmt: skip


def _letters(flags: str, alphabet: str) -> str:
    return "".join(letter for name, letter in zip("FSRPAUEC", alphabet, strict=True) if name in flags)


def _tcpdump(packet: dict[str, Any], options: list[tuple[str, str]]) -> tuple[str, str]:
    words = ",".join(word for _, word in options)
    bits, flags = "DF" if packet["df"] else "none", _letters(packet["flags"], "FSRP.UEW") or "none"
    header = f"(tos {packet['tos']:#x}, ttl {packet['ttl']}, id {packet['ip_id']}, offset 0, flags [{bits}], "
    addresses = f"    {packet['src']}.{packet['sport']} > {packet['dst']}.{packet['dport']}: "
    segment = f"Flags [{flags}], seq {packet['seq']}, win {packet['window']}, "
    listed = f"options [{words}], " if words else ""
    return f"{header}proto TCP (6), length {packet['length']})", f"{addresses}{segment}{listed}length 0"


def _without_relative(packet: dict[str, Any]) -> dict[str, Any]:
    """The fields that tcpdump states: the number of a segment with ACK and without SYN is relative."""
    relative = "A" in packet["flags"] and "S" not in packet["flags"]
    return {name: value for name, value in packet.items() if name != "seq" or not relative}


@given(packet=PACKET, options=st.lists(OPTION, max_size=4))
def test_any_packet_of_tcpdump_reads_as_it_is(packet: dict[str, Any], options: list[tuple[str, str]]) -> None:
    """And with the rule of pf before it, it reads the same."""
    size = sum(SIZES[name.partition(":")[0]] for name, _ in options)
    packet["length"] = 40 + size + -size % 4
    header, addresses = _tcpdump(packet, options)
    wanted = _without_relative(packet)
    found = fields(tcpdump, f"2026-11-22 09:16:29.776250 IP {header}", addresses)
    assert {name: found[name] for name in wanted} == wanted
    assert found["options"] == tuple(name for name, _ in options)
    logged = fields(pflog, f"2026-11-22 09:16:29.776250 rule 7/0(match): block in on em0: {header}", addresses)
    assert logged == found | {"rule": "7", "action": "block", "iface_in": "em0"}


@given(packet=PACKET, label=st.text("abcdef0123456789-", min_size=1, max_size=40), payload=st.integers(0, 1_460))
def test_any_line_of_filterlog_reads_as_it_is(packet: dict[str, Any], label: str, payload: int) -> None:
    """IPv4: what has no column is in no field."""
    tail = f"{_letters(packet['flags'], 'FSRPAUEC')},{packet['seq']},,{packet['window']},,mss"
    line = (
        f"<134>Jul  3 19:10:30 filterlog[1]: 5,,,{label},em0,match,block,in,4,{packet['tos']:#x},,{packet['ttl']},"
        f"{packet['ip_id']},0,{'DF' if packet['df'] else 'none'},6,tcp,{packet['length']},{packet['src']},"
        f"{packet['dst']},{packet['sport']},{packet['dport']},{payload},{tail}"
    )
    found = fields(filterlog, line)
    wanted = {name: value for name, value in packet.items() if name != "df" or value}
    assert {name: found[name] for name in wanted} == wanted


@given(src=V6, dst=V6, ports=st.tuples(WORD, WORD), label=st.integers(0, 0xFFFFF), size=st.integers(0, 65_495))
def test_any_ipv6_line_of_filterlog_reads_as_it_is(
    src: str, dst: str, ports: tuple[int, int], label: int, size: int
) -> None:
    """The length that is logged is that of the payload."""
    sighting = parsed(
        filterlog,
        f"<134>Jul  3 19:10:30 filterlog[1]: 5,,,0,em0,match,pass,out,6,0x00,{label:#07x},64,UDP,17,{size},{src},{dst},"
        f"{ports[0]},{ports[1]},{size}",
    )
    assert sighting is not None
    assert (sighting.src, sighting.dst, sighting.flow_label) == (canonical(src), canonical(dst), label)
    assert (sighting.sport, sighting.dport, sighting.length, sighting.udp_length) == (*ports, size + 40, size)


@given(packet=PACKET, hops=st.integers(-99, 255), mss=WORD)
def test_any_record_of_p0f_2_reads_as_it_is(packet: dict[str, Any], hops: int, mss: int) -> None:
    """In one line or in three."""
    lines = (
        f"<Sat Mar  2 15:32:54 2002> {packet['src']}:{packet['sport']} - Linux 2.4 (late) [GENERIC] ",
        f"  Signature: [{packet['window']}:{packet['ttl']}:{int(packet['df'])}:{packet['length']}:M{mss},N:.:Linux:?] ",
        f"  -> {packet['dst']}:{packet['dport']} (distance {hops}, link: ethernet/modem)",
    )
    found = fields(p0f2, *lines)
    wanted = {name: value for name, value in packet.items() if name not in {"tos", "ip_id", "flags", "seq"}}
    assert {name: found[name] for name in wanted} == wanted
    assert (found["options"], found["os"].hops, found["os"].label) == ((f"mss:{mss}", "nop"), hops, "Linux 2.4 (late)")
    assert fields(p0f2, "".join((lines[0], *(line.lstrip() for line in lines[1:])))) == found
