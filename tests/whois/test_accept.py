import pytest

from tests.whois.samples import record
from wallwatch.whois.accept import TEXT_MAX, accept


def test_an_ordinary_answer_is_kept_as_it_is():
    """Nothing of it needs to change."""
    assert accept(record()) == record()


BLOCKS = [
    ("198.51.100.7", "198.51.100.7"),
    ("203.0.0.0", "203.255.255.255"),
    ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("2001::", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
]


@pytest.mark.parametrize(("first", "last"), BLOCKS)
def test_blocks_that_can_be_somebodys_are_kept(first, last):
    """From one address to a /8, or to a /16 of IPv6."""
    kept = accept(record(first=first, last=last))
    assert kept is not None
    assert (kept.first, kept.last) == (first, last)


NO_BLOCKS = [
    ("0.0.0.0", "255.255.255.255"),
    ("202.0.0.0", "203.255.255.255"),
    ("203.0.0.0", "204.0.0.0"),
    ("198.51.100.127", "198.51.100.0"),
    ("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("2001::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("::ffff:0:0", "::ffff:ffff:ffff"),
    ("fe80::", "fe80::ffff"),
    ("198.51.100.0", "2001:db8::"),
    ("::ffff:198.51.100.0", "198.51.100.127"),
    ("198.51.100.0/25", "198.51.100.127"),
    ("", ""),
    ("example", "example"),
]


@pytest.mark.parametrize(("first", "last"), NO_BLOCKS)
def test_a_block_that_is_nobodys_is_refused(first, last):
    """One answer for 0.0.0.0/0 would speak for everybody, as would IPv4 mapped into IPv6."""
    assert accept(record(first=first, last=last)) is None


@pytest.mark.parametrize("name", ["IANA-BLK", "iana-blk", "NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK"])
def test_a_placeholder_is_refused(name):
    """So registries answer for what they do not manage."""
    assert accept(record(name=name)) is None


def test_addresses_get_their_one_text():
    """Old ARIN answers pad IPv6 with zeros, and p0f's way of writing is not ours."""
    kept = accept(record(first="2001:0DB8:0:0:0:0:0:0", last="2001:db8:0::ffff"))
    assert kept is not None
    assert (kept.first, kept.last) == ("2001:db8::", "2001:db8::ffff")


HOSTILE = [
    ("\x1b]0;pwned\x07", "\\x1b]0;pwned\\x07"),
    ("\u202egnp.exe", "\\u202egnp.exe"),
    ("line\nbreak", "line\\x0abreak"),
    ("[@click=app.quit]", "[@click=app.quit]"),
    ("", None),
]


@pytest.mark.parametrize("field", ["name", "organisation", "country", "abuse"])
@pytest.mark.parametrize(("text", "kept"), HOSTILE)
def test_what_a_registry_says_is_made_safe_for_the_eye(field, text, kept):
    """Anyone can write anything into the record of a block of their own."""
    answer = accept(record(**{field: text}))
    assert answer is not None
    assert getattr(answer, field) == kept


def test_long_text_is_cut():
    """A name of a megabyte is no name."""
    answer = accept(record(organisation="x" * 1_000_000, source="\x9b" + "y" * 1_000_000))
    assert answer is not None
    assert answer.organisation == "x" * TEXT_MAX + "\\..."
    assert answer.source.startswith("\\x9by")
    assert len(answer.source) < TEXT_MAX + 20


@pytest.mark.parametrize(("asn", "kept"), [(0, 0), (4_294_967_295, 4_294_967_295), (4_294_967_296, None), (-1, None)])
def test_an_as_number_has_32_bits(asn, kept):
    """Anything else is no number of a system."""
    answer = accept(record(asn=asn))
    assert answer is not None
    assert answer.asn == kept
