"""The newest knocks that no scan has."""

from wallwatch.evidence.knocks import MOST, Knock, Knocks

CREW = ("192.0.2.1", "masscan")


def knock(number, src="198.51.100.7", port=22, time=None):
    return Knock(number if time is None else time, number, src, "tcp", "192.0.2.1", port)


def numbers(knocks):
    return [each.id for each in knocks]


def test_the_knocks_of_a_source_are_found_newest_first():
    """And of no other one; a port that is not there comes back as none."""
    knocks = Knocks()
    for number in range(1, 9):
        knocks.put(knock(number, f"198.51.100.{number % 2}", None if number == 8 else 20 + number), None, counts=True)
    assert knocks.of_source("198.51.100.0") == [
        knock(8, "198.51.100.0", None),
        *(knock(number, "198.51.100.0", 20 + number) for number in (6, 4, 2)),
    ]
    assert knocks.of_source("203.0.113.9") == []


def test_a_crew_is_found_whoever_its_sources_are():
    """What has none is in no crew."""
    knocks = Knocks()
    for number in range(1, 7):
        knocks.put(knock(number, f"198.51.100.{number}"), CREW if number % 2 else None, counts=True)
    assert numbers(knocks.of_crew(CREW)) == [5, 3, 1]


def test_what_is_dropped_is_passed_over():
    """Those before it are still found, and it does not count as looked at."""
    knocks = Knocks()
    for number in range(1, 6):
        knocks.put(knock(number), CREW, counts=True)
    knocks.drop((2, 5, 77))
    assert numbers(knocks.of_source("198.51.100.7")) == [4, 3, 1]
    assert numbers(knocks.of_crew(CREW)) == [4, 3, 1]
    knocks.update(knock(2), None, counts=True)
    assert numbers(knocks.of_source("198.51.100.7")) == [4, 3, 1]


def test_an_alert_may_turn_out_to_be_a_knock_or_none():
    """Or to have come earlier; of one that is not there nothing is changed."""
    knocks = Knocks()
    for number in (1, 2, 3):
        knocks.put(knock(number), None, counts=number != 2)
    assert numbers(knocks.of_source("198.51.100.7")) == [3, 1]
    knocks.update(knock(2, time=40), None, counts=True)
    knocks.update(knock(3), None, counts=False)
    knocks.update(knock(77), None, counts=True)
    assert [(each.id, each.time) for each in knocks.of_source("198.51.100.7")] == [(2, 40), (1, 1)]


def test_a_tool_that_is_named_late_finds_its_place_in_the_crew():
    """As if it had been named at once."""
    knocks = Knocks()
    for number in range(1, 7):
        knocks.put(knock(number), CREW if number in {2, 5} else None, counts=True)
    for number in (4, 6, 1, 3):
        knocks.update(knock(number), CREW, counts=True)
        knocks.update(knock(number), CREW, counts=True)
    assert numbers(knocks.of_crew(CREW)) == [6, 5, 4, 3, 2, 1]


def test_dropped_ones_are_passed_by_once_and_not_again():
    """However many scans a source has made, its newest knocks are at hand."""
    knocks = Knocks()
    for number in range(1, 1_001):
        knocks.put(knock(number), None, counts=True)
    knocks.drop(range(2, 1_000))
    for _ in range(2):
        assert numbers(knocks.of_source("198.51.100.7")) == [1_000, 1]
    assert knocks._before_of_src[1_000] == 1


def test_what_is_no_port_is_no_number_to_keep():
    """It is the same door whatever a stranger wrote."""
    knocks = Knocks()
    knocks.put(knock(1, port=10**20), None, counts=True)
    assert [each.port for each in knocks.of_source("198.51.100.7")] == [65_536]


def test_knocks_are_forgotten_by_the_numbers_of_alerts():
    """Whether those in between were knocks or not; and they are counted."""
    knocks = Knocks(8)
    for number in (1, 2, 5):
        knocks.put(knock(number), None, counts=True)
    knocks.reach(9)
    assert numbers(knocks.of_source("198.51.100.7")) == [5, 2]
    knocks.put(knock(13), None, counts=True)
    assert numbers(knocks.of_source("198.51.100.7")) == [13]
    assert knocks.evicted == 1


def test_of_a_source_the_newest_knocks_are_looked_at():
    """However many there were."""
    knocks = Knocks()
    for number in range(1, 3 * MOST):
        knocks.put(knock(number), None, counts=True)
    assert numbers(knocks.of_source("198.51.100.7")) == list(range(3 * MOST - 1, 2 * MOST - 1, -1))


def test_a_flood_leaves_nothing_behind():
    """Every source that knocks once is forgotten when its place is taken."""
    knocks = Knocks(100)
    for number in range(1, 1_001):
        knocks.put(knock(number, f"source {number}"), (f"target {number}", "masscan"), counts=True)
    assert len(knocks._latest_of_src) == len(knocks._latest_of_crew) == 100
    assert knocks.evicted == 900


def test_doors_are_counted_no_further_than_is_asked():
    """Of a source, and of a crew; a door is a protocol, a host and a port."""
    knocks = Knocks()
    for number in range(1, 21):
        knocks.put(knock(number, port=20 + number % 4), CREW, counts=True)
    for link in ("198.51.100.7", CREW):
        assert knocks.has_doors(link, 4)
        assert not knocks.has_doors(link, 5)


def test_a_crew_that_stays_at_its_doors_does_not_move_on():
    """However many sources it has, a flood costs next to nothing; a new door counts, or a source at another one."""
    knocks = Knocks()
    told = []
    for number, (src, port) in enumerate(((1, 22), (2, 22), (3, 23), (4, 23), (5, 22), (1, 22), (1, 23)), start=1):
        call = knock(number, f"198.51.100.{src}", port)
        knocks.put(call, CREW, counts=True)
        told.append(knocks.moves_on(call, CREW))
    assert told == [True, False, True, False, False, False, True]


def test_a_call_of_the_same_door_is_told_at_once():
    """If it is not too far away from the last one there; it adds nothing to what is counted."""
    knocks = Knocks()
    rows = ((0, 22), (10, 23), (50, 22), (200, 23), (45, 23))
    calls = [knock(number, time=time, port=port) for number, (time, port) in enumerate(rows, start=1)]
    told = []
    for call in calls:
        knocks.put(call, None, counts=True)
        told.append(knocks.is_repeated(call, 60))
    assert told == [False, False, True, False, False]
