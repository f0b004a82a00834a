from msgspec.structs import replace

from tests.store.make import arrived, knock, lines, new, packet
from wallwatch.model import Change
from wallwatch.store.arrival import arrival_of
from wallwatch.store.batch import Batch


def test_what_comes_for_the_first_time_is_told_from_what_is_known() -> None:
    """A packet that another witness joins is touched again, with the sighting that came before."""
    old, fresh = arrived(4, 2)
    touched = ((0, replace(knock(old).touched[0][1], sightings=(old, fresh))),)
    change = replace(knock(old), kind="grown", touched=touched)
    changes, arrival = arrival_of(Batch(changes=(change,), number=5, raw=lines(5, 1)), (change,), 5)
    assert changes == (change,)
    assert (arrival.first, arrival.end, arrival.raw) == (5, 6, ["line 5"])
    assert (arrival.sightings, arrival.known) == ([fresh], (old,))


def test_spare_sightings_come_with_the_others_in_their_order() -> None:
    """What no packet has arrived all the same."""
    one, two, three = arrived(1, 3)
    batch = Batch(changes=(knock(one), knock(three)), spare=(two,), number=1, raw=lines(1, 3))
    _, arrival = arrival_of(batch, batch.changes, 1)
    assert arrival.sightings == [one, two, three]


def test_a_number_without_a_sighting_keeps_its_line() -> None:
    """Nothing that was read is thrown away."""
    one, _, three = arrived(1, 3)
    batch = Batch(changes=(knock(three), knock(one)), number=1, raw=lines(1, 3))
    _, arrival = arrival_of(batch, batch.changes, 1)
    assert (arrival.sightings, arrival.raw) == ([one, three], lines(1, 3))


def test_who_has_no_number_gets_the_next() -> None:
    """A sighting that stands for several packets gets one, and brings its own lines."""
    repeat = packet().sightings[0]
    both = tuple((place, replace(packet(), sightings=(repeat,))) for place in (0, 1))
    change = Change(kind="new", alert=new(1).alert, touched=both)
    changes, arrival = arrival_of(Batch(changes=(change,)), (change,), 7)
    assert [seen.sightings[0].number for _, seen in changes[0].touched] == [7, 7]
    assert (arrival.first, arrival.end, arrival.raw) == (7, 8, [repeat.raw])


def test_nothing_arrives_with_a_state() -> None:
    """The next number stays the next."""
    _, arrival = arrival_of(Batch(), (), 7)
    assert (arrival.first, arrival.end, arrival.raw, arrival.sightings) == (7, 7, [], [])


def test_a_state_that_overtakes_lines_does_not_take_their_place() -> None:
    """It knows a number that nobody has yet; the lines with the numbers before that may still come."""
    _, arrival = arrival_of(Batch(number=13), (), 7)
    assert (arrival.first, arrival.end, arrival.raw) == (7, 7, [])
