import pytest

from tests.ui.alerts import a_sighting
from tests.ui.test_origin import KERNEL, PCAP
from wallwatch.ui.widgets.raw_lines import raw_lines


def _lines(sighting, shown="", width=78):
    return [line.parts for line in raw_lines(sighting, shown, width, "  ")]


def _text(parts):
    return "".join(text for text, _ in parts)


def _found(lines):
    return [text for parts in lines for text, ink in parts if ink == "found"]


@pytest.mark.parametrize("width", [20, 40, 78, 400])
def test_a_line_shows_where_a_field_was_read_from(width):
    """At every width nothing is lost but the blanks at which it is broken."""
    lines = _lines(a_sighting(format="netfilter", raw=KERNEL), "ttl", width)
    assert "".join(_text(parts).strip() for parts in lines).replace(" ", "") == KERNEL.replace(" ", "")
    assert "".join(_found(lines)) == "117"
    assert _found(_lines(a_sighting(format="netfilter", raw=KERNEL), "", width)) == []


def test_a_captured_packet_is_shown_in_hex_and_as_text():
    """With its payload, and the bytes of a field in both."""
    sighting = a_sighting(format="pcap", kind="dump", raw=PCAP, ip_header=20, tcp_header=28)
    lines = _lines(sighting, "ttl")
    assert _text(lines[0]) == "  0000  45 00 00 30 00 01 00 00 75 06 00 00 c6 33 64 07  E..0....u....3d."
    assert _text(lines[-1]).split() == ["0030", "47", "45", "54", "20", "2f", "GET", "/"]
    assert _found(lines) == ["75 ", "u"]
    assert [ink for text, ink in lines[-1] if text in {"47 ", "G"}] == ["strong", "strong"]


def test_a_narrow_window_takes_eight_bytes_a_line():
    """Nothing is cut."""
    sighting = a_sighting(format="pcap", kind="dump", raw=PCAP, ip_header=20, tcp_header=28)
    assert all(len(_text(parts)) <= 50 for parts in _lines(sighting, width=50))


def test_a_long_packet_says_how_much_more_there_is():
    """What a capture holds may be long."""
    raw = f"pcap 1.000000 101 45{'00' * 511}"
    assert len(_lines(a_sighting(format="pcap", kind="dump", raw=raw))) == 32
