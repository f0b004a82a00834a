import asyncio

import pytest

from tests.ui.alerts import the_incident
from tests.ui.desk import NOW, a_session
from wallwatch.errors import FilterError, WallwatchError
from wallwatch.filter.parse import parse_query
from wallwatch.noise.read import new_rule
from wallwatch.ui.desk import Desk
from wallwatch.ui.messages import MarksChanged


async def test_pages_and_packets_come_from_the_store(session):
    """A desk reads alerts by number and packets by alert."""
    desk = Desk(session)
    async with desk.at_work():
        assert [alert.id for alert in desk.alerts([3, 1, 99])] == [3, 1]
        assert len(desk.packets(1)) == 3


async def test_a_missing_store_gives_empty_pages(tmp_path):
    """Where there is no store, there is nothing to read, and no crash; a count says why."""
    desk = Desk(a_session(tmp_path))
    async with desk.at_work():
        assert (desk.alerts([1]), desk.packets(1)) == ([], ())
        with pytest.raises(WallwatchError):
            await desk.count(parse_query(""))


async def test_counts_of_filters(session):
    """A count tells alerts and lines of what a filter certainly matches, marks included."""
    desk = Desk(session)
    async with desk.at_work():
        assert await desk.count(parse_query("dport:6346")) == (2, 31)
        assert await desk.count(parse_query("os:windows")) == (2, 31)
        await desk.do(lambda: desk.triage.star([the_incident()[0].alert]))
        assert await desk.count(parse_query("starred")) == (1, 16)


async def test_a_rule_takes_what_no_other_one_hides(session):
    """The preview of a rule counts only what would leave the screen."""
    desk = Desk(session)
    async with desk.at_work():
        assert await desk.count_taken("dport:6346", desk.rulebook.rules) == (2, 31)
        session.rules.write_text(
            '[[rule]]\nname = "a"\nwhy = "b"\nmatch = "src:198.51.100.7"\nexpires = "address-change"\n'
        )
        desk.rulebook.changed()
        assert await desk.count_taken("dport:6346", desk.rulebook.rules) == (1, 15)


async def test_a_rule_is_in_force_before_it_is_counted(session):
    """Nobody waits for the count; a rule that was undone meanwhile is not told of."""
    desk, said = Desk(session), []
    rule = new_rule("gnutella", "leftovers", "dport:6346", now=NOW)
    async with desk.at_work():
        await desk.hide(rule, said.append)
        assert said == [
            "gnutella is in force; z undoes it, H among the alerts shows what it hides.",
            "gnutella hides 2 rows, 31 lines; z undoes it, H among the alerts shows them.",
        ]
        desk.triage.undo()
        await desk.hide(rule, lambda sentence: said.append(f"{sentence} {desk.triage.undo()}"))
        assert said[2:] == [f"{said[0]} Undone: noise rule gnutella."]


async def test_what_was_done_is_told_to_all(session):
    """A deed publishes that marks changed, also when it failed."""
    desk = Desk(session)
    async with desk.at_work(), desk.bus.subscribe(MarksChanged, size=9) as news:
        assert "starred" in await desk.do(lambda: desk.triage.star([the_incident()[0].alert]))
        with pytest.raises(WallwatchError):
            await desk.do(_fail)
        async with asyncio.timeout(5):
            assert [await anext(news), await anext(news)] == [MarksChanged(), MarksChanged()]


def _fail():
    raise WallwatchError("no")


async def test_it_knows_blocks_and_finds_texts(session):
    """The registered block of an address is at hand, and so are the rows that have a text, and unparsed lines."""
    desk = Desk(session)
    async with desk.at_work():
        assert desk.block_of("198.51.100.7") == "198.51.100.0 - 198.51.100.255"
        assert desk.block_of("203.0.113.9") is None
        assert list((await desk.find("gnutella")).ids) == [1, 3]
        assert await desk.unparsed("kern.log") == []


async def test_damaged_marks_are_told(session):
    """Marks that cannot be read are set aside, and the desk has a sentence about it."""
    session.marks.write_bytes(b"this is no database at all" * 100)
    desk = Desk(session)
    async with desk.at_work():
        assert "set aside" in desk.notes[0]


async def test_a_preview_tells_first_how_much_and_then_which(session):
    """What is starred is found by what the marks say; a filter that is none is refused."""
    desk = Desk(session)
    async with desk.at_work():
        (first,) = desk.alerts([1])
        desk.triage.star([first])
        counted, *_, whole = [found async for found in desk.previews("dport:6346")]
        assert (counted.alerts, counted.total, counted.is_whole) == (2, 3, False)
        assert (whole.starred_alerts, [alert.id for alert in whole.starred]) == (1, [1])
        with pytest.raises(FilterError):
            await anext(desk.previews("dport:x"))


async def test_it_is_known_which_rule_hides_an_alert_and_what_each_rule_does(session):
    """Nothing is hidden without a name."""
    desk = Desk(session)
    async with desk.at_work():
        rule = new_rule("gnutella", "leftovers", "dport:6346", now=NOW)
        await desk.do(lambda: desk.triage.hide(rule))
        first, knock = desk.alerts([1, 2])
        hiding = desk.hidden_by(first)
        assert hiding is not None
        assert hiding.name == "gnutella"
        assert desk.hidden_by(knock) is None
        assert desk.oddities(first) == []
        (survey,) = await desk.survey_rules()
        assert (survey.rule.name, survey.hits) == ("gnutella", 2)
