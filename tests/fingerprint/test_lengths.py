import pytest

from tests.fingerprint.samples import fields_of, syn
from wallwatch.fingerprint.lengths import Lengths, read_lengths
from wallwatch.fingerprint.options import read_options

EOL = ("mss:1460", "sok", "eol")

CASES = [
    # what was logged, and ip_options, headers, eol_pad, payload, malformed, spare
    ({}, Lengths(0, 48, 0, payload=False, malformed=False, spare=0)),
    ({"length": 49}, Lengths(0, 48, 0, payload=True, malformed=False, spare=1)),
    ({"ip_header": 28, "length": 56}, Lengths(8, 56, 0, payload=False, malformed=False, spare=8)),
    ({"ip_header": None}, Lengths(0, 48, 0, payload=False, malformed=False, spare=0)),
    ({"ip_header": None, "length": 56}, Lengths(None, None, 0, payload=None, malformed=False, spare=8)),
    ({"ip_header": None, "tcp_header": None}, Lengths(0, 48, 0, payload=False, malformed=False, spare=0)),
    ({"length": None}, Lengths(0, 48, 0, payload=None, malformed=False, spare=None)),
    ({"tcp_header": 32}, Lengths(0, 52, 0, payload=False, malformed=None, spare=-4)),
    ({"options": EOL}, Lengths(0, 48, 1, payload=False, malformed=False, spare=0)),
    ({"options": EOL, "eol_pad": 1, "tcp_header": None}, Lengths(0, 48, 1, payload=False, malformed=False, spare=0)),
    ({"options": EOL, "tcp_header": None}, Lengths(0, None, None, payload=None, malformed=None, spare=None)),
    ({"options": ("?254",), "tcp_header": None}, Lengths(0, None, 0, payload=None, malformed=None, spare=None)),
    ({"options": ("?254", "eol"), "eol_pad": 2}, Lengths(0, 48, 2, payload=False, malformed=None, spare=0)),
    ({"options_bad": True}, Lengths(0, 48, 0, payload=False, malformed=True, spare=0)),
    (
        {"src": "2001:db8::1", "dst": "2001:db8::2", "ip_header": None, "length": 68},
        Lengths(0, 68, 0, payload=False, malformed=False, spare=0),
    ),
]


@pytest.mark.parametrize(("logged", "lengths"), CASES)
def test_what_follows_from_the_lengths_that_were_logged(logged, lengths):
    """Whatever they leave open stays unknown, and what they imply does not."""
    header = syn(**logged)
    assert read_lengths(fields_of(header), read_options(header.options or ())) == lengths
