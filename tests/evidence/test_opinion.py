"""How a witness stands to the best answer."""

import pytest

from tests.evidence.samples import WINDOWS
from wallwatch.evidence.opinion import stance
from wallwatch.model import Stack


@pytest.mark.parametrize(
    ("families", "best", "strong", "found"),
    [
        (("Windows", "Linux"), WINDOWS, True, "agrees"),
        (("Linux",), WINDOWS, True, "contradicts"),
        (("Linux",), WINDOWS, False, ""),
        ((), WINDOWS, True, ""),
        (("Linux",), None, True, ""),
        (("macOS",), Stack("iOS 17", "iOS", "exact"), True, "agrees"),
    ],
)
def test_only_a_strong_witness_contradicts(families, best, strong, found):
    """Kin agree; a weak witness that names others is silent, and so is one who names nobody."""
    assert stance(families, best, strong=strong) == found
