import msgspec
import pytest

from tests.evidence.machines import LINUX, MACOS, WINDOWS, XP
from tests.evidence.samples import an_alert
from wallwatch.evidence.traits import TRAITS, common_bits, hops, near, shape
from wallwatch.model import Alert, Stack

BY_NAME = {trait.name: trait for trait in TRAITS}
PARTIAL = Stack("Windows", "Windows", "partial", 11)


def windows(**fields: object) -> Alert:
    return an_alert(**{"os": WINDOWS, "ladder": (2.96, 6.02), "tick": 1, "packets": 3} | fields)


ONE = windows()
ROWS = [
    ("block", {"src": "198.51.100.148"}, True, "both in 198.51.100.0/24"),
    ("block", {"src": "198.51.111.148"}, True, "both in 198.51.96.0/20"),
    ("block", {"src": "198.51.255.148"}, False, "198.51.0.0/16 holds both, no less"),
    ("stack", {}, True, "the same SYN, Windows NT family: 1460:mss*4,0:mss,nop,nop,sok:df,id+"),
    ("stack", {"os": XP}, False, "Windows NT family, but Windows XP with another SYN"),
    ("stack", {"os": PARTIAL}, None, "both Windows, as far as the logs tell"),
    ("stack", {"os": None}, None, "not known of both"),
    ("hops", {}, True, "both 11 away"),
    ("hops", {"os": None, "ttl": 117}, True, "both 11 away"),
    ("hops", {"os": None, "ttl": 115}, False, "11, but 13"),
    ("hops", {"os": None, "ttl": None}, None, "not known of both"),
    ("ladder", {"ladder": (2.93, 5.89)}, True, "both 3 s, 6 s"),
    ("ladder", {"ladder": (2.93,)}, True, "3 s, 6 s and 3 s: the same as far as both go"),
    ("ladder", {"ladder": (1.0, 2.0)}, False, "3 s, 6 s, but 1 s, 2 s"),
    ("ladder", {"ladder": (2.0, 6.0)}, False, "3 s, 6 s, but 2 s, 6 s"),
    ("ladder", {"ladder": (2.0, 6.0), "tick": 1_000_000}, True, "the same as far as both go"),
    ("ladder", {"ladder": ()}, None, "not known of both"),
    ("target", {}, True, "both port 6346 of 203.0.113.120"),
    ("target", {"dst": "203.0.113.9"}, True, "both port 6346"),
    ("target", {"dport": 22}, False, "port 6346, but 22"),
]


@pytest.mark.parametrize(("name", "fields", "agrees", "words"), ROWS)
def test_what_two_alerts_have_in_common(name, fields, agrees, words) -> None:
    """Each trait agrees, does not, or is not known of both; the words say what was compared."""
    trait, other = BY_NAME[name], windows(**fields)
    assert trait.agree(ONE, other) is agrees
    assert words in trait.words(ONE, other)
    assert trait.agree(other, ONE) is agrees


def test_a_registered_block_is_one_however_large_it_is() -> None:
    """Whose network it is says more than how many bits two addresses share."""
    one, other = windows(network="ICGNET"), windows(src="198.51.255.1", network="ICGNET")
    assert near(one, other)
    assert BY_NAME["block"].words(one, other) == "both in ICGNET"
    assert not near(windows(network="ICGNET"), windows(src="198.51.255.1", network="OTHERNET"))


@pytest.mark.parametrize(
    ("one", "other", "bits"),
    [
        ("192.0.2.1", "192.0.2.1", 32),
        ("192.0.2.1", "192.0.2.0", 31),
        ("192.0.2.1", "128.0.2.1", 1),
        ("2001:db8::1", "2001:db8:0:1::1", 63),
        ("2001:db8::1", "192.0.2.1", 0),
    ],
)
def test_bits_in_common_are_those_at_the_front(one: str, other: str, bits: int) -> None:
    """An IPv4 and an IPv6 address share none."""
    assert common_bits(one, other)[0] == bits


def test_two_ipv6_addresses_are_near_in_one_site() -> None:
    """A /48 is what a site has."""
    one, other = windows(src="2001:db8:0:1::1"), windows(src="2001:db8:0:2::9")
    assert BY_NAME["block"].words(one, other) == "both in 2001:db8::/62"
    assert not near(one, windows(src="2001:db8:1::1"))


def test_the_shape_of_a_syn_has_no_distance_in_it() -> None:
    """One machine may be farther away on another line."""
    farther = msgspec.structs.replace(WINDOWS, raw_sig="4:115+13:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0")
    assert shape(windows()) == shape(windows(os=farther)) == "4:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0"
    assert shape(windows(os=PARTIAL)) is None
    assert len({shape(windows(os=stack)) for stack in (WINDOWS, XP, LINUX, MACOS)}) == 4


def test_hops_are_those_of_the_stack_or_guessed() -> None:
    """The nearest usual TTL is where a packet began."""
    assert [hops(windows(os=stack, ttl=113)) for stack in (WINDOWS, None)] == [11, 15]


def test_shares_are_shares() -> None:
    """Assumed or not."""
    assert all(0 < trait.share < trait.same < 1 for trait in TRAITS)
