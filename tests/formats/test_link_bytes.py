import pytest

from wallwatch.formats.link_bytes import inside

IP = b"\x45" + bytes(19)
ETHERNET = bytes.fromhex("02000000000b001bb9769ce4")
MAC = "00:1b:b9:76:9c:e4"
COOKED = bytes.fromhex("000000010006001bb9769ce40000")


@pytest.mark.parametrize(
    ("linktype", "head", "mac"),
    [
        (1, ETHERNET + b"\x08\x00", MAC),
        (1, ETHERNET + b"\x86\xdd", MAC),
        (1, ETHERNET + bytes.fromhex("810000070800"), MAC),
        (1, ETHERNET + bytes.fromhex("88a80007 81000008 86dd"), MAC),
        (1, ETHERNET + bytes.fromhex("8864 11000001 0016 0021"), MAC),
        (113, COOKED + b"\x08\x00", MAC),
        (113, bytes.fromhex("0000030400060000000000000000") + b"\x08\x00", None),
        (276, bytes.fromhex("08000000000000020001000 6001bb9769ce40000".replace(" ", "")), MAC),
        (0, b"\x02\x00\x00\x00", None),
        (0, b"\x1e\x00\x00\x00", None),
        (108, b"\x00\x00\x00\x02", None),
        (9, b"\xff\x03\x00\x21", None),
        (9, b"\x00\x57", None),
        (101, b"", None),
        (12, b"", None),
        (228, b"", None),
    ],
)
def test_the_link_header_is_taken_off(linktype: int, head: bytes, mac: str | None) -> None:
    """Ethernet with tags and PPPoE, cooked, null, PPP and bare packets; the sender's address where there is one."""
    assert inside(head + IP, linktype) == (IP, mac)


@pytest.mark.parametrize(
    ("linktype", "frame"),
    [
        (1, ETHERNET + b"\x08\x06" + IP),
        (1, ETHERNET + b"\x81\x00" * 12),
        (1, ETHERNET + bytes.fromhex("8864 11000001 0016 c021") + IP),
        (1, b""),
        (1, ETHERNET[:5]),
        (113, COOKED + b"\x08\x06" + IP),
        (0, b"\x07\x00\x00\x00" + IP),
        (9, b"\xc0\x21" + IP),
        (105, IP),
        (276, b""),
    ],
)
def test_what_is_not_ip_is_none(linktype: int, frame: bytes) -> None:
    """ARP, LCP, a link that is not known, a frame that is cut short."""
    assert inside(frame, linktype) is None
