import pytest

from tests.ui.alerts import the_incident
from tests.ui.desk import NOW, a_session, commit
from wallwatch.errors import StoreError
from wallwatch.filter.parse import parse_query
from wallwatch.noise.read import new_rule
from wallwatch.noise.rules import with_rule
from wallwatch.ui.desk import Desk
from wallwatch.ui.overviewer import Overviewer


@pytest.fixture
async def desk(session, tmp_path):
    tmp_path.chmod(0o700)
    session.rules.write_text(with_rule("", new_rule("subseven", "old", "dport:27374", now=NOW)))
    desk = Desk(session)
    async with desk.at_work():
        await desk.follower.look()
        yield desk


async def bars(desk, kind):
    """Return the bars of a kind."""
    found = [some[kind] async for some in Overviewer(desk).bars() if kind in some]
    assert len(found) == 1
    return found[0]


async def test_the_filter_and_the_rules_decide_what_is_counted(desk):
    """As they are when it is asked: noise is counted apart, and what does not pass is not counted."""
    overviewer = Overviewer(desk)
    rate = await overviewer.rate()
    assert rate is not None
    assert (sum(new for new, _ in rate.bars.values()), sum(noise for _, noise in rate.bars.values())) == (2, 1)
    assert [bar.label for bar in await bars(desk, "ports")] == ["6346/tcp gnutella"]
    desk.follower.show_hidden = True
    assert len(await bars(desk, "ports")) == 2
    desk.follower.query = parse_query("verdict:leftover")
    assert [(bar.label, bar.new) for bar in await bars(desk, "verdicts")] == [("leftover", 1)]
    desk.follower.query = parse_query("dport:1")
    assert await overviewer.rate() is None


async def test_marks_are_asked_for_as_in_the_feed(desk):
    """What is starred can be counted."""
    desk.triage.star([the_incident()[0].alert])
    desk.follower.judge_anew(query=parse_query("starred"))
    await desk.follower.look()
    assert [bar.new for bar in await bars(desk, "networks")] == [1]


async def test_a_store_that_is_not_there_is_told(tmp_path):
    """Whoever asks says so."""
    desk = Desk(a_session(tmp_path))
    with pytest.raises(StoreError):
        await Overviewer(desk).rate()
    commit(desk.session.store)
    assert await Overviewer(desk).rate() is None
