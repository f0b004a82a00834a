import pytest

from wallwatch.fingerprint.label import Label
from wallwatch.fingerprint.old_grammar import InexpressibleError
from wallwatch.fingerprint.p0f2_file import parse_line
from wallwatch.fingerprint.quirks import quirk_names

QUIRKS = [
    ("1", ".", ("df", "id+"), False),
    ("0", ".", (), False),
    ("1", "Z", ("df",), False),
    ("0", "Z", ("id-",), False),
    ("1", "ZA", ("df", "ack+"), False),
    ("1", "UT", ("df", "id+", "uptr+", "ts2+"), False),
    ("1", "0!", ("df", "id+", "seq-", "bad"), False),
    ("1", "P", ("df", "id+"), False),
    ("1", "D", ("df", "id+"), True),
]


@pytest.mark.parametrize(("df", "letters", "names", "payload"), QUIRKS)
def test_each_quirk_has_its_counterpart(df, letters, names, payload):
    """Z is an IP ID of zero, so that its absence is a quirk of p0f 3; D is data."""
    signature, _ = parse_line(["*", "64", df, "*", "M*", letters, "Some", "system"])
    assert quirk_names(signature.quirks) == names
    assert signature.payload is payload


@pytest.mark.parametrize("letters", ["F", "X", "I"])
def test_a_quirk_without_counterpart_makes_a_signature_inexpressible(letters):
    """Unusual flags, reserved bits and IP options are one letter each, without saying which."""
    with pytest.raises(InexpressibleError):
        parse_line(["*", "64", "1", "*", "M*", letters, "Some", "system"])


LABELS = [
    ("Linux", "2.4", Label("Linux 2.4", "Linux")),
    ("@Windows", "XP/2000", Label("Windows XP/2000", "Windows", generic=True)),
    ("*NMAP", "syn scan", Label("NMAP syn scan", "nmap", tool=True)),
    ("-p0f", "sendsyn utility", Label("p0f sendsyn utility", "p0f", tool=True)),
]


@pytest.mark.parametrize(("genre", "details", "label"), LABELS)
def test_the_marks_of_a_genre(genre, details, label):
    """A catch-all, and two for programs that write their packets themselves."""
    assert parse_line(["*", "64", "1", "44", "M*", ".", genre, details])[1] == label
