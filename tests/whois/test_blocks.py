import random

import pytest

from tests.whois.samples import record
from wallwatch.model.address import packed
from wallwatch.whois.blocks import Blocks

NESTED = [
    record(first="198.51.0.0", last="198.51.255.255", name="allocation"),
    record(first="198.51.100.0", last="198.51.100.255", name="assignment"),
    record(first="198.51.100.64", last="198.51.100.127", name="customer"),
    record(first="198.51.100.100", last="198.51.100.100", name="host"),
    record(first="203.0.113.0", last="203.0.113.255", name="other"),
    record(first="2001:db8::", last="2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", name="six"),
]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("198.50.255.255", None),
        ("198.51.0.0", "allocation"),
        ("198.51.99.255", "allocation"),
        ("198.51.100.0", "assignment"),
        ("198.51.100.63", "assignment"),
        ("198.51.100.64", "customer"),
        ("198.51.100.99", "customer"),
        ("198.51.100.100", "host"),
        ("198.51.100.101", "customer"),
        ("198.51.100.128", "assignment"),
        ("198.51.101.0", "allocation"),
        ("198.52.0.0", None),
        ("203.0.113.7", "other"),
        ("203.0.114.0", None),
        ("2001:db8::1", "six"),
        ("2001:db9::", None),
        ("::", None),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None),
    ],
)
def test_the_smallest_block_that_holds_an_address(address, name):
    """A customer's block inside an allocation answers for the customer."""
    found = Blocks(NESTED).find(packed(address))
    assert (found.name if found else None) == name


def test_no_blocks_hold_nothing():
    """An empty index knows no address."""
    assert Blocks([]).find(packed("198.51.100.1")) is None


def test_blocks_may_overlap_as_they_like():
    """No two registries agree on everything: the index finds what a search through all blocks finds."""
    chance = random.Random(2002)
    edges = [sorted(chance.sample(range(256), 2)) for _ in range(60)]
    records = [record(first=f"192.0.2.{low}", last=f"192.0.2.{high}", name=f"{low}-{high}") for low, high in edges]
    blocks = Blocks(records)
    for last in range(256):
        holding = [high - low for low, high in edges if low <= last <= high]
        found = blocks.find(packed(f"192.0.2.{last}"))
        assert (found is None) == (not holding)
        if found is not None:
            low, high = map(int, found.name.split("-"))
            assert low <= last <= high
            assert high - low == min(holding)
