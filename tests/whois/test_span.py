import pytest

from wallwatch.whois.span import Span, address_of, read_span, span_of

SPANS = [
    ("198.51.100.0 - 198.51.100.127", "198.51.100.0", "198.51.100.127"),
    ("198.51.100.0-198.51.100.127", "198.51.100.0", "198.51.100.127"),
    ("198.51.100.0/25", "198.51.100.0", "198.51.100.127"),
    ("198.51.100/24", "198.51.100.0", "198.51.100.255"),
    ("198.051.100.000 - 198.051.100.127", "198.51.100.0", "198.51.100.127"),
    ("203.0.113.0 - 203.0.113.255 (/25+/25)", "203.0.113.0", "203.0.113.255"),
    ("198.51.100.0/25, 198.51.100.128/26", "198.51.100.0", "198.51.100.191"),
    ("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("2001:DB8:0:0:: - 2001:db8::ffff", "2001:db8::", "2001:db8::ffff"),
]


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_blocks_are_read_as_registries_write_them(text, first, last):
    """As a range, a prefix, several prefixes, shortened, and padded with zeros."""
    assert read_span(text) == Span(first, last)


NO_SPANS = ["", "see below", "198.51.100.9 - 198.51.100.1", "198.51.100.0 - 2001:db8::1", "300.1.1.1/8", "192.0.2.0/33"]


@pytest.mark.parametrize("text", NO_SPANS)
def test_what_makes_no_sense_is_no_block(text):
    """The wrong way round, two families, no address, no prefix."""
    assert read_span(text) is None


def test_a_span_knows_its_size_and_what_it_holds():
    """Both ends are in it."""
    span = span_of("198.51.100.0", "198.51.100.127")
    assert span is not None
    assert span.size == 128
    assert span.holds("198.51.100.127")
    assert not span.holds("198.51.100.128")


def test_an_octet_of_a_thousand_digits_is_no_octet():
    """Nor does it take time."""
    assert address_of("1" * 10_000 + ".0.0.1") is None
