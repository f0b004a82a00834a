"""Reports are gathered from a store, or from what files said."""

import asyncio
from pathlib import Path

import msgspec

from tests.reports.evidence import MADE, a_part, held, incident
from tests.ui.alerts import an_alert, the_incident
from tests.ui.desk import NETWORK, commit
from wallwatch.cli.whole import Files, read_whole
from wallwatch.engine.kin import Held
from wallwatch.filter.clause import Sql
from wallwatch.reports import gather
from wallwatch.reports.gather import About, from_alerts, from_store
from wallwatch.reports.text import text
from wallwatch.store import StoreReader
from wallwatch.store.decisions import Decision
from wallwatch.store.ledger import subject_of

ABOUT = About(name="gnutella", made=MADE)


def test_a_store_gives_what_is_in_it(tmp_path: Path) -> None:
    """With packets and raw lines; a condition chooses."""
    tmp_path.chmod(0o700)
    commit(tmp_path / "s.db", the_incident())
    reader = StoreReader(tmp_path / "s.db")
    reader.open()
    whole = from_store(reader, None, ABOUT)
    some = from_store(reader, Sql("(packets = ?)", (3,)), ABOUT)
    reader.close()
    assert [part.alert.id for part in whole.parts] == [1, 2, 3]
    assert [part.alert.id for part in some.parts] == [1, 3]
    assert len(whole.parts[0].packets) == 3
    assert "Packet log: input DENY" in whole.parts[0].sightings[0].raw


def test_files_give_the_same_whatever_their_order() -> None:
    """Oldest first."""
    found = from_alerts([an_alert(id=2, first=9), an_alert(id=1, first=3)], Held((), lambda _: ()), ABOUT)
    assert [part.alert.id for part in found.parts] == [1, 2]


def test_a_report_has_an_end(monkeypatch) -> None:
    """What is left out is counted; alerts behind too many lines are told without their lines."""
    monkeypatch.setattr(gather, "PARTS", 3)
    monkeypatch.setattr(gather, "LINES", 2)
    packets = a_part("one", "two").packets
    found = from_alerts([an_alert(id=number) for number in range(5)], Held((), lambda _: packets), ABOUT)
    assert (len(found.parts), found.left_out) == (3, 2)
    assert [len(part.sightings) for part in found.parts] == [2, 0, 0]


def test_what_people_and_registries_wrote_is_made_safe() -> None:
    """A cache and a database of marks are files that others may write."""
    network = msgspec.structs.replace(NETWORK, name="a\x1b[2J")
    about = About(name="a\x1bb", note="c\nd", made=MADE, network=lambda _: network, note_of=lambda _: "e\x9b")
    found = from_alerts([an_alert()], Held((), lambda _: ()), about)
    assert (found.name, found.note, found.parts[0].note) == ("a\\x1bb", "c\\x0ad", "e\\x9b")
    assert found.parts[0].network is not None
    assert found.parts[0].network.name == "a\\x1b[2J"


def test_an_address_that_is_none_has_no_network() -> None:
    """A gap has the name of its source in its place."""

    def look_up(_address: str) -> None:
        raise ValueError

    found = from_alerts([an_alert(src="kern.log")], Held((), lambda _: ()), About(made=MADE, network=look_up))
    assert found.parts[0].network is None


def test_an_empty_file_gives_an_empty_report(tmp_path: Path) -> None:
    """It says so."""
    (tmp_path / "empty.log").touch()
    whole = asyncio.run(read_whole(Files([str(tmp_path / "empty.log")])))
    assert "No connection attempt." in text(from_alerts(tuple(whole.alerts.values()), held(whole), ABOUT))
    assert len(incident().parts) == 2


def test_who_may_be_one_machine_is_told() -> None:
    """With what a person said of it, safe for the eye; also where only one of the two alerts is reported."""
    plain = incident()
    one, other = (part.alert for part in plain.parts)
    held_all = Held((one, other), lambda number: next(part.packets for part in plain.parts if part.alert.id == number))
    said = Decision("same", "a\x1b[2J", "mara", (subject_of(one), subject_of(other)))
    (pair,) = from_alerts([one], held_all, About(made=MADE, decisions=(said,))).suspicions
    assert pair.addresses == ("198.51.100.112", "198.51.100.148")
    assert (pair.word, pair.note, pair.person) == ("same", "a\\x1b[2J", "mara")
    assert pair.hypothesis is not None
    assert round(pair.hypothesis.odds) == 6
    (undecided,) = from_alerts([other], held_all, About(made=MADE)).suspicions
    assert (undecided.word, undecided.hypothesis) == ("", pair.hypothesis)
