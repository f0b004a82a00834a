import pytest

from wallwatch.fingerprint.quirks import QUIRKS, quirk_bits, quirk_names


def test_names_and_bits_are_one_to_one():
    """Every quirk has a bit of its own, and the names come back in p0f's order."""
    assert quirk_names(quirk_bits(reversed(QUIRKS))) == QUIRKS
    assert len({quirk_bits((name,)) for name in QUIRKS}) == len(QUIRKS)


def test_no_quirk_is_the_empty_set():
    """A SYN without quirks has no bits and no names."""
    assert quirk_bits(()) == 0
    assert quirk_names(0) == ()


def test_an_unknown_quirk_is_refused():
    """A name that p0f does not have is an error, not an empty set."""
    with pytest.raises(KeyError):
        quirk_bits(("df", "odd"))
