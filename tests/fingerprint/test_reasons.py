import pytest

from tests.fingerprint.samples import syn, whole_syn
from wallwatch.fingerprint import Matcher, bundled
from wallwatch.fingerprint.reasons import reasons

REASONS = [
    (syn(), "a catch-all for the family agrees, and none that tells a version: wallwatch.fp:"),
    (whole_syn(ttl=52, window=64240), "all of a signature agrees: wallwatch.fp:"),
    (whole_syn(ttl=52, window=64240, flags="CES"), "a signature agrees but for what a path can change: wallwatch.fp:"),
    (whole_syn(("mss:1460",), ttl=48, window=1024, df=False), "the window, the MSS of 1460 as only option"),
    (whole_syn((), ttl=48, window=31337, df=False), "it has no options at all"),
    (whole_syn(("mss:1460", "ws:2"), window=4128), "no signature agrees"),
    (syn(options=None, tcp_header=None), "TTL, length, DF and window fit no other family"),
    (syn(options=None, tcp_header=None, ttl=None), "its options were not logged"),
]


@pytest.mark.parametrize(("header", "first"), REASONS)
def test_every_answer_has_its_reason(header, first):
    """What agreed, or why nothing is said."""
    own = Matcher([bundled()])
    assert reasons(own, header, own.stack(header))[0].startswith(first)


def test_a_fuzzy_answer_says_what_does_not_agree():
    """After the signature that decided."""
    own = Matcher([bundled()])
    header = whole_syn(ttl=52, window=64240, flags="CES")
    assert reasons(own, header, own.stack(header))[1:] == ("quirks: ecn is too many",)


def test_a_tool_says_how_likely_it_is_to_be_wrong():
    """For those that rules know."""
    own = Matcher([bundled()])
    header = whole_syn((), ttl=48, window=31337, df=False)
    assert reasons(own, header, own.stack(header))[1].startswith("chance of a false hit: low to medium")
