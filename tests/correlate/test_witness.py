import pytest

from wallwatch.correlate.witness import Witnesses, letters


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [
        ((), "----"),
        (("firewall",), "-K--"),
        (("dump", "signature"), "S--D"),
        (("signature", "firewall", "fingerprint", "dump"), "SKPD"),
    ],
)
def test_letters_show_the_kinds_of_the_witnesses(kinds, shown):
    """The letters of the kinds that saw a packet stand in the order SKPD, a dash for each that did not."""
    witnesses = Witnesses()
    bits = 0
    for kind in kinds:
        bits |= witnesses["report", kind]
    assert letters(bits) == shown


def test_a_witness_is_a_source_and_a_kind():
    """Two kinds in one source are two witnesses, and so are two sources of one kind."""
    witnesses = Witnesses()
    kern, ufw, dump = witnesses["kern.log", "firewall"], witnesses["ufw.log", "firewall"], witnesses["kern.log", "dump"]
    assert len({kern, ufw, dump}) == 3
    assert letters(kern) == letters(ufw) == "-K--"


def test_a_witness_keeps_its_bits():
    """Asked again, a witness has the same bits, and no other witness contains them."""
    witnesses = Witnesses()
    kern, ufw = witnesses["kern.log", "firewall"], witnesses["ufw.log", "firewall"]
    assert witnesses["kern.log", "firewall"] == kern
    assert ufw & kern != kern
