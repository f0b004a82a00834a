import pytest

from wallwatch.errors import SignatureError
from wallwatch.fingerprint.quirks import quirk_bits, quirk_names
from wallwatch.fingerprint.signature import Signature, parse_signature
from wallwatch.fingerprint.window import ANY_WINDOW, Window


def test_every_field_of_a_signature():
    """Eight fields, of which p0f's README says what each may be."""
    assert parse_signature("4:64:8:1460:mss*4,6:mss,nop,?34,eol+1:df,id+:+") == Signature(
        version=4,
        ttl=64,
        ttl_random=False,
        ip_options=8,
        mss=1460,
        window=Window("mss*", 4),
        scale=6,
        layout="mss,nop,?34,eol",
        eol_pad=1,
        quirks=quirk_bits(("df", "id+")),
        payload=True,
    )


def test_a_star_is_any_value():
    """Version, MSS, window, scale and payload may be left open."""
    signature = parse_signature("*:128:0:*:*,*:::*")
    assert signature == Signature(None, 128, False, 0, None, ANY_WINDOW, None, "", 0, 0, None)


@pytest.mark.parametrize(("text", "ttl", "random"), [("64", 64, False), ("57+7", 64, False), ("64-", 64, True)])
def test_the_ways_to_write_a_ttl(text, ttl, random):
    """As it started, as it arrived with the distance (a pasted raw signature), or drawn at random."""
    signature = parse_signature(f"*:{text}:0:*:*,*:mss::0")
    assert (signature.ttl, signature.ttl_random) == (ttl, random)


MISTAKES = [
    ("4:64:0:1460:8192,0:mss:df", "8 fields"),
    ("5:64:0:1460:8192,0:mss::0", "IP version"),
    ("4:0:0:1460:8192,0:mss::0", "TTL"),
    ("4:200+99:0:1460:8192,0:mss::0", "TTL"),
    ("4:64+?:0:1460:8192,0:mss::0", "distance"),
    ("4:64:x:1460:8192,0:mss::0", "IP options"),
    ("4:64:0:70000:8192,0:mss::0", "MSS"),
    ("4:64:0:1460:8192:mss::0", "window,scale"),
    ("4:64:0:1460:big,0:mss::0", "window"),
    ("4:64:0:1460:8192,300:mss::0", "scale"),
    ("4:64:0:1460:8192,0:mss,odd::0", "TCP option"),
    ("4:64:0:1460:8192,0:mss,?999::0", "option"),
    ("4:64:0:1460:8192,0:eol+1,mss::0", "TCP option"),
    ("4:64:0:1460:8192,0:mss:odd:0", "quirk"),
    ("4:64:0:1460:8192,0:mss::1", "payload"),
]


@pytest.mark.parametrize(("text", "field"), MISTAKES)
def test_a_mistake_names_its_field(text, field):
    """Whoever edits a database reads which of the fields is wrong."""
    with pytest.raises(SignatureError, match=field):
        parse_signature(text)


VERSIONS = [
    ("*", 4, ("df", "id+")),
    ("*", 6, ("flow",)),
    ("4", 4, ("df", "id+", "flow")),
    ("6", 6, ("df", "id+", "flow")),
]


@pytest.mark.parametrize(("version", "seen", "names"), VERSIONS)
def test_a_signature_for_both_versions_expects_what_each_can_have(version, seen, names):
    """IPv6 has neither DF nor ID, IPv4 no flow label."""
    signature = parse_signature(f"{version}:64:0:*:*,*:mss:df,id+,flow:0")
    assert quirk_names(signature.quirks_in(seen)) == names
