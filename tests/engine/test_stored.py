"""What is held of each stream, in few bytes."""

from typing import Any

from msgspec.structs import replace

from wallwatch.engine.stored import Entry, differing, held, meaning, plain
from wallwatch.model import Sighting

YEAR = 366 * 86_400 * 1_000_000


def _sighting(**fields: Any) -> Sighting:
    known: dict[str, Any] = {"proto": "tcp", "src": "192.0.2.1", "dst": "192.0.2.2", "time": 1_700_000_000_000_000}
    return Sighting(**known | {"source": "kern", "stream": "1", "raw": "a line", "start": 0, "end": 7} | fields)


def test_each_stream_gives_its_sightings_in_their_order() -> None:
    """However they arrived: the newest part of a large file comes before the rest."""
    arrived = [_sighting(start=start, end=start + 5, number=number) for number, start in enumerate((50, 55, 0, 5), 1)]
    streams = held([*arrived, _sighting(stream="2", number=9)])
    assert {key: len(kept) for key, kept in streams.items()} == {("kern", "1"): 4, ("kern", "2"): 1}
    assert [(entry.start, entry.number) for entry in streams["kern", "1"].in_order()] == [
        (0, 3), (5, 4), (50, 1), (55, 2),
    ]  # fmt: skip
    assert next(streams["kern", "2"].in_order()) == Entry(0, 7, 9, meaning(_sighting()))


def test_what_a_store_gives_a_sighting_does_not_count() -> None:
    """Its number, the name of its stream, and a year that another source stated."""
    said = _sighting()
    for same in ({"number": 7}, {"stream": "2"}, {"time": said.time + YEAR}, {"repeat_after": 5}):
        assert meaning(replace(said, **same)) == meaning(said)
        assert differing(said, replace(said, **same)) == ()


def test_everything_else_counts() -> None:
    """The fields in which two sightings differ are named."""
    said = _sighting()
    for name, value in {"raw": "x", "time": said.time + 1, "ttl": 4, "year_stated": True, "trust": "mixed"}.items():
        other = replace(said, **{name: value})
        assert meaning(other) != meaning(said)
        assert name in differing(said, other)
    stated = _sighting(year_stated=True)
    assert differing(stated, replace(stated, time=stated.time + YEAR)) == ("time",)


def test_a_time_that_was_reckoned_from_the_uptime_does_not_count() -> None:
    """It is another one each time that the log is read; where syslog stamped the line as well, it counts."""
    bare = _sighting(uptime=100_000_000, raw="[  100.000000] FW IN=eth0")
    assert meaning(replace(bare, time=bare.time + 5)) == meaning(bare)
    stamped = _sighting(uptime=100_000_000, raw="Nov 22 10:00:00 gate kernel: [  100.000000] FW IN=eth0")
    assert meaning(replace(stamped, time=stamped.time + 5)) != meaning(stamped)


def test_equal_is_equal_whatever_object_it_is() -> None:
    """A default and the same number read from a line are the same."""
    assert meaning(_sighting(tick=int("1000000"))) == meaning(_sighting())


def test_a_number_that_no_store_holds_is_left_out_as_the_store_does() -> None:
    """A stranger may write any number of digits into a line."""
    assert plain(_sighting(seq=10**40)).seq is None
    assert meaning(_sighting(seq=10**40)) == meaning(_sighting())
