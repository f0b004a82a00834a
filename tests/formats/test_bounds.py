import pytest

from wallwatch.formats.bounds import sound


@pytest.mark.parametrize(
    ("fields", "is_sound"),
    [
        ({}, True),
        ({"src": "192.0.2.1", "sport": 65_535, "ttl": 255, "seq": 0xFFFFFFFF, "dport": None}, True),
        ({"sport": 65_536}, False),
        ({"ttl": 256}, False),
        ({"icmp_code": 1_033}, False),
        ({"ack": 0x100000000}, False),
        ({"flow_label": 0x100000}, False),
    ],
)
def test_a_number_has_to_fit_its_field(fields: dict[str, object], *, is_sound: bool) -> None:
    """A byte, two or four; what is not known fits."""
    assert sound(fields) is is_sound
