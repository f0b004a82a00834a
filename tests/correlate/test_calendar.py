import pytest

from tests.correlate.incident import at, dump, fingerprint, firewall, incident, repeat, seconds, signature
from wallwatch.correlate.calendar import Calendar
from wallwatch.model import Sighting
from wallwatch.model.times import to_datetime

GUESS = 2025


def dated(sightings: list[Sighting], *batches: list[Sighting]) -> list[int]:
    """Return the years that ``sightings`` come out in after ``batches`` were learned from."""
    calendar = Calendar()
    for batch in batches:
        calendar.learn(batch)
    return [to_datetime(calendar.dated(sighting).time).year for sighting in sightings]


@pytest.mark.parametrize("turned", [False, True])
def test_a_stated_year_dates_the_line_about_the_same_packet(turned):
    """P0f says 2002, so the firewall's line, guessed to be of the year of its file, is of 2002."""
    lines = [firewall(at("15:32:54", GUESS)), fingerprint(at("15:32:54"))]
    if turned:
        lines.reverse()
    assert dated(lines, lines) == dated(lines, lines[:1], lines[1:]) == [2002, 2002]


@pytest.mark.parametrize(
    ("fields", "stamp"),
    [
        ({"sport": 1}, "15:32:54"),
        ({"dst": "198.51.100.7"}, "15:32:54"),
        ({}, "15:32:58"),
        ({}, "16:02:17"),
    ],
)
def test_another_packet_dates_nothing(fields, stamp):
    """The tuple, the day and the time have to be the same, give or take two seconds and a time zone."""
    lines = [firewall(at("15:32:54", GUESS)), fingerprint(at(stamp), **fields)]
    assert dated(lines, lines) == [GUESS, 2002]


def test_the_whole_source_is_off_by_as_much():
    """Lines before and after the one that was tied to a year are dated by it; other sources are not."""
    before, tied = firewall(at("10:00:00", GUESS), sport=1), firewall(at("15:32:54", GUESS))
    after = signature(at("20:00:00", GUESS), sport=2)
    other = signature(at("20:00:00", GUESS), sport=2, source="other")
    assert dated([before, tied, after, other], [before, tied, fingerprint(at("15:32:54"))]) == [2002, 2002, 2002, GUESS]


def test_who_saw_the_same_packets_has_the_year_from_it():
    """A source whose lines meet no stated year, but those of a source that has been dated, is dated, too."""
    tied = firewall(at("15:32:54", GUESS), source="kern.log")
    shared = firewall(at("15:40:00", GUESS), sport=9, source="kern.log")
    friend = dump(at("15:40:00.5", GUESS), sport=9, source="snort.dump")
    stated = fingerprint(at("15:32:54"))
    for order in ([tied, shared, friend, stated], [stated, friend, shared, tied], [friend, tied, stated, shared]):
        assert dated([friend], order) == [2002]
        assert dated([friend], *([line] for line in order)) == [2002]


def test_a_repeat_is_dated_with_the_line_that_it_repeats():
    """The time since which the copies came moves with the time of the line."""
    first = signature(at("16:44:00", GUESS))
    again = repeat(first, at("16:44:08", GUESS), 2)
    calendar = Calendar()
    assert calendar.learn([first, again, fingerprint(at("16:44:00"))]) == {"report"}
    again = calendar.dated(again)
    assert (again.time, again.repeat_after) == (at("16:44:08"), at("16:44:00"))


def test_the_report_is_dated_by_its_p0f_lines():
    """In the incident's report the yearless sections precede those that state the year."""
    sections = incident(GUESS)
    lines = [line for section in sections for line in section]
    assert set(dated(lines, *sections)) == {2002}


def test_a_right_guess_is_left_alone():
    """A source that is not off is known not to be, and is not looked at again."""
    calendar = Calendar()
    line = firewall(at("15:32:54"))
    assert calendar.learn([line, fingerprint(at("15:32:54"))]) == frozenset()
    assert calendar.dated(line) is line
    assert calendar.learn([fingerprint(at("15:32:54", 1999))]) == frozenset()
    assert calendar.dated(line) is line


def test_the_first_stated_year_counts():
    """A source does not jump between years: one that is dated stays so."""
    line = firewall(at("15:32:54", GUESS))
    assert dated([line], [line, fingerprint(at("15:32:54"))], [line, fingerprint(at("15:32:54", 1999))]) == [2002]


@pytest.mark.parametrize("year", [1900, 9999])
def test_a_year_out_of_this_world_is_not_believed(year):
    """A forged line cannot send a log into the Middle Ages."""
    line = firewall(at("15:32:54", GUESS))
    assert dated([line], [line, fingerprint(at("15:32:54", year))]) == [GUESS]


