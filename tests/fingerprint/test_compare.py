import pytest
from msgspec.structs import replace

from tests.fingerprint.samples import MACOS, shape, syn, whole_syn
from wallwatch.fingerprint.compare import compare_shape, compare_ttl
from wallwatch.fingerprint.quirks import quirk_bits
from wallwatch.fingerprint.signature import parse_signature

LINUX_SIGNATURE = "*:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:0"
MACOS_SIGNATURE = "*:64:0:*:*,*:mss,nop,ws,nop,nop,ts,sok,eol+1:df,id+:0"


def agreement(text, header, *, as_p0f=False):
    return compare_shape(parse_signature(text), shape(header), as_p0f=as_p0f)


QUIRKS = [
    ({}, "exact"),
    ({"df": False}, "fuzzy"),
    ({"ip_id": 0}, "fuzzy"),
    ({"df": False, "ip_id": 0}, "fuzzy"),
    ({"flags": "CES"}, "fuzzy"),
    ({"tos": 2}, "fuzzy"),
    ({"seq": 0}, None),
    ({"flags": "PS"}, None),
    ({"urgent": 9}, None),
    ({"reserved": True}, None),
    ({"options_bad": True}, None),
    ({"ack": 1}, "exact"),
    ({"df": False, "seq": 0}, None),
]


@pytest.mark.parametrize(("change", "expected"), QUIRKS)
def test_what_a_path_may_change_makes_it_fuzzy_and_all_else_rejects(change, expected):
    """A router clears DF and renumbers, a peer asks for ECN; no path makes an ISN 0."""
    assert agreement(LINUX_SIGNATURE, whole_syn(**change)) == expected


@pytest.mark.parametrize(
    ("quirks", "change", "expected"),
    [
        ("ack+", {"ack": 1}, "exact"),
        ("ack+", {"ack": 0}, None),
        ("ack+", {"ack": None}, "exact"),
        ("df,id+,seq-", {"seq": 1}, None),
        ("df,id+,ecn", {}, None),
        ("df", {}, None),
    ],
)
def test_a_quirk_that_a_signature_names_must_be_there(quirks, change, expected):
    """Unless the log does not tell; a count in the IP ID where there should be none is no fuzziness."""
    fields = change if "df" in quirks else {"df": False, **change}
    assert agreement(f"*:64:0:*:*,*:mss,sok,ts,nop,ws:{quirks}:0", whole_syn(**fields)) == expected


@pytest.mark.parametrize(
    "field", ["df", "ip_id", "tos", "reserved", "seq", "ack", "urgent", "options_bad", "ip_header"]
)
def test_a_field_that_was_not_logged_contradicts_nothing(field):
    """Unknown is not zero: a signature that names the quirk and one that does not both agree."""
    assert agreement(LINUX_SIGNATURE, whole_syn(**{field: None})) == "exact"


NMAP = "*:64:0:*:*,*:ws,nop,mss,ts,sok:ack+:0"

ACKS = [
    # the ACK number; whether nmap's signature and one without the quirk agree, here and for p0f
    (0, (None, "exact"), (None, "exact")),
    (1, ("exact", "exact"), (None, "exact")),
    (1 << 24, ("exact", "exact"), ("exact", None)),
    (0xFEFFFFFF, ("exact", "exact"), (None, "exact")),
    (None, ("exact", "exact"), (None, "exact")),
]


@pytest.mark.parametrize(("ack", "ours", "p0fs"), ACKS)
def test_p0f_looks_at_one_bit_of_the_ack_number(ack, ours, p0fs):
    """Bit 24: so it misses half of nmap's probes, and one that was not logged counts as missed."""
    header = whole_syn(("ws:10", "nop", "mss:1460", "ts:9:0", "sok"), ack=ack, df=False)
    signatures = (NMAP, NMAP.replace("ack+", ""))
    assert tuple(agreement(text, header) for text in signatures) == ours
    assert tuple(agreement(text, header, as_p0f=True) for text in signatures) == p0fs


@pytest.mark.parametrize(("pad", "p0fs"), [(1, "exact"), (2, None)])
def test_p0f_does_not_look_at_the_last_byte_after_eol(pad, p0fs):
    """Of a single one it never says that it is not zero."""
    header = whole_syn(MACOS, eol_pad=pad, eol_data=True, options_bad=False, tcp_header=44 + 4 * (pad - 1))
    text = MACOS_SIGNATURE.replace("eol+1", f"eol+{pad}")
    assert agreement(text, header) is None
    assert agreement(text, replace(header, length=None), as_p0f=True) == p0fs


def test_a_quirk_that_a_database_does_not_look_at_may_be_there_or_not():
    """The packet filter pf knows neither IP IDs nor ECN."""
    signature = replace(parse_signature(LINUX_SIGNATURE), quirks=quirk_bits(("df",)), any_quirks=quirk_bits(("id+",)))
    assert compare_shape(signature, shape(whole_syn())) == "exact"
    assert compare_shape(signature, shape(whole_syn(ip_id=0))) == "exact"
    assert compare_shape(signature, shape(whole_syn(seq=0))) is None


