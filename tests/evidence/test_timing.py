import pytest

from tests.evidence.samples import MOMENT, SECOND, an_alert
from wallwatch.evidence.timing import timing

EARLIER = an_alert(id=1, first=MOMENT, last=MOMENT + 9 * SECOND)
LATER = an_alert(id=2, src="198.51.100.148", first=MOMENT + 4_265 * SECOND, last=MOMENT + 4_274 * SECOND)
MEANWHILE = an_alert(id=2, src="198.51.100.148", first=MOMENT + 4 * SECOND, last=MOMENT + 20 * SECOND)
AGAIN = an_alert(id=3, first=MOMENT + 5_000 * SECOND, last=MOMENT + 5_000 * SECOND)
BEFORE = an_alert(id=3, src="198.51.100.148", first=MOMENT - 50 * SECOND, last=MOMENT - 40 * SECOND)


@pytest.mark.parametrize(
    ("later", "others", "side", "words"),
    [
        (LATER, (), ".", "71 min from one to the other"),
        (LATER, (EARLIER, LATER), ".", "71 min from one to the other"),
        (MEANWHILE, (), "-", "both called at the same time"),
        (LATER, (AGAIN,), "-", "198.51.100.112 called again later"),
        (LATER, (BEFORE,), "-", "198.51.100.148 called before as well"),
    ],
)
def test_a_machine_has_one_address_at_a_time(later, others, side, words) -> None:
    """Two that are in use together are two machines', mostly."""
    entry = timing(EARLIER, later, others)
    assert entry.side == side
    assert entry.words.startswith(words)
