"""Changes of which two addresses are one machine's, for the tests of the screen."""

import random

import msgspec

from tests.evidence.machines import XP, Machine
from tests.evidence.samples import MOMENT
from tests.ui.alerts import MOMENT as SCREEN
from wallwatch.evidence.court import Companion
from wallwatch.model import Change

ADDRESSES = ("198.51.100.112", "198.51.100.148")


def the_actors() -> list[Change]:
    """Return an incident of two bursts of one machine, and a third one that is another's."""
    machine, other = Machine(random.Random(4)), Machine(random.Random(9), XP)
    sides = [
        machine.burst(ADDRESSES[0], 0.0, number=1),
        other.burst("203.0.113.9", 600.0, number=2, dport=80),
        machine.burst(ADDRESSES[1], 1_200.0, number=3, sport=4665),
    ]
    return [Change(kind="new", alert=alert, touched=tuple(enumerate(each))) for alert, each in map(_moved, sides)]


def _moved(side: Companion) -> Companion:
    """Return the same at the time of the other tests of the screen."""
    alert, packets = side
    by = SCREEN - MOMENT
    moved = tuple([msgspec.structs.replace(packet, time=packet.time + by) for packet in packets])
    return msgspec.structs.replace(alert, first=alert.first + by, last=alert.last + by), moved
