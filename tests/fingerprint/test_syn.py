import pytest

from tests.fingerprint.samples import LINUX, syn
from wallwatch.fingerprint.syn import SEEN_BY_P0F, Fields, is_syn, read_syn


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
    assert Fields(*seen[2]).options == ""


def test_forty_bytes_are_not_enough_to_tell_in_ipv6():
    """There they are the IP header alone."""
    assert read_syn(syn(options=None, length=40, src="2001:db8::1", dst="2001:db8::2")) is None


@pytest.mark.parametrize(
    ("stamps", "kept"),
    [
        ("ts:9:0", "ts:1:0"),
        ("ts:0:7", "ts:0:1"),
        ("ts:9", "ts:1"),
        ("ts:0", "ts:0"),
        ("ts", "ts"),
        ("ts:1:0|nop|ts:0:2", "ts:1:0|nop|ts:0:1"),
    ],
)
def test_of_a_timestamp_counts_whether_it_is_zero(stamps, kept):
    """The numbers are the sender's clock; a log may name the option without them."""
    seen = read_syn(syn(options=("mss:1460", *stamps.split("|"), "ws:7")))
    assert seen is not None
    assert Fields(*seen[2]).options == f"mss:1460|{kept}|ws:7"


@pytest.mark.parametrize(("ack", "kept"), [(None, None), (0, 0), (1, 1), (1 << 24, SEEN_BY_P0F), (0xFEFFFFFF, 1)])
def test_of_an_ack_number_counts_the_bit_that_p0f_sees(ack, kept):
    """Zero, any other number, and one with bit 24 are three things."""
    seen = read_syn(syn(ack=ack))
    assert seen is not None
    assert Fields(*seen[2]).ack == kept


def test_a_syn_without_logged_options_is_one_all_the_same():
    """Its flags alone make it one."""
    assert is_syn(syn(options=None, window=None))
    assert not is_syn(syn(flags="SA"))
