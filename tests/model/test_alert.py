"""One connection attempt."""

import msgspec
import pytest

from tests.model.samples import ALERT, PACKET
from wallwatch.model.alert import Alert, Change


def test_an_alert_survives_its_own_codec():
    """What the store keeps of an alert comes back as the same alert."""
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(ALERT), type=Alert) == ALERT


def test_an_alert_that_nobody_judged_is_unknown():
    """The verdict of a new alert is ``unknown``, and nothing is known of its network."""
    assert (ALERT.verdict, ALERT.because, ALERT.network, ALERT.asn) == ("unknown", None, None, None)


@pytest.mark.parametrize("kind", ["new", "grown", "merged", "gone"])
def test_a_change_says_what_happened_to_which_packets(kind):
    """A change holds the alert as it is now, and the packets it touched with their places."""
    change = Change(kind=kind, alert=ALERT, touched=((0, PACKET),), into=8 if kind == "merged" else None)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(change), type=Change) == change
