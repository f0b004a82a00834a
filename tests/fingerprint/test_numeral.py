import pytest

from wallwatch.errors import SignatureError
from wallwatch.fingerprint.numeral import parse_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("64", 64), ("00064", 64), ("65535", 65535)])
def test_digits_are_a_number(text, number):
    """A number is written in decimal digits, with or without zeros before it."""
    assert parse_number(text, "window", 65535) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.5", " 1", "0x10", "65536", "٣", "9" * 5000])
def test_anything_else_is_an_error_that_names_the_field(text):
    """Signs, blanks, other scripts' digits and numbers out of range are refused without being computed."""
    with pytest.raises(SignatureError, match="window"):
        parse_number(text, "window", 65535)


def test_the_least_value_counts():
    """A multiple of 0 would divide nothing."""
    with pytest.raises(SignatureError, match="from 1 to 255"):
        parse_number("0", "TTL", 255, 1)
