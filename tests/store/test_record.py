import msgspec
import pytest

from tests.store.make import alert, full_alert
from wallwatch.model import Alert
from wallwatch.store.record import NAMES, alert_of, record_of


@pytest.mark.parametrize("made", [alert(1), full_alert(7), alert(2, sport=0, dport=None, proto="icmp", icmp_type=0)])
def test_an_alert_comes_back_from_its_record(made: Alert) -> None:
    """Also from one of the time when the record held the names of the fields."""
    assert alert_of(record_of(made)) == made
    assert alert_of(msgspec.msgpack.encode(made)) == made
    assert len(record_of(made)) < len(msgspec.msgpack.encode(made))


def test_no_field_of_an_alert_is_forgotten() -> None:
    """A new one has to be added at the end of the order."""
    assert sorted(NAMES) == sorted(Alert.__struct_fields__)
    assert NAMES[0] == "id"
    assert NAMES[-1] == "scan"


def test_a_record_of_a_time_with_fewer_fields_is_read() -> None:
    """What it does not have is what it is by default."""
    fields = msgspec.msgpack.decode(record_of(full_alert()))
    assert alert_of(msgspec.msgpack.encode(fields[:-4])).asn is None


@pytest.mark.parametrize("record", [b"", b"\xc1", b"\x80", b"\x91\x01", b"\xdc"])
def test_a_garbled_record_is_told(record: bytes) -> None:
    """Whoever reads it says that the store is damaged."""
    with pytest.raises(msgspec.DecodeError):
        alert_of(record)
