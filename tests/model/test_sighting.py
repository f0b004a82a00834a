"""What one source says of one packet."""

import msgspec
import pytest

from tests.model.samples import ALERT_LINE, DUMP, KERNEL, P0F
from wallwatch.model.sighting import KINDS, WITNESS, Header, Sighting


@pytest.mark.parametrize("sighting", [DUMP, KERNEL, ALERT_LINE, P0F], ids=lambda sighting: sighting.kind)
def test_a_sighting_survives_its_own_codec(sighting):
    """What is stored or sent comes back as the same record."""
    packed = msgspec.msgpack.encode(sighting)
    assert msgspec.msgpack.decode(packed, type=Sighting) == sighting


def test_what_is_not_logged_is_none_and_not_zero():
    """A field that no emitter gave is unknown; one that is zero is kept as zero."""
    assert KERNEL.seq is None
    assert KERNEL.df is None
    assert (DUMP.ack, DUMP.tos) == (0, 0)
    assert msgspec.json.decode(msgspec.json.encode(DUMP))["ack"] == 0


def test_a_sighting_cannot_be_changed():
    """Records are frozen: what was said stays said."""
    with pytest.raises(AttributeError):
        DUMP.ttl = 1


def test_each_kind_has_a_letter():
    """The witnesses are S, K, P and D, in the order of the screen."""
    assert "".join(WITNESS[kind] for kind in KINDS) == "SKPD"


def test_a_sighting_has_all_fields_of_a_header():
    """The decoded fields of a packet are called the same in both."""
    assert set(Header.__struct_fields__) < set(Sighting.__struct_fields__)
