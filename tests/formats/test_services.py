import pytest

from wallwatch.formats.services import port


@pytest.mark.parametrize(
    ("text", "number"),
    [("22", 22), ("ssh", 22), ("WWW", 80), ("domain", 53), ("65536", None), ("9999999999", None), ("nosuch", None)],
)
def test_a_port_is_a_number_or_a_name(text: str, number: int | None) -> None:
    """A name that is not known is no port, and neither is a number that is too great."""
    assert port(text) == number
