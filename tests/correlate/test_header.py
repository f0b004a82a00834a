from tests.correlate.incident import OUTSIDE, dump, fingerprint, firewall, sighting, signature
from wallwatch.correlate.header import header_fields
from wallwatch.model import Header
from wallwatch.model.packet import HEADER_NAMES


def header(*sightings):
    return Header(**dict(zip(HEADER_NAMES, header_fields(sightings), strict=True)))


def test_one_sighting_is_the_header():
    """With one witness, the header is what it says."""
    line = firewall(0, ip_id=73)
    assert header(line) == Header(**{name: getattr(line, name) for name in HEADER_NAMES})


def test_a_field_that_anybody_knows_is_known():
    """The window comes from the dump, the IP ID from the firewall, the tuple from anybody."""
    whole = header(signature(0), sighting(0, kind="dump", window=5840), firewall(0, ip_id=73))
    assert (whole.src, whole.window, whole.ip_id) == (OUTSIDE, 5840, 73)


def test_the_dump_counts_before_the_firewall_before_p0f_before_the_ids():
    """Where they differ, the one that is nearer to the wire is believed, whatever came first."""
    lines = [signature(0, ttl=1), fingerprint(0, ttl=2), firewall(0, ttl=116), dump(0, ttl=117)]
    for least in range(4):
        assert header(*lines[: least + 1]).ttl == header(*reversed(lines[: least + 1])).ttl == lines[least].ttl


def test_zero_is_known():
    """A TTL of 0 is a value, not a gap that another witness fills."""
    assert header(dump(0, ttl=0), firewall(0, ttl=64)).ttl == 0
