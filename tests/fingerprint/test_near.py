import pytest

from tests.fingerprint.samples import MACOS, shape, syn, whole_syn
from wallwatch.fingerprint import bundled, parse_database
from wallwatch.fingerprint.near import Near, nearest

SIGNATURE = "*:128:0:*:mss*4,0:mss,nop,nop,sok:df,id+:0"


def failed(text, header):
    database = parse_database(f"[tcp:request]\nlabel = s:win:Windows:\nsig = {text}\n", "test")
    assert database.problems == ()
    (near,) = nearest([database], shape(header), header.ttl, header.window, 5)
    return near.failed


def test_what_agrees_has_nothing_to_say():
    """With its place in the database and its own text."""
    database = parse_database(f"[tcp:request]\nlabel = s:win:Windows:2002\nsig = {SIGNATURE}\n", "test")
    assert nearest([database], shape(syn()), 117, 5840, 5) == (Near("Windows 2002", "test", 3, SIGNATURE, ()),)


FAILURES = [
    ("6:128:0:*:mss*4,0:mss,nop,nop,sok:df,id+:0", {}, "version: IPv4 is not IPv6"),
    (SIGNATURE, {"ttl": 200}, "ttl: 200 is not within reach of 128"),
    (SIGNATURE, {"ttl": 30}, "ttl: 30 is not within reach of 128"),
    (SIGNATURE, {"ip_header": 24, "length": 52}, "IP options: 4 is not 0"),
    (SIGNATURE.replace(":*:", ":1400:"), {}, "mss: 1460 is not 1400"),
    (SIGNATURE.replace(":*:", ":1400:"), {"options": ("mss", "nop", "nop", "sok"), "window": 5840},
     "mss: not logged, and 1400 is asked for"),
    (SIGNATURE, {"window": 5841}, "window: 5841 is not mss*4"),
    (SIGNATURE, {"window": 7300}, "window: 7300 (mss*5) is not mss*4"),
    (SIGNATURE.replace("mss*4", "8192"), {}, "window: 5840 (mss*4) is not 8192"),
    (SIGNATURE.replace("mss*4", "65535//mss*mss"), {}, "window: 5840 (mss*4) is not 65535 // mss * mss"),
    (SIGNATURE.replace(",0:", ",2:"), {}, "scale: 0 is not 2"),
    (SIGNATURE.replace("mss,nop,nop,sok", "mss"), {}, "options: mss,nop,nop,sok are not mss"),
    (SIGNATURE.replace("mss,nop,nop,sok", ""), {}, "options: mss,nop,nop,sok are not none"),
    (SIGNATURE, {"df": False, "flags": "ES"}, "quirks: df is missing, id+ is missing, ecn is too many"),
    (SIGNATURE, {"length": 60}, "payload: some is not none"),
    (SIGNATURE[:-1] + "+", {}, "payload: none is not some"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "change", "failure"), FAILURES)
def test_each_field_says_how_it_fails(text, change, failure):
    """What was seen, and what the signature asks for."""
    assert failure in failed(text, syn(**change))


def test_padding_is_compared_where_the_options_are_the_same():
    """It is the end of them."""
    header = whole_syn(MACOS, ttl=60, window=65535)
    assert failed("*:64:0:*:65535,6:mss,nop,ws,nop,nop,ts,sok,eol+3:df,id+:0", header) == ("padding: 1 is not 3",)


def test_the_best_come_first_and_other_options_are_farthest():
    """A signature with another window is nearer than one with other options."""
    found = nearest([bundled()], shape(syn()), 117, 5840, 4)
    assert [len(near.failed) for near in found] == [0, 1, 1, 1]
    assert all(near.failed[0].startswith("window") for near in found[1:])
    assert nearest([bundled()], shape(syn()), 117, 5840, 10_000)[-1].failed[-2:] != ()


def test_as_p0f_the_quirks_are_p0fs():
    """A stray ACK number that it does not see is not missing."""
    database = parse_database(
        f"[tcp:request]\nlabel = s:win:Windows:\nsig = {SIGNATURE.replace('id+', 'id+,ack+')}\n", "test"
    )
    seen = shape(syn(ack=1))
    assert nearest([database], seen, 117, 5840, 1)[0].failed == ()
    assert nearest([database], seen, 117, 5840, 1, as_p0f=True)[0].failed == ("quirks: ack+ is missing",)
