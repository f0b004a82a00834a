import pytest

from wallwatch.noise.shape import Oddity
from wallwatch.noise.widening import read_widening, widening


def test_it_is_kept_as_text_and_read_again():
    """Ports and numbers stay numbers, words stay words, strangers' ones too."""
    made = widening("gnutella", [Oddity("packets", 40, "..."), Oddity("stack", '"]', "...")])
    assert made.values == (("packets", 40), ("stack", '"]'))
    assert read_widening("gnutella", made.text()) == made


@pytest.mark.parametrize("text", ["", "{", "[1]", '[["packets"]]', '[["no such axis", 3]]', "\udc9b"])
def test_what_is_not_understood_widens_nothing(text):
    """The marks may be of a later version, or damaged."""
    assert read_widening("gnutella", text).values == ()
