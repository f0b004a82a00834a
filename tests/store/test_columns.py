import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.make import NOON, arrived, sighting
from wallwatch.model import Header, Sighting, Signature, Stack
from wallwatch.store.columns import _encode, pack, unpack

FULL = Sighting(
    proto="tcp", src="198.51.100.7", dst="192.0.2.1", sport=1, dport=2, ttl=3, options=("mss:1460", "nop"), df=False,
    time=NOON, tick=1, zone=3600, source="snort", kind="signature", signature=Signature("x", 1, 2, 3, "y", 4),
    os=Stack("Linux", "Linux", "exact", 3, "sig", ("df",)), quote=Header("udp", "192.0.2.1", "198.51.100.7", 5),
    more=(("MARK", "0x1a"), ("UID", "0")), repeat=3, repeat_after=NOON - 5, uptime=77, stream="8:1", end=90, number=4,
)  # fmt: skip


@pytest.mark.parametrize("sightings", [
    [],
    [FULL],
    [FULL, FULL, FULL],
    arrived(1, 5),
    [FULL, *arrived(7, 3, sport=None, uptime=5)],
    [msgspec.structs.replace(FULL, uptime=None), FULL, msgspec.structs.replace(FULL, uptime=2)],
])  # fmt: skip
def test_sightings_come_back_as_they_were(sightings: list[Sighting]) -> None:
    """Whatever they have in common, all together or one by one."""
    columns = unpack(pack(sightings))
    assert list(columns.all()) == sightings
    assert [columns.at(place) for place in range(len(columns))] == sightings


def test_a_sighting_is_found_by_its_number() -> None:
    """Numbers may be missing in between."""
    columns = unpack(pack([*arrived(3, 2), *arrived(9, 1)]))
    assert columns.places == {3: 0, 4: 1, 9: 2}


def test_raw_lines_are_kept_elsewhere() -> None:
    """A sighting comes back without them."""
    (found,) = unpack(pack([sighting(raw="kernel: IN=ppp0")])).all()
    assert found.raw == ""


@given(st.lists(st.tuples(st.integers(0, 2**62), st.none() | st.integers(0, 2**62), st.none() | st.text())))
def test_any_values_come_back(values: list[tuple[int, int | None, str | None]]) -> None:
    """Times that go back, numbers that are missing, texts of strangers."""
    made = [sighting(time, raw="", uptime=uptime, host=host, number=0) for time, uptime, host in values]
    assert list(unpack(pack(made)).all()) == made


def test_a_number_that_no_column_holds_becomes_unknown() -> None:
    """Thirty digits in a line do not keep the others from the store."""
    one, other = unpack(pack([sighting(raw="", seq=10**30), sighting(raw="", seq=5)])).all()
    assert (one.seq, other.seq) == (None, 5)


def test_a_column_of_another_version_is_passed_over() -> None:
    """It may have been dropped since; one that was added since has its default."""
    packed = _encode(
        (2, {"proto": "tcp", "src": "a", "dst": "b", "colour": "red"}, {"smell": [1, 2]}, {"time": [5, 2]})
    )
    assert [(each.time, each.proto, each.lines) for each in unpack(packed).all()] == [(5, "tcp", 1), (7, "tcp", 1)]


def test_garbled_columns_are_told() -> None:
    """Whoever reads them says that the store is damaged."""
    with pytest.raises(msgspec.DecodeError):
        unpack(pack(arrived(1, 5))[:-3])
