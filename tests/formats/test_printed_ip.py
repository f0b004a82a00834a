import pytest

from wallwatch.formats.printed_ip import read_header

IPV4 = "SRC=192.0.2.1 DST=198.51.100.2 LEN=60 TOS=0x02 PREC=0xC0 TTL=64 ID=7 "
IPV6 = "SRC=2001:0db8:0000:0000:0000:0000:0000:0001 DST=fe80::2 LEN=64 TC=40 HOPLIMIT=53 FLOWLBL=7 "


@pytest.mark.parametrize(
    ("text", "some"),
    [
        (IPV4 + "PROTO=47 ", {"proto": "47", "src": "192.0.2.1", "tos": 0xC2, "ip_header": None}),
        (IPV4 + "CE DF MF FRAG:3 PROTO=TCP ", {"reserved": True, "df": True, "mf": True, "frag_offset": 24}),
        (IPV4 + "OPT (94040000) PROTO=TCP SPT=1 DPT=2 ", {"ip_header": 24, "sport": 1}),
        (IPV4.replace("0x02", "02") + "PROTO=TCP SPT=1 DPT=2 SEQ=3 ACK=4 ", {"tos": 0xC2, "seq": 3, "ack": 4}),
        (IPV6 + "PROTO=UDP SPT=1 DPT=2 ", {"src": "2001:db8::1", "ttl": 53, "flow_label": 7, "tos": 40, "dport": 2}),
        (IPV6.replace("HOPLIMIT=53 FLOWLBL=7", "FLOWLBL=7 HOPLIMIT=53") + "PROTO=59 ", {"ttl": 53, "flow_label": 7}),
        (IPV6 + "FRAG:1480 ID:0000000a PROTO=TCP ", {"frag_offset": 1480, "mf": False, "more": (("ID", "0000000a"),)}),
        (IPV6 + "OPT ( ESP SPI=0x1 ) ", {"proto": "50", "sport": None}),
        (IPV6, {"proto": "50", "more": (("PROTO", "guessed"),)}),
        (IPV6 + "OPT ( words ) PROTO=TCP ", {"proto": None}),
        (IPV4.replace("192.0.2.1", "192.0.2.256") + "PROTO=47 ", {"src": None}),
    ],
)
def test_a_header_gives_every_field(text: str, some: dict[str, object]) -> None:
    """IPv4 with its fragment word and options, IPv6 with its extension headers, in two orders."""
    found = read_header(text, 0)
    assert found is not None
    assert {name: found[2].get(name) for name in some} == some


@pytest.mark.parametrize("text", ["", "SRC=192.0.2.1 DST=198.51.100.2 LEN=60 TOS=", IPV6.rstrip(), IPV6 + "SPI=3"])
def test_half_a_header_is_none(text: str) -> None:
    """Nothing is read of it."""
    assert read_header(text, 0) is None
