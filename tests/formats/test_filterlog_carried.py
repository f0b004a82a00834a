import pytest

from wallwatch.formats import filterlog_carried

HEADER = {"proto": "tcp", "src": "192.0.2.112", "length": 48, "frag_offset": 0}
SYN = "3504,6346,0,S,1,,5840,,mss"


@pytest.mark.parametrize(
    ("header", "text", "fields"),
    [
        ({}, SYN, {"sport": 3504, "dport": 6346, "flags": "S", "seq": 1, "window": 5840}),
        ({"proto": "udp"}, "67,68,308", {"sport": 67, "dport": 68, "udp_length": 308}),
        ({"proto": "icmp6"}, "datalength=32,135,0,0,0,0", {"icmp_type": 135, "icmp_code": 0}),
        ({"proto": "icmp"}, "redirect,ICMP redirect to host", {"icmp_type": 5}),
        ({"proto": "132"}, "datalength=60", {}),
        ({"frag_offset": 8}, "", {}),
    ],
)
def test_columns_become_fields_by_the_protocol(header: dict[str, object], text: str, fields: dict[str, object]) -> None:
    """ICMP words are types, and a later fragment has nothing."""
    found = filterlog_carried.read("x," + text, 2, HEADER | header)
    assert found is not None
    assert found[0] == fields


def test_what_no_field_holds_is_kept() -> None:
    """CARP's group and priorities, and the words of an ICMP error."""
    carp = filterlog_carried.read("advertise,255,1,2,0,1", 0, HEADER | {"proto": "112"})
    assert carp == (
        {},
        (("CARP", "advertise"), ("VHID", "1"), ("VERSION", "2"), ("ADVSKEW", "0"), ("ADVBASE", "1")),
    )
    error = filterlog_carried.read("unreachport,192.0.2.1,udp,53", 0, HEADER | {"proto": "icmp"})
    assert error is not None
    assert error[1] == (("DETAIL", "192.0.2.1,udp,53"),)


@pytest.mark.parametrize(
    ("header", "text"),
    [({}, SYN[:-12]), ({}, ""), ({"proto": "udp"}, "67,"), ({"frag_offset": 8}, SYN), ({"proto": "47"}, "x" * 400)],
)
def test_a_column_too_few_is_torn(header: dict[str, object], text: str) -> None:
    """Nothing is read of a line that stops early, or that does not end."""
    assert filterlog_carried.read(text, 0, HEADER | header) is None


def test_spans_are_those_of_the_fields_that_were_read() -> None:
    """A word that stands for type and code is the place of both."""
    header = HEADER | {"proto": "icmp", "icmp_type": 3, "icmp_code": 3}
    assert filterlog_carried.spans("x,unreachport,192.0.2.1,udp,53", 2, header) == {
        "icmp_type": (2, 13),
        "icmp_code": (2, 13),
    }
    assert filterlog_carried.spans("x", 0, HEADER) == {}
