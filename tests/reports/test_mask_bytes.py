"""Own addresses in bytes that were logged."""

import base64
import re

import pytest

from wallwatch.reports.mask_bytes import masked_bytes, masked_dumps

OWN = {bytes([12, 82, 129, 120]): bytes([192, 0, 2, 1])}
OWN_6 = {bytes.fromhex("20010db8000000000000000000001234"): bytes.fromhex("20010db8000000000000000000000001")}
SYN = bytes.fromhex("4500003000010000750612 34 cf5f0c70 0c528178 0db018ca ee01ea38 00000000 7002 16d0 abcd 0000")
PINGED = bytes.fromhex(
    "60000000 0008 3a 40 20010db8000000000000000000000007 20010db8000000000000000000001234 8000 abcd 0001"
)


def mask(data: bytes) -> bytes:
    return masked_bytes(data, OWN | OWN_6, re.compile(rb"greatwall", re.IGNORECASE))


def test_an_address_in_a_packet_is_replaced_and_its_checksums_are_cleared() -> None:
    """With all other fields at hand a checksum would tell what the address was."""
    found = mask(SYN)
    assert found[16:20] == bytes([192, 0, 2, 1])
    assert found[10:12] == found[36:38] == b"\0\0"
    assert found[:10] + found[12:16] + found[20:36] + found[38:] == SYN[:10] + SYN[12:16] + SYN[20:36] + SYN[38:]


def test_ipv6_has_no_checksum_of_its_own() -> None:
    """That of ICMPv6 covers the addresses."""
    found = mask(PINGED)
    assert found[24:40] == OWN_6[PINGED[24:40]]
    assert found[42:44] == b"\0\0"
    assert found[:24] + found[40:42] + found[44:] == PINGED[:24] + PINGED[40:42] + PINGED[44:]


def test_an_ethernet_header_loses_its_addresses() -> None:
    """The target's is that of our own card, the source's that of our own router."""
    header = bytes.fromhex("020000000001 020000000002 0800")
    assert mask(header + SYN)[:14] == bytes(12) + b"\x08\x00"
    assert mask(header + b"nothing of ours") == header + b"nothing of ours"


@pytest.mark.parametrize(
    ("data", "masked"),
    [
        (b"Host: GreatWall.example", b"Host: xxxxxxxxx.example"),
        (b"\x0c\x52\x81\x78" * 2, b"\xc0\0\x02\x01" * 2),
        (b"\x0c\x52\x81", b"\x0c\x52\x81"),
        (b"", b""),
    ],
)
def test_a_stand_in_is_as_long_as_what_it_stands_for(data: bytes, masked: bytes) -> None:
    """Everything else stays in its place; where no packet begins no checksum is looked for."""
    assert mask(data) == masked


SNORT = """\
03/02-15:32:54.630347 207.95.12.112:3504 -> 198.51.100.1:80
00 00 0C 52 81 78 47 45 54 20 2F 20 67 72 65 61  ...R.xGET / grea
74 77 61 6C 6C 0D 0A                             twall.."""
TCPDUMP = """\
15:32:54.630347 IP 207.95.12.112.3504 > x.6346: Flags [S]
\\x090x0000:  4500 0030 0001 0000 7506 1234 cf5f 0c70  E..0....u..4._.p
\\x090x0010:  0c52 8178 0db0 18ca ee01 ea38 0000 0000  .R.x.......8....
\\x090x0020:  7002 16d0 abcd 0000                      p......."""


def test_a_dump_of_snort_is_masked() -> None:
    """In hex and in letters, a name over the end of a line as well."""
    assert masked_dumps(SNORT, mask).split("\n")[1:] == [
        "00 00 C0 00 02 01 47 45 54 20 2F 20 78 78 78 78  ......GET / xxxx",
        "78 78 78 78 78 0D 0A                             xxxxx..",
    ]


def test_a_dump_of_tcpdump_is_masked() -> None:
    """Offsets and lines without anything of ours stay as they are."""
    assert masked_dumps(TCPDUMP, mask).split("\n") == [
        TCPDUMP.split("\n", 1)[0],
        "\\x090x0000:  4500 0030 0001 0000 7506 0000 cf5f 0c70  E..0....u...._.p",
        "\\x090x0010:  c000 0201 0db0 18ca ee01 ea38 0000 0000  ...........8....",
        "\\x090x0020:  7002 16d0 0000 0000                      p.......",
    ]


def test_hex_in_one_run_and_base64_are_masked() -> None:
    """A packet of a capture, and those that Suricata and Snort 3 put into JSON."""
    assert masked_dumps(f"pcap 1.5 1 {SYN.hex()}", mask) == f"pcap 1.5 1 {mask(SYN).hex()}"
    assert masked_dumps(f"x={SYN.hex().upper()}", mask) == f"x={mask(SYN).hex().upper()}"
    packed = base64.b64encode(SYN).decode()
    assert masked_dumps(f'{{"packet":"{packed}"}}', mask) == f'{{"packet":"{base64.b64encode(mask(SYN)).decode()}"}}'


def test_base64_that_was_cut_off_is_dropped() -> None:
    """Nobody can tell what is in it."""
    assert masked_dumps('{"payload": "AAAAAAAAA"}', mask) == '{"payload": ""}'


@pytest.mark.parametrize("text", ["", "a line", "Mar  2 15:32:54 gate kernel: x", "00", "dead beef", "12 34 56", SNORT])
def test_what_holds_nothing_of_ours_stays_as_it_was(text: str) -> None:
    """To the letter."""
    assert masked_dumps(text, lambda data: data) == text


def test_a_long_line_is_read_at_once() -> None:
    """No line of 8 KiB makes the patterns try again and again."""
    for piece in ("00 ", "0", "00", "A" * 7 + " ", '"packet":"A', "0x0000: 00  "):
        assert masked_dumps(piece * (8192 // len(piece)), lambda data: data)
