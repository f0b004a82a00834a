import ipaddress

import pytest

from tests.formats.support import read
from wallwatch.formats import FORMATS, Format
from wallwatch.formats.examples import EXAMPLES

DOCUMENTATION = [ipaddress.ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]


@pytest.mark.parametrize("reads", FORMATS, ids=lambda reads: reads.name)
def test_the_example_of_a_format_is_read_by_it(reads: Format) -> None:
    """One record, of that format alone, nothing left over, between addresses that are nobody's."""
    reading = read(EXAMPLES[reads.name].split("\n"))
    (sighting,) = reading.sightings
    assert (sighting.format, sighting.kind) == (reads.name, reads.kind)
    assert (reading.unparsed, reading.other) == ((), 0)
    for text in (sighting.src, sighting.dst):
        assert any(ipaddress.ip_address(text) in network for network in DOCUMENTATION)
