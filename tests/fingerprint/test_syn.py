import pytest

from tests.fingerprint.samples import LINUX, syn
from wallwatch.fingerprint.syn import read_syn


def test_packets_of_one_stack_are_one_key():
    """ID, ISN, ports, addresses and timestamps differ from packet to packet, what a signature sees does not."""
    one = syn(options=LINUX, tcp_header=40, length=60)
    other = syn(
        options=("mss:1460", "sok", "ts:3318238728:0", "nop", "ws:7"),
        tcp_header=40,
        length=60,
        src="203.0.113.9",
        sport=1025,
        dport=80,
        ip_id=7,
        seq=1,
    )
    assert read_syn(one) == read_syn(other)
    assert hash(read_syn(one)) == hash(read_syn(other))


ZEROS = [
    {"ip_id": 0}, {"seq": 0}, {"ack": 1}, {"urgent": 0}, {"tos": 2}, {"df": False}, {"df": None}, {"ip_id": None},
    {"options": ("mss:1460", "sok", "ts:0:0", "nop", "ws:7")}, {"options": ("mss:1460", "sok", "ts:0", "nop", "ws:7")},
]  # fmt: skip


@pytest.mark.parametrize("change", ZEROS)
def test_zero_unknown_and_other_values_are_three_keys(change):
    """A field that is 0 is not the same as one that was not logged."""
    assert read_syn(syn(options=LINUX)) != read_syn(syn(**({"options": LINUX} | change)))


@pytest.mark.parametrize("flags", ["S", "CES", "ES", "PS", "UPS", "CEUPS"])
def test_a_syn_may_carry_other_flags(flags):
    """As for p0f, all but ACK, FIN and RST."""
    assert read_syn(syn(flags=flags)) is not None


@pytest.mark.parametrize("flags", [None, "", "SA", "A", "SF", "RS", "CESA", "UAPRSF"])
def test_anything_else_is_no_syn(flags):
    """An answer, or a packet of unknown flags, has no fingerprint here."""
    assert read_syn(syn(flags=flags)) is None


@pytest.mark.parametrize("missing", ["options", "window"])
def test_without_options_or_window_there_is_nothing_to_compare(missing):
    """An ipchains line has neither."""
    assert read_syn(syn(**{missing: None})) is None


def test_a_packet_without_room_has_no_options():
    """Forty bytes are two bare headers, so that even a log without options shows that there were none."""
    seen = read_syn(syn(options=None, length=40, tcp_header=None, ip_header=None))
    assert seen is not None
    assert seen.fields.options == ()


def test_forty_bytes_are_not_enough_to_tell_in_ipv6():
    """There they are the IP header alone."""
    assert read_syn(syn(options=None, length=40, src="2001:db8::1", dst="2001:db8::2")) is None
