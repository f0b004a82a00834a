import pytest

from tests.fingerprint.samples import MACOS, shape, syn, whole_syn
from wallwatch.fingerprint.quirks import quirk_names

QUIRKS = [
    ({}, ("df", "id+")),
    ({"ip_id": 0}, ("df",)),
    ({"df": False}, ()),
    ({"df": False, "ip_id": 0}, ("id-",)),
    ({"tos": 0b10}, ("df", "id+", "ecn")),
    ({"tos": 0b11111100}, ("df", "id+")),
    ({"flags": "ES"}, ("df", "id+", "ecn")),
    ({"flags": "CES"}, ("df", "id+", "ecn")),
    ({"reserved": True}, ("df", "id+", "0+")),
    ({"seq": 0}, ("df", "id+", "seq-")),
    ({"ack": 1}, ("df", "id+", "ack+")),
    ({"urgent": 0xF7F5}, ("df", "id+", "uptr+")),
    ({"urgent": 1, "flags": "US"}, ("df", "id+", "urgf+")),
    ({"flags": "PS"}, ("df", "id+", "pushf+")),
    ({"options": ("mss:1460", "sok", "ts:0:0", "nop", "ws:7")}, ("df", "id+", "ts1-")),
    ({"options": ("mss:1460", "sok", "ts:1:1", "nop", "ws:7")}, ("df", "id+", "ts2+")),
    ({"options": ("mss:1460", "sok", "ts:1:0", "nop", "ws:15")}, ("df", "id+", "exws")),
    ({"options": MACOS, "eol_data": True}, ("df", "id+", "opt+")),
    ({"options_bad": True}, ("df", "id+", "bad")),
    ({"src": "2001:db8::1", "flow_label": 0}, ()),
    ({"src": "2001:db8::1", "flow_label": 77}, ("flow",)),
    ({"src": "192.0.2.1", "flow_label": 77}, ("df", "id+")),
]


@pytest.mark.parametrize(("change", "names"), QUIRKS)
def test_each_quirk_has_its_sign_in_the_headers(change, names):
    """A quirk is there exactly when the field that tells has the value that tells."""
    seen = shape(whole_syn(**change))
    assert quirk_names(seen.quirks) == names
    assert seen.open_quirks == 0
    assert seen.unseen == ()


OPEN = [
    ({"df": None}, ("df", "id+"), ("df", "ip_id")),
    ({"df": None, "ip_id": 0}, ("df", "id-"), ("df", "ip_id")),
    ({"ip_id": None}, ("id+",), ("ip_id",)),
    ({"df": False, "ip_id": None}, ("id-",), ("ip_id",)),
    ({"tos": None}, ("ecn",), ("tos",)),
    ({"tos": None, "flags": "ES"}, (), ()),
    ({"reserved": None}, ("0+",), ("reserved",)),
    ({"seq": None}, ("seq-",), ("seq",)),
    ({"ack": None}, ("ack+",), ("ack",)),
    ({"urgent": None}, ("uptr+",), ("urgent",)),
    ({"urgent": None, "flags": "US"}, (), ()),
    ({"options": ("mss:1460", "sok", "ts", "nop", "ws:7")}, ("ts1-", "ts2+"), ("options",)),
    ({"options": ("mss:1460", "sok", "ts:1:0", "nop", "ws")}, ("exws",), ("options",)),
    ({"options": MACOS, "eol_data": None}, ("opt+",), ("eol_data",)),
    ({"options_bad": None, "tcp_header": 44}, ("bad",), ("options_bad",)),
    ({"src": "2001:db8::1", "flow_label": None}, ("flow",), ("flow_label",)),
    ({"flow_label": None}, (), ()),
]


@pytest.mark.parametrize(("change", "names", "unseen"), OPEN)
def test_a_field_that_was_not_logged_leaves_its_quirks_open(change, names, unseen):
    """Unknown is neither there nor absent, and the field is named; what another field settles is not open."""
    seen = shape(whole_syn(**change))
    assert quirk_names(seen.open_quirks) == names
    assert seen.unseen == unseen


def test_a_snort_dump_lacks_only_the_urgent_pointer():
    """Snort prints UrgPtr only with the flag; everything else of an IPv4 SYN without EOL is there."""
    assert shape(syn()).unseen == ("urgent",)


def test_a_netfilter_line_without_sequence_lacks_what_it_does_not_print():
    """LOG --log-tcp-options gives lengths, so that the IP header's follows from them."""
    seen = shape(syn(urgent=0, ip_header=None, seq=None, ack=None))
    assert seen.unseen == ("seq", "ack")
    assert seen.ip_options == 0


def test_lengths_that_stay_open_are_named():
    """With room for IP options or a payload the log does not tell which of them it was."""
    assert shape(syn(urgent=0, ip_header=None, length=56)).unseen == ("ip_header", "length")
    assert shape(syn(urgent=0, options=MACOS, tcp_header=None)).unseen == (
        "length",
        "eol_pad",
        "eol_data",
        "options_bad",
    )


def test_the_values_that_signatures_compare():
    """MSS, scale, layout, padding, lengths: as they stand in a raw signature."""
    seen = shape(whole_syn(MACOS))
    assert (seen.version, seen.mss, seen.scale, seen.stamped) == (4, 1460, 6, True)
    assert (seen.layout, seen.eol_pad) == ("mss,nop,ws,nop,nop,ts,sok,eol", 1)
    assert (seen.ip_options, seen.headers, seen.payload) == (0, 64, False)


@pytest.mark.parametrize(("ack", "seen"), [(0, ()), (1, ()), (1 << 24, ("ack+",)), (0xFF000000, ("ack+",))])
def test_what_p0f_sees_of_an_ack_number(ack, seen):
    """Bit 24 of it, and nothing else."""
    assert quirk_names(shape(whole_syn(ack=ack)).p0f_quirks) == ("df", "id+", *seen)


def test_bytes_that_are_ip_options_or_data_are_counted():
    """A log that does not tell which of them it was still tells how many there are."""
    seen = shape(syn(ip_header=None, length=56))
    assert (seen.ip_options, seen.payload, seen.spare) == (None, None, 8)
