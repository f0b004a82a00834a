import pytest

from wallwatch.errors import SignatureError
from wallwatch.fingerprint.label import Label, parse_label

LABELS = [
    ("s:unix:Linux:3.11 and newer", Label("Linux 3.11 and newer", "Linux")),
    ("g:win:Windows:NT kernel", Label("Windows NT kernel", "Windows", generic=True)),
    ("x:win:Windows:95", Label("Windows 95", "Windows", strict=True)),
    ("s:!:NMap:SYN scan", Label("NMap SYN scan", "nmap", tool=True)),
    ("g:unix:Mac OS X:", Label("Mac OS X", "macOS", generic=True)),
    ("s:unix:MacOS X:10.9 or newer", Label("MacOS X 10.9 or newer", "macOS")),
    ("s : other : Odd : a:b", Label("Odd a:b", "Odd")),
]


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_a_label_reads_as_p0f_shows_it(text, label):
    """The words are name and flavor, the family is the name under which wallwatch knows it."""
    assert parse_label(text) == label


@pytest.mark.parametrize("text", ["", "Linux", "s:unix:Linux", "q:unix:Linux:2.6", "s:unix::2.6"])
def test_a_label_that_is_none_is_an_error(text):
    """Four parts, a known type and a name are needed."""
    with pytest.raises(SignatureError, match="label"):
        parse_label(text)


def test_a_label_is_made_safe_for_the_eye():
    """A database that somebody passed on cannot reach the terminal with a control character."""
    assert parse_label("s:unix:Li\x1bnux:\x9b2J").text == "Li\\x1bnux \\x9b2J"
