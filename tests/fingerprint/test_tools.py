from typing import Any

import pytest
from msgspec.structs import replace

from tests.fingerprint.samples import syn, whole_syn
from wallwatch.fingerprint import tools
from wallwatch.model import Header, Packet

NOW = 1_700_000_000

RAW: dict[str, Any] = {"df": False, "ttl": 50, "src": "203.0.113.7", "dst": "198.51.100.120", "dport": 80}


def raw(options: tuple[str, ...] = (), **fields: Any) -> Header:
    return whole_syn(options, **(RAW | fields))


def unlogged(options: tuple[str, ...], **fields: Any) -> Header:
    """The same as a log without options has it."""
    return replace(raw(options, **fields), options=None, tcp_header=None)


def at(time: int, header: Header) -> Packet:
    return Packet(**{name: getattr(header, name) for name in header.__struct_fields__}, time=time * 1_000_000)


FOLDED = {"dst": "10.99.0.2", "dport": 3, "seq": 4285489570, "ip_id": 24995, "window": 1024, "ttl": 240}
AS_WINDOWS = ("mss:1460", "nop", "ws:8", "nop", "nop", "sok")
AS_LINUX = ("mss:1460", "sok", f"ts:{NOW}:0", "nop", "ws:7")
AS_BSD = ("mss:1460", "nop", "ws:6", "nop", "nop", f"ts:{NOW}:0", "sok", "eol")

SENT = [
    ("Mirai", raw(seq=0xC6336478, window=17947)),
    ("masscan (old)", raw(**FOLDED)),
    ("masscan", raw(("mss:1460",), **FOLDED)),
    ("zmap (old)", raw(ip_id=54321, window=65535)),
    ("zmap (as Linux)", at(NOW, raw(AS_LINUX, window=65535))),
    ("zmap (as BSD)", at(NOW + 99, raw(AS_BSD, window=65535))),
    ("zmap (as Windows)", raw(AS_WINDOWS, window=65535)),
    ("zmap (as Windows)", raw(AS_WINDOWS, window=65535, ttl=240)),
    ("zmap (smallest probes)", raw(("mss:1460",), window=65535)),
    ("scapy", raw(ip_id=1, window=8192, seq=0)),
    ("scapy", raw(("mss:8",), ip_id=1, window=8192, seq=0)),
    ("hping", raw(window=512, ack=1066566232)),
    ("hping", raw(window=64, ack=1935854099, df=True)),
    ("hping", raw(window=512, ack=None, seq=None)),
    ("masscan (by its shape)", raw(window=1024, seq=None, ttl=240)),
    ("masscan (by its shape)", raw(("mss:1460",), window=1024, seq=None, ttl=240)),
    ("nmap SYN scan (by its shape)", unlogged(("mss:1460",), window=1024)),
    ("crafted SYN", raw(window=31337)),
    ("crafted SYN", raw(window=31337, df=True)),
    ("crafted SYN", unlogged((), window=31337)),
]


@pytest.mark.parametrize(("label", "header"), SENT)
def test_what_each_tool_sends_is_named(label, header):
    """With the word that the answer is a tool's."""
    stack = tools.tool(header)
    assert stack is not None
    assert (stack.label, stack.match) == (label, "tool")


def test_every_rule_has_a_packet_that_it_names():
    """A rule that nothing shows is none."""
    assert {rule.label for rule in tools.RULES} == {label for label, _ in SENT}


NOT_SENT = [
    raw(("mss:1460",), **(FOLDED | {"seq": 4285489571})),
    raw(("mss:1460",), **(FOLDED | {"window": 1025})),
    raw(AS_WINDOWS, window=65535, ttl=100),
    raw(AS_WINDOWS, window=65535, df=True),
    raw(AS_WINDOWS, window=64240),
    raw(("mss:1400",), window=65535),
    raw(AS_LINUX, window=65535),
    at(NOW + 10 * 86_400, raw(AS_LINUX, window=65535)),
    at(NOW, raw(AS_LINUX, window=65535, df=True)),
    raw(("mss:1460",), ip_id=1, window=8192),
    whole_syn(),
    whole_syn(flags="SA", options=()),
    syn(options=None, length=None, tcp_header=None),
]


@pytest.mark.parametrize("header", NOT_SENT)
def test_what_only_resembles_them_is_not(header):
    """One number that is wrong is enough."""
    assert tools.tool(header) is None


@pytest.mark.parametrize(("label", "header"), SENT)
def test_a_field_that_was_not_logged_fires_no_rule(label, header):
    """Of the rule that named it, each field that it needs is necessary."""
    for rule in tools.RULES:
        if rule.label != label or rule not in tools.suspects(header):
            continue
        for name in rule.needs:
            without = Packet(
                **{**{field: getattr(header, field) for field in Header.__struct_fields__}, name: None}, time=NOW
            )
            assert rule not in tools.suspects(without)


def test_a_relation_between_numbers_proves_more_than_a_shape():
    """Those rules stand against any signature; the others do not."""
    proven = {label for label, header in SENT if tools.proven(header)}
    assert proven == {"Mirai", "masscan (old)", "masscan", "zmap (as Linux)", "zmap (as BSD)"}


@pytest.mark.parametrize(
    ("label", "ttl", "hops"), [("masscan (old)", 240, 15), ("zmap (old)", 50, 14), ("crafted SYN", 100, 28)]
)
def test_the_distance_is_counted_from_the_ttl_that_the_tool_starts_from(label, ttl, hops):
    """Unless that would be too far: then from the next usual one."""
    rule = next(rule for rule in tools.RULES if rule.label == label)
    assert rule.stack(ttl).hops == hops
    assert rule.stack(None).hops is None


def test_every_label_has_its_words():
    """What gave it away, and how likely that is to be wrong; a signature's tools have words too, p0f's name or ours."""
    for rule in tools.RULES:
        assert tools.why(rule.label)
        assert tools.chance(rule.label)
        assert rule.label.startswith(rule.family) or rule.family == rule.label
    assert tools.why("NMap SYN scan") == tools.why("nmap SYN scan") is not None
    assert all(map(tools.why, ("unicornscan", "raw SYN scanner", "nmap OS detection")))
    assert tools.why("hping") != tools.OVER_MANY["hping"]
    assert tools.why("Linux") is None
    assert tools.chance("Linux") is None
