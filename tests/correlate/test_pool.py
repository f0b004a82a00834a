"""What lines have in common is kept once."""

from tests.correlate.incident import dump, firewall
from wallwatch.correlate.pool import OWN, POOLED, SHARED, Pool, said_by, sighting_of
from wallwatch.model import Sighting


def test_every_field_of_a_sighting_is_packed_once():
    """A field that is added has to be put among those that are shared, pooled, or a line's own."""
    assert sorted([*SHARED, *POOLED, *OWN]) == sorted(Sighting.__struct_fields__)


def test_what_is_alike_has_one_number():
    """And is given back for it."""
    pool = Pool()
    assert [pool.put(value) for value in (("a",), ("b",), ("a",))] == [0, 1, 0]
    assert (pool.get(0), pool.get(1)) == (("a",), ("b",))


def test_where_there_is_no_room_a_value_stands_for_itself(monkeypatch):
    """What has a number keeps it."""
    monkeypatch.setattr("wallwatch.correlate.pool._POOL", 1)
    pool = Pool()
    assert [pool.put(value) for value in (("a",), ("b",), ("a",))] == [0, ("b",), 0]
    assert pool.get(("b",)) == ("b",)


def test_lines_that_differ_in_a_few_fields_share_the_others():
    """What a line says is given back whole."""
    pool = Pool()
    lines = [firewall(0), firewall(9, sport=1, ttl=7), dump(5, options=("mss:1",)), dump(6, options=("mss:1",), seq=3)]
    packed = [said_by(line, pool) for line in lines]
    assert [sighting_of(said, pool) for said in packed] == lines
    assert packed[0][0] == packed[1][0] != packed[2][0] == packed[3][0]
    assert pool.values.count(("mss:1",)) == 1
