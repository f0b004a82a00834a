"""One packet on the wire."""

import msgspec
import pytest

from tests.model.samples import ALERT_LINE, DUMP, KERNEL, P0F, PACKET
from wallwatch.model.packet import HEADER_FIELDS, HEADER_NAMES, seen_by
from wallwatch.model.sighting import Header


@pytest.mark.parametrize(
    ("sightings", "seen"),
    [
        ((), "----"),
        ((KERNEL,), "-K--"),
        ((DUMP, ALERT_LINE), "S--D"),
        ((P0F, DUMP, KERNEL, ALERT_LINE), "SKPD"),
        ((KERNEL, KERNEL), "-K--"),
    ],
)
def test_witnesses_are_four_letters_in_one_order(sightings, seen):
    """Each witness has its place, whatever order and however often they speak."""
    assert seen_by(sightings) == seen


def test_a_packet_says_who_saw_it():
    """The witnesses of a packet are those of its sightings."""
    assert PACKET.seen == "-KPD"


def test_the_names_of_header_fields_are_those_of_a_header():
    """The table of names follows the record."""
    assert tuple(field.name for field in HEADER_FIELDS) == HEADER_NAMES == Header.__struct_fields__


@pytest.mark.parametrize(
    ("fields", "told"),
    [({}, None), ({"dst": "192.168.1.5"}, "192.168.1.5"), ({"src": "192.168.1.6"}, "192.168.1.6")],
)
def test_a_packet_tells_what_it_was_beyond_a_nat(fields, told):
    """Where one of its lines has another target or source than the packet is shown with."""
    other = msgspec.structs.replace(KERNEL, **fields)
    packet = msgspec.structs.replace(PACKET, src=KERNEL.src, dst=KERNEL.dst, sightings=(KERNEL, other))
    found = packet.translated
    assert (found and {found.src, found.dst} - {KERNEL.src, KERNEL.dst}) == (told and {told})