def test_the_29th_of_february_goes_to_its_leap_year():
    """That day was guessed from the leap years alone, so it is a year or more nearer than the lines around it."""
    day = 86_400
    leap = firewall(at("15:32:54", 2024) - seconds(2 * day))
    march = firewall(at("15:32:54", GUESS))
    assert dated([leap, march], [march, fingerprint(at("15:32:54", 2000))]) == [2000, 2000]


def test_a_log_of_the_29th_of_february_alone_is_dated():
    """Where that day is all there is, it is dated by itself and teaches nothing of other days."""
    day = 86_400
    leap = firewall(at("15:32:54", 2024) - seconds(2 * day))
    march = firewall(at("15:32:54", GUESS), sport=1)
    stated = fingerprint(at("15:32:54", 2000) - seconds(2 * day))
    assert dated([leap, march], [leap, march, stated]) == [2000, GUESS]


def test_lines_of_an_earlier_run_may_have_been_dated():
    """Meeting a stated year without being off, they do not say that their source is not off."""
    calendar = Calendar()
    calendar.recall([firewall(at("15:32:54")), fingerprint(at("15:32:54"))])
    assert calendar.learn([fingerprint(at("15:32:54"))]) == frozenset()
    new = firewall(at("15:32:54", GUESS))
    assert calendar.learn([new]) == {"report"}
    assert calendar.is_dated(firewall(at("15:30:00")))
    assert not calendar.is_dated(firewall(at("15:30:00", GUESS)))


def test_lines_of_an_earlier_run_may_still_be_off():
    """Stopped before the year was stated, they are dated when it is."""
    calendar = Calendar()
    calendar.recall([firewall(at("15:32:54", GUESS))])
    assert calendar.learn([fingerprint(at("15:32:54"))]) == {"report"}


def test_nothing_is_remembered_without_end():
    """Lines that wait for a year are forgotten when there are too many newer ones."""
    calendar = Calendar(memory=10)
    lines = [firewall(at("15:32:54", GUESS), sport=port, source=f"{port}.log") for port in range(100)]
    calendar.learn(lines)
    off = calendar.learn([fingerprint(at("15:32:54"), sport=port) for port in range(90, 100)])
    assert off == {f"{port}.log" for port in range(90, 100)}
    assert calendar.learn([fingerprint(at("15:32:54"), sport=port) for port in range(90)]) == frozenset()


def test_an_earlier_run_dates_the_lines_that_follow():
    """A line about a packet that was dated before the restart is off by as much as that one was."""
    calendar = Calendar()
    calendar.recall([signature(at("16:44:00"))])
    assert calendar.learn([firewall(at("16:44:00"), source="kern.log")]) == frozenset()
    assert calendar.learn([firewall(at("16:44:00", GUESS))]) == {"report"}


def test_an_earlier_run_is_forgotten_in_time():
    """Lines that have nothing to do with it are compared for a while, and cost nothing after that."""
    calendar = Calendar(memory=10)
    calendar.recall([signature(at("16:44:00"))])
    calendar.learn([firewall(at("15:00:00", GUESS), sport=port) for port in range(10)])
    assert calendar.learn([firewall(at("16:44:00", GUESS))]) == frozenset()


def test_what_an_earlier_run_has_learned_holds():
    """A source that was off is dated at once, and what was dated in that run is not dated again."""
    first = Calendar()
    guess, true = firewall(at("16:44:03", 2026), source="kern"), fingerprint(at("16:44:03", 2002), source="p0f")
    assert first.learn([guess, true]) == {"kern"}
    assert first.learned == 1
    again = Calendar()
    again.go_on(first.lessons())
    again.recall([first.dated(guess), true])
    assert again.dated(guess) == first.dated(guess)
    assert again.learn([guess]) == frozenset()
    assert not again.is_dated(first.dated(guess))


def test_a_guess_of_an_earlier_run_waits_on():
    """Where that run had learned nothing of its source, a later line may still state its year."""
    calendar = Calendar()
    calendar.go_on(Calendar().lessons())
    guess = firewall(at("16:44:03", 2026), source="kern")
    calendar.recall([guess])
    assert calendar.learn([fingerprint(at("16:44:03", 2002), source="p0f")]) == {"kern"}


def test_a_clock_in_another_time_zone_has_the_year_of_the_others():
    """Whole quarters of an hour apart are zones; what is apart by anything else is another packet."""
    for apart, years in ((3_600, 2002), (-20_700, 2002), (1_000, 2025)):
        calendar = Calendar()
        guessed = firewall(at("15:32:54", 2025) + seconds(apart), source="kern")
        calendar.learn([guessed, fingerprint(at("15:32:54"), source="p0f")])
        assert to_datetime(calendar.dated(guessed).time).year == years
