import pytest

from wallwatch.whois.answer import LIMITED, UNKNOWN, Answer, is_placeholder

PLACEHOLDERS = [
    ("IANA-BLK", None, True),
    ("NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK", "ALLOCATED UNSPECIFIED", True),
    ("RIPE-CBLK", "Allocated to RIPE NCC", True),
    ("APNIC-AP", "Early Registrations, Transferred to APNIC", True),
    ("EXAMPLE", "Direct Allocation", False),
    (None, None, False),
]


@pytest.mark.parametrize(("name", "kind", "placeholder"), PLACEHOLDERS)
def test_blocks_that_are_another_registrys_are_no_answers(name, kind, placeholder):
    """By their name, or by what the registry says they are."""
    assert is_placeholder(name, kind) is placeholder


def test_only_a_limit_is_to_be_asked_again():
    """What is not known now will not be known in an hour."""
    assert Answer(refused=LIMITED).is_limit
    assert not Answer(refused=UNKNOWN).is_limit
