"""Own addresses and names in text, in every notation."""

import pytest

from wallwatch.reports.mask_text import TextMask
from wallwatch.reports.stand_ins import StandIns

OWN = ("12.82.129.120", "2001:db8:1::9")


def mask(text: str, *hosts: str) -> str:
    return TextMask(StandIns(OWN, taken=["207.95.12.112"]), hosts or ("gate.example.org",))(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("SRC=207.95.12.112 DST=12.82.129.120 LEN=48", "SRC=207.95.12.112 DST=192.0.2.1 LEN=48"),
        ("012.082.129.120", "192.0.2.1"),
        ("207.95.12.112.3504 > 12.82.129.120.6346: Flags", "207.95.12.112.3504 > 192.0.2.1.6346: Flags"),
        ("(12.82.129.120:6346)", "(192.0.2.1:6346)"),
        ("112.82.129.120 12.82.129.1201 12.82.129.12", "112.82.129.120 12.82.129.1201 12.82.129.12"),
        ("dialup-12-82-129-120.example.net", "dialup-192-0-2-1.example.net"),
        ("120-129-82-12.pool", "1-2-0-192.pool"),
        ("120.129.82.12.in-addr.arpa", "1.2.0.192.in-addr.arpa"),
        ("DST=2001:0db8:0001:0000:0000:0000:0000:0009 x", "DST=2001:db8::1 x"),
        ("[2001:db8:1::9]:80", "[2001:db8::1]:80"),
        ("2001:db8:1::9.80: Flags", "2001:db8::1.80: Flags"),
        ("to 2001:db8:1::9: ok", "to 2001:db8::1: ok"),
        ("::ffff:12.82.129.120", "::ffff:192.0.2.1"),
        ("2001:db8:1::90 2001:db8:1::", "2001:db8:1::90 2001:db8:1::"),
        (
            "9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
        ),
        ("ip 0x0C528178 206733688", "ip 0xC0000201 3221225985"),
        ("dst 0c528178,", "dst c0000201,"),
        ("Seq: 0x0A000001 id 167772161", "Seq: 0x0A000001 id 167772161"),
        ("SRC=192.168.1.7", "SRC=192.0.2.2"),
        ("MAC=02:00:00:00:00:01:02:00:00:00:00:02:08:00 x", "MAC=00:00:5e:00:53:00:00:00:5e:00:53:01:08:00 x"),
        ('"mac": "02-00-00-00-00-01"', '"mac": "00:00:5e:00:53:00"'),
        ("Mar  2 15:32:54 gate kernel: x", "Mar  2 15:32:54 host1 kernel: x"),
        ("from GATE.example.org.", "from host1."),
        ("mail.example.org and gate.other.example or GATE", "host1 and host2 or host2"),
        ("gateway investigate gate-2 gate_3", "gateway investigate gate-2 gate_3"),
        ("kernel: snort", "kernel: snort"),
        ("", ""),
    ],
)  # fmt: skip
def test_nothing_of_ours_is_left(text: str, masked: str) -> None:
    """Addresses with ports and without, as names, backwards, as numbers; hosts, their domain, and cards."""
    assert mask(text) == masked


@pytest.mark.parametrize("host", ["192.0.2.77", "2001:db8::77", "x", "kernel", "localhost"])
def test_what_is_no_name_is_not_looked_for(host: str) -> None:
    """An address in the place of a host is an address; a letter, or the word for the machine itself, names nobody."""
    assert mask(f"a x kernel localhost {host} b", host) == f"a x kernel localhost {host} b"


def test_without_a_host_addresses_are_masked_all_the_same() -> None:
    """A dump names none."""
    assert TextMask(StandIns(OWN), ())("gate 12.82.129.120") == "gate 192.0.2.1"


def test_a_long_line_is_read_at_once() -> None:
    """No line of 8 KiB makes a pattern try again and again."""
    for piece in ("1.", "1-", "a:", "0:", "gate.", "02:", "::", "12.82.129.120", "g", "0123456789", "gate-"):
        assert mask(piece * (8192 // len(piece)))
