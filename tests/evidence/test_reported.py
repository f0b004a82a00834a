"""What p0f said."""

from tests.evidence.samples import a_packet, as_p0f
from wallwatch.evidence.reported import corrected, distance
from wallwatch.model import Stack

SAID = Stack("Windows 95 or early NT4", "Windows", "reported", 12)


def test_p0f_1_counts_one_hop_too_many():
    """Its 12 hops are a distance of 11; what later ones say is a distance."""
    assert distance(as_p0f(SAID, 1)).hops == 11
    assert distance(as_p0f(SAID, 3)).hops == 12


def test_nothing_said_stays_nothing():
    """An unknown sender has no distance, and hops that were not printed are not made up."""
    assert distance(as_p0f(None)) is None
    assert distance(as_p0f(Stack("Windows"))).hops is None


def test_the_answer_of_an_alert_is_put_right_by_its_line():
    """Only where the answer is that of a p0f 1 line among the packets."""
    old, new = ((0, a_packet(sightings=(as_p0f(SAID, 1),))),), ((0, a_packet(sightings=(as_p0f(SAID, 2),))),)
    assert corrected(SAID, old).hops == 11
    assert corrected(SAID, new) is SAID
    assert corrected(SAID, ()) is SAID
