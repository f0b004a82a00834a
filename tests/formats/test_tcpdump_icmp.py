import pytest

from wallwatch.formats import tcpdump_icmp


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        ("echo request, id 0, seq 0, length 24", 8, None),
        ("echo reply, id 7, seq 9, length 40", 0, None),
        ("net 192.0.2.7 unreachable, length 36", 3, 0),
        ("host 192.0.2.7 unreachable", 3, 1),
        ("192.0.2.7 protocol 1 port 3599 unreachable, length 44", 3, 3),
        ("192.0.2.7 protocol 47 unreachable", 3, 2),
        ("192.0.2.7 udp port 9 unreachable", 3, 3),
        ("192.0.2.7 unreachable - need to frag (mtu 1400), length 36", 3, 4),
        ("host 192.0.2.7 unreachable - admin prohibited filter", 3, 13),
        ("host 192.0.2.7 unreachable - admin prohibited, length 36", 3, 10),
        ("redirect 192.0.2.7 to host 192.0.2.9, length 36", 5, 1),
        ("time exceeded in-transit, length 36", 11, 0),
        ("ip reassembly time exceeded, length 36", 11, 1),
        ("parameter problem - octet 20", 12, 0),
        ("address mask is 0x00000000", 18, None),
        ("type-#30, length 40", 30, None),
        ("prose", None, None),
    ],
)
def test_words_stand_for_a_type_and_a_code(text: str, number: int | None, code: int | None) -> None:
    """Where the code is not in the words, it is not known."""
    found = tcpdump_icmp.read(text, "icmp")
    assert (found.get("icmp_type"), found.get("icmp_code")) == (number, code)


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        ("echo request, id 3, seq 4", 128, None),
        ("destination unreachable, unreachable port, 2001:db8::7 tcp port 1234", 1, 4),
        ("time exceeded in-transit for 2001:db8::7", 3, 0),
        ("packet too big, mtu 1280", 2, None),
        ("neighbor solicitation, length 24, who has 2001:db8::1", 135, None),
        ("multicast listener reportmax resp delay: 0 addr: ::", None, None),
        ("multicast listener report v2, 1 group record(s)", 143, None),
    ],
)
def test_icmp6_has_words_of_its_own(text: str, number: int | None, code: int | None) -> None:
    """The same words may stand for other numbers."""
    found = tcpdump_icmp.read(text, "icmp6")
    assert (found.get("icmp_type"), found.get("icmp_code")) == (number, code)


def test_echoes_and_time_stamps_are_numbered() -> None:
    """With a comma or without."""
    assert tcpdump_icmp.read("echo request, id 5, seq 6, length 8", "icmp") == {
        "icmp_type": 8, "icmp_id": 5, "icmp_seq": 6,
    }  # fmt: skip
    assert tcpdump_icmp.read("time stamp query id 1 seq 2, length 52", "icmp")["icmp_seq"] == 2