NUMBERS = [
    ("*:64:0:1460:*,7:mss,sok,ts,nop,ws:df,id+:0", {}, "exact"),
    ("*:64:0:1452:*,7:mss,sok,ts,nop,ws:df,id+:0", {}, None),
    ("*:64:0:1460:*,8:mss,sok,ts,nop,ws:df,id+:0", {}, None),
    ("*:64:4:*:*,*:mss,sok,ts,nop,ws:df,id+:0", {}, None),
    ("*:64:4:*:*,*:mss,sok,ts,nop,ws:df,id+:0", {"ip_header": 24, "length": 64}, "exact"),
    ("*:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:+", {}, None),
    ("*:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:+", {"length": 61}, "exact"),
    ("*:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:+", {"length": None}, "exact"),
    ("*:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:*", {"length": 61}, "exact"),
    ("*:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:0", {"length": 64, "ip_header": None}, None),
    ("*:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:+", {"length": 64, "ip_header": None}, "exact"),
    ("*:64:4:*:*,*:mss,sok,ts,nop,ws:df,id+:0", {"length": 64, "ip_header": None}, "exact"),
    ("*:64:4:*:*,*:mss,sok,ts,nop,ws:df,id+:+", {"length": 64, "ip_header": None}, None),
    ("*:64:8:*:*,*:mss,sok,ts,nop,ws:df,id+:*", {"length": 64, "ip_header": None}, None),
]


@pytest.mark.parametrize(("text", "change", "expected"), NUMBERS)
def test_numbers_and_lengths_must_be_equal(text, change, expected):
    """There is no fuzziness in them, and a length that was not logged may be any."""
    assert agreement(text, whole_syn(**change)) == expected


def test_a_number_that_was_not_logged_is_none_that_a_signature_names():
    """A log with the options' names alone agrees with a family's signature, not with a version's."""
    names = ("mss", "sok", "ts", "nop", "ws")
    header = syn(options=names, tcp_header=40, length=60)
    assert agreement("*:64:0:1460:*,*:mss,sok,ts,nop,ws:df,id+:0", header) is None
    assert agreement("*:64:0:*:*,7:mss,sok,ts,nop,ws:df,id+:0", header) is None
    assert agreement(LINUX_SIGNATURE, header) == "exact"


@pytest.mark.parametrize(("pad", "expected"), [(1, "exact"), (0, None), (5, None)])
def test_the_padding_after_eol_must_be_equal(pad, expected):
    """Systems pad to a word, tools pad as they like."""
    assert agreement(MACOS_SIGNATURE, whole_syn(MACOS, eol_pad=pad, options_bad=False)) == expected


def test_padding_that_was_not_logged_is_counted_from_the_lengths():
    """Snort prints no padding but the length of the header."""
    assert agreement(MACOS_SIGNATURE, whole_syn(MACOS, eol_pad=None)) == "exact"
    assert agreement(MACOS_SIGNATURE, whole_syn(MACOS, eol_pad=None, tcp_header=48, length=68)) is None


VERSIONS = [
    ("*:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:0", 0, "exact"),
    ("*:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:0", 5, None),
    ("6:64:0:*:*,*:mss,sok,ts,nop,ws:flow:0", 5, "exact"),
    ("6:64:0:*:*,*:mss,sok,ts,nop,ws:flow:0", None, "exact"),
    ("4:64:0:*:*,*:mss,sok,ts,nop,ws::0", 0, None),
]


@pytest.mark.parametrize(("text", "flow", "expected"), VERSIONS)
def test_ipv6_has_no_df_and_a_flow_label(text, flow, expected):
    """A signature for both versions expects neither."""
    header = whole_syn(src="2001:db8::1", dst="2001:db8::2", ip_header=40, length=80, flow_label=flow)
    assert agreement(text, header) == expected


def test_p0f_does_not_compare_the_version_itself():
    """What a signature of IPv4 asks for is all that counts."""
    header = whole_syn(src="2001:db8::1", dst="2001:db8::2", ip_header=40, length=80, flow_label=0)
    assert agreement("4:64:0:*:*,*:mss,sok,ts,nop,ws::0", header, as_p0f=True) == "exact"


TTLS = [
    ("64", 64, "exact"),
    ("64", 29, "exact"),
    ("64", 28, "fuzzy"),
    ("64", 65, "fuzzy"),
    ("64", 128, "fuzzy"),
    ("64", None, "exact"),
    ("64-", 1, "exact"),
    ("64-", 64, "exact"),
    ("64-", 65, None),
]


@pytest.mark.parametrize(("initial", "ttl", "expected"), TTLS)
def test_a_ttl_out_of_range_is_fuzzy(initial, ttl, expected):
    """Up to 35 routers are believed; a tool that draws its TTL never starts above its own."""
    assert compare_ttl(parse_signature(f"*:{initial}:0:*:*,*:mss::0"), ttl) == expected
