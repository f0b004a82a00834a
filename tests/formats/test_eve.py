import msgspec
import pytest

from wallwatch.formats.eve import Event

LEAST = '"timestamp":"t","event_type":"alert","src_ip":"a","dest_ip":"b","proto":"TCP"'


def test_an_event_needs_five_keys() -> None:
    """All others may be missing, and keys that are not known are passed over."""
    event = msgspec.json.decode("{" + LEAST + ',"http":{"url":"/"}}', type=Event)
    assert (event.src_ip, event.alert, event.src_port) == ("a", None, None)


@pytest.mark.parametrize(
    "more", ['"src_port":65536', '"alert":{"gid":-1}', '"drop":{"ttl":256}', '"packet_info":{"linktype":"x"}']
)
def test_a_number_is_no_wider_than_its_field(more: str) -> None:
    """A value that cannot be makes the event a torn one."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode("{" + LEAST + "," + more + "}", type=Event)
