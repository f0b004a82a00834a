import pytest

from wallwatch.errors import SignatureError
from wallwatch.fingerprint.old_grammar import InexpressibleError, to_signature
from wallwatch.fingerprint.quirks import quirk_bits, quirk_names
from wallwatch.fingerprint.window import Window


def test_the_parts_of_a_signature():
    """Window, TTL, DF, length and options become their counterparts."""
    signature = to_signature(
        ("S4", "64", "1", "60", "M1460,S,T,N,W7"), quirk_bits(("id+",)), quirk_bits(("ecn", "id+"))
    )
    assert (signature.version, signature.ttl, signature.ttl_random, signature.ip_options) == (4, 64, False, 0)
    assert (signature.mss, signature.window, signature.scale) == (1460, Window("mss*", 4), 7)
    assert (signature.layout, signature.eol_pad, signature.payload) == ("mss,sok,ts,nop,ws", 0, False)
    assert quirk_names(signature.quirks) == ("df", "id+")
    assert quirk_names(signature.any_quirks) == ("ecn",)


WINDOWS = [
    ("*", Window("*")), ("8192", Window("=", 8192)), ("%8192", Window("%", 8192)), ("S44", Window("mss*", 44)),
    ("T30", Window("mtu*", 30)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "window"), WINDOWS)
def test_the_ways_to_write_a_window(text, window):
    """Segments (S) and packets (T) are counted."""
    assert to_signature((text, "64", "0", "44", "M*"), 0, 0).window == window


OPTIONS = [
    (".", "40", ("", 0, 0, 0)),
    ("M*", "44", ("mss", None, 0, 0)),
    ("M*,N,W*", "48", ("mss,nop,ws", None, None, 0)),
    ("M*,S,E", "48", ("mss,sok,eol", None, 0, 1)),
    ("M*,S,E", "*", ("mss,sok,eol", None, 0, 1)),
    ("M*,N,N,E,E", "48", ("mss,nop,nop,eol", None, 0, 1)),
]


@pytest.mark.parametrize(("options", "length", "expected"), OPTIONS)
def test_options_and_padding(options, length, expected):
    """An option that is absent is 0, a star any; the length of the packet tells the padding."""
    signature = to_signature(("*", "64", "0", length, options), 0, 0)
    assert (signature.layout, signature.mss, signature.scale, signature.eol_pad) == expected


def test_a_timestamp_of_zero_is_a_quirk():
    """Written T0."""
    assert quirk_names(to_signature(("*", "64", "0", "*", "M*,N,N,T0"), 0, 0).quirks) == ("ts1-",)


INEXPRESSIBLE = [
    ("*", "64", "1", "60", "M*,N,W%2,N,N,T"),
    ("*", "64", "1", "52", "M*"),
    ("*", "64", "1", "40", "M*"),
    ("*", "64", "1", "48", "M*,?76"),
]


@pytest.mark.parametrize("fields", INEXPRESSIBLE)
def test_what_ours_cannot_say_is_told_apart_from_mistakes(fields):
    """A value that is divisible by a number, a length that the options do not explain, an option of unknown length."""
    with pytest.raises(InexpressibleError):
        to_signature(fields, 0, 0)


MISTAKES = [
    ("S", "64", "1", "44", "M*"),
    ("*", "999", "1", "44", "M*"),
    ("*", "64", "2", "44", "M*"),
    ("*", "64", "1", "x", "M*"),
    ("*", "64", "1", "44", "Q"),
    ("*", "64", "1", "44", "Mx"),
]


@pytest.mark.parametrize("fields", MISTAKES)
def test_a_mistake_is_an_error(fields):
    """Each field must be what the grammar says."""
    with pytest.raises(SignatureError):
        to_signature(fields, 0, 0)
