"""Reports on their way from the screen to files."""

from dataclasses import replace

import msgspec
import pytest

from tests.ui.actors import ADDRESSES, the_actors
from tests.ui.alerts import the_incident
from tests.ui.desk import a_session, commit
from wallwatch.errors import WallwatchError
from wallwatch.reports.gather import PARTS
from wallwatch.ui.desk import Desk
from wallwatch.ui.reporting import FORMS, MAIL, XARF, Reporting
from wallwatch.ui.scopes import scope
from wallwatch.ui.session import Reports


@pytest.fixture
async def session(tmp_path):
    """A session over the incident, whose reports go into a folder of their own."""
    (tmp_path / "out").mkdir()
    session = a_session(tmp_path, reports=Reports(directory=tmp_path / "out", reporter="Example Org <noc@example.org>"))
    commit(session.store, the_incident())
    return session


@pytest.fixture
async def desk(session):
    desk = Desk(session)
    async with desk.at_work():
        yield desk


ALL = scope("all listed alerts", [1, 2, 3])
INCIDENT = scope("incident gnutella", [1, 3], "gnutella", "the same guy?")


@pytest.mark.parametrize("form", FORMS)
async def test_every_format_is_rendered_and_written(desk, tmp_path, form):
    """The file has what was shown; its name is made of the title, and is not taken twice."""
    reporting = Reporting(desk, [INCIDENT])
    text = await reporting.render(INCIDENT, form, anonymise=False)
    paths = [await reporting.write(INCIDENT, form, anonymise=False) for _ in range(2)]
    assert [path.read_bytes().decode() for path in paths] == [text, text]
    assert paths[0].parent == tmp_path / "out"
    assert paths[0].name.startswith("incident-2002-03-02-tcp-6346-gnutella.")
    assert paths[0].stat().st_mode & 0o777 == 0o600


async def test_a_report_has_notes_networks_and_what_was_chosen(desk):
    """As the screen knows them."""
    desk.marks.note(desk.alerts([1]), "asked")
    report = await Reporting(desk, [INCIDENT]).report(INCIDENT, anonymise=False)
    assert (report.name, report.note, report.chosen) == ("gnutella", "the same guy?", "incident gnutella")
    assert [part.note for part in report.parts] == ["asked", ""]
    assert {part.network.name for part in report.parts} == {"EXAMPLE-54-B"}
    assert report.made == desk.session.clock()


async def test_a_report_has_the_ledger_of_its_actors(session):
    """With what was decided on it, and nothing of it in a report of others."""
    commit(session.store, [replace_id(change, 3) for change in the_actors()])
    desk = Desk(session)
    async with desk.at_work():
        one, other = desk.alerts([4, 6])
        desk.marks.decide(one, other, "same", "re-dialled")
        report = await Reporting(desk, [ALL]).report(scope("these", [6]), anonymise=False)
        none = await Reporting(desk, [ALL]).report(scope("those", [5]), anonymise=False)
    told = [(pair.addresses, pair.word, pair.note) for pair in report.suspicions]
    assert told.count((ADDRESSES, "same", "re-dialled")) == 1
    assert ADDRESSES not in [pair.addresses for pair in none.suspicions]


def replace_id(change, by):
    """Return a change of an alert of a higher number."""
    return msgspec.structs.replace(change, alert=msgspec.structs.replace(change.alert, id=change.alert.id + by))


async def test_our_own_are_masked(session):
    """The networks and the names of the session are ours."""
    desk = Desk(replace(session, reports=Reports(hosts=("greatwall",))))
    async with desk.at_work():
        text = await Reporting(desk, [ALL]).render(ALL, "text", anonymise=True)
    assert "192.0.2.1:" not in text
    assert "greatwall" not in text


async def test_what_is_left_out_is_counted(desk):
    """Of all rows the first ones are in it."""
    many = scope("all listed alerts", [1, 2, 3], total=PARTS + 5)
    report = await Reporting(desk, [many]).report(many, anonymise=False)
    assert (len(report.parts), report.left_out) == (3, 5)


async def test_only_what_goes_to_a_desk_is_doubted(desk):
    """A leftover is no attack; a report of it is a report."""
    reporting = Reporting(desk, [INCIDENT])
    one = scope("this alert", [1])
    assert await reporting.warnings(one, "text") == []
    assert not await reporting.refused(one, "html")
    for form in (MAIL, XARF):
        assert "no attack" in (await reporting.warnings(one, form))[0]
        assert await reporting.refused(one, form)


async def test_xarf_needs_somebody_who_reports(session):
    """A mail does not: the mail program knows."""
    desk = Desk(replace(session, reports=Reports()))
    async with desk.at_work():
        reporting = Reporting(desk, [INCIDENT])
        with pytest.raises(WallwatchError, match=r"reporter in config\.toml"):
            await reporting.render(INCIDENT, XARF, anonymise=False)
        assert "From:" not in await reporting.render(INCIDENT, MAIL, anonymise=False)


async def test_a_console_that_may_only_read_writes_nothing(session, tmp_path):
    """It shows all the same."""
    desk = Desk(replace(session, read_only=True))
    async with desk.at_work():
        reporting = Reporting(desk, [INCIDENT])
        assert await reporting.render(INCIDENT, "text", anonymise=False)
        with pytest.raises(WallwatchError, match="read-only"):
            await reporting.write(INCIDENT, "text", anonymise=False)
    assert list((tmp_path / "out").iterdir()) == []


async def test_a_folder_that_is_gone_is_said(session):
    """In a sentence."""
    desk = Desk(replace(session, reports=Reports(directory=session.reports.directory / "gone")))
    async with desk.at_work():
        with pytest.raises(WallwatchError, match="no directory to write into"):
            await Reporting(desk, [INCIDENT]).write(INCIDENT, "text", anonymise=False)
