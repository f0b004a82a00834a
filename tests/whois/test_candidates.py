from tests.whois.answers import ARIN_2008, ARIN_CUSTOMER, ARIN_LIST
from wallwatch.whois.candidates import candidates
from wallwatch.whois.objects import read_text


def found(sample):
    return candidates(read_text(sample.text.encode()))


def test_each_block_has_the_paragraphs_up_to_the_next():
    """The holder of one is not the other's."""
    parent, customer = found(ARIN_CUSTOMER)
    assert parent.get("orgname") == "Example Parent LLC"
    assert customer.own.get("netname") == "EXAMPLE-CUST-7"
    assert customer.after[0].get("custname") == "Example Bakery"


def test_what_stands_before_the_only_block_belongs_to_it():
    """ARIN named the holder first in 2008."""
    (block,) = found(ARIN_2008)
    assert block.before[-1].get("orgname") == "Example Cable, L.P."
    assert block.get("country") == "US"


def test_a_short_list_has_a_block_a_line():
    """Holder, name and range."""
    assert [each.own.get("netname") for each in found(ARIN_LIST)] == ["EXAMPLE-PARENT", "EXAMPLE-CUST-7"]
