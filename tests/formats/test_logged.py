import pytest

from wallwatch.formats import logged

HEAD = "Nov 22 09:16:29 gate "
PACKET = "SRC=192.0.2.1 DST=192.0.2.2 LEN=20 TOS=0x00 PREC=0x00 TTL=9 ID=3 PROTO=47 "


@pytest.mark.parametrize(
    ("line", "none"),
    [
        ("IN=vb OUT= MACSRC=00:1b:b9:76:9c:e4 MACDST=02:00:00:00:00:0b MACPROTO=88cc ", True),
        ("IN=vb OUT= ARP HTYPE=1 PTYPE=0x0800 OPCODE=1 MACSRC=00:1b:b9:76:9c:e4 IPSRC=192.0.2.1", True),
        ("IN=vb OUT= MAC=02:00:00:00:00:0b:00:1b:b9:76:9c:e4:88:cc ", True),
        ("IN=vb OUT= MAC=02:00:00:00:00:0b:00:1b:b9:76:9c:e4:08:00 ", False),
        ("IN=vb OUT= MAC=02:00:00:00:00:0b:00:1b:b9:76:9c:e4:08:00 TRUNCATED", True),
        ("IN=vb OUT= " + PACKET, False),
        ("IN=vb OUT= DST=192.0.2.1", False),
    ],
)
def test_a_line_may_speak_of_no_packet(line: str, *, none: bool) -> None:
    """ARP, other ethertypes and half headers; a torn line is something else."""
    assert logged.is_no_packet(line) is none


@pytest.mark.parametrize(
    ("message", "tagless"),
    [
        ("[WAN-D-1] IN=a OUT=", True),
        ("IN=a OUT=", True),
        ("kernel: IN=a OUT=", False),
        ("login[7]: IN=a OUT=", False),
        ("x" * 140 + "IN=a", False),
        ("prose", False),
    ],
)
def test_a_message_without_a_tag_is_a_prefix_and_devices(message: str, *, tagless: bool) -> None:
    """A program's words before the devices are no prefix."""
    assert logged.is_tagless(HEAD + message, len(HEAD)) is tagless


def test_what_is_behind_the_head_is_read_at_once() -> None:
    """Devices and packet are one record, and the spans are those of both."""
    text = "DROP IN=a OUT=b " + PACKET
    found = logged.read(text, 0)
    assert found is not None
    assert (found["chain"], found["action"], found["iface_in"], found["src"]) == ("DROP", "block", "a", "192.0.2.1")
    assert {name: text[start:end] for name, (start, end) in logged.spans(text, 0).items()} == {
        "iface_in": "a", "iface_out": "b", "src": "192.0.2.1", "dst": "192.0.2.2", "length": "20", "tos": "0x00",
        "ttl": "9", "ip_id": "3", "proto": "47", "chain": "DROP", "action": "DROP",
    }  # fmt: skip
    assert logged.read(text[:30], 0) is None
    assert logged.is_kernels(text)
