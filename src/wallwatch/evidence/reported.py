"""What p0f said, with its hops put right: p0f 1 prints one more than the distance."""

from typing import Final

import msgspec

from wallwatch.model import Packet, Sighting, Stack

COUNTS_ITSELF: Final = "p0f1"
"""The format whose hops begin with one: ``ittl - ttl + 1`` (p0f.c of 1.8.3)."""

NAMES: Final = {"p0f1": "p0f 1", "p0f2": "p0f 2", "p0f3": "p0f 3"}
"""How a format's program is called in a sentence."""


def corrected(stack: Stack, touched: tuple[tuple[int, Packet], ...]) -> Stack:
    """Return what p0f reported, its hops as a distance, whichever p0f said it."""
    for _, packet in touched:
        for sighting in packet.sightings:
            if sighting.format == COUNTS_ITSELF and sighting.os == stack:
                return distance(sighting) or stack
    return stack


def distance(sighting: Sighting) -> Stack | None:
    """Return what one line of p0f reported, its hops as a distance."""
    stack = sighting.os
    if stack is None or not stack.hops or sighting.format != COUNTS_ITSELF:
        return stack
    return msgspec.structs.replace(stack, hops=stack.hops - 1)
