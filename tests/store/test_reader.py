import threading
from pathlib import Path

import pytest

from tests.store.make import NOON, alert, knocks, new, reading, subject, unparsed
from wallwatch.errors import StoreError
from wallwatch.filter.clause import Sql
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.filter.sql import to_sql
from wallwatch.model import Change
from wallwatch.model.line import SourceStatus
from wallwatch.store.batch import Batch
from wallwatch.store.changes import ChangeRow, ChangeSet
from wallwatch.store.complaints import CancelledError
from wallwatch.store.reader import StoreReader, Totals
from wallwatch.store.writer import StoreWriter


def test_a_new_store_is_empty(reader: StoreReader) -> None:
    """Every question has an answer before the first commit."""
    assert reader.number() == 0
    assert reader.changes_since(0) == ChangeSet(0)
    assert reader.alerts([1]) == []
    assert reader.packets(1) == ()
    assert reader.index().ids.tolist() == []
    assert reader.counts() == (0, 0)
    assert reader.sources() == []
    assert reader.unparsed() == []
    assert reader.totals() == Totals(0, 0, 0, 0, 0, 0, 0, 0)


def test_a_reader_follows_by_numbers(writer: StoreWriter, reader: StoreReader) -> None:
    """It asks for what is newer than it has, and gets the changes in their order."""
    seen = writer.commit(Batch(changes=(new(1), new(2))))
    merge = Change(kind="merged", alert=alert(2), into=1)
    last = writer.commit(Batch(changes=(merge, Change(kind="grown", alert=alert(1, packets=2)))))
    assert reader.changes_since(seen) == ChangeSet(last, (ChangeRow("merged", 2, 1), ChangeRow("grown", 1)))
    assert reader.changes_since(last) == ChangeSet(last)


def test_an_engine_learns_what_changed_last(
    writer: StoreWriter, reader: StoreReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless changes are missing that should be kept: then all that there is may still change."""
    writer.commit(Batch(changes=(new(1), new(2))))
    writer.commit(Batch(changes=(Change(kind="grown", alert=alert(1, packets=2)),)))
    assert reader.last_changed(9) == [2, 1]
    assert reader.last_changed(1) == [1]
    monkeypatch.setattr("wallwatch.store.changes.KEPT", 1)
    writer.commit(Batch(changes=(new(3),)))
    assert reader.last_changed(9) == [3]
    monkeypatch.undo()
    assert reader.last_changed(9) is None


def test_a_commit_of_sources_alone_is_seen(writer: StoreWriter, reader: StoreReader) -> None:
    """The number is newer, and there are no rows to read."""
    number = writer.commit(Batch(statuses=(SourceStatus(source="kern.log", state="denied"),)))
    assert reader.changes_since(0) == ChangeSet(number)
    assert [row.state for row in reader.sources()] == ["denied"]


def test_a_number_of_another_store_is_not_followed(writer: StoreWriter, reader: StoreReader) -> None:
    """Who knows a later number than there is has followed a store that is gone, and starts over."""
    writer.commit(Batch(changes=(new(1),)))
    assert reader.changes_since(2) == ChangeSet(1, complete=False)


def test_filters_are_asked_as_clauses(writer: StoreWriter, reader: StoreReader) -> None:
    """The same clause lists and counts."""
    writer.commit(Batch(changes=(new(1, dport=22, lines=3), new(2, dport=80), new(3, dport=22))))
    assert reader.index(Sql("dport = ?", (22,))).ids.tolist() == [1, 3]
    assert reader.counts(Sql("dport = ?", (22,))) == (2, 4)
    assert reader.counts() == (3, 5)
    assert [each.id for each in reader.alike([subject(dport=80)])] == [2]


@pytest.mark.parametrize(("query", "ids"), [
    ("dport:22", [1, 3]),
    ("src:198.51.100.0/24 -dport:22", [2]),
    ("src:2001:db8::/32", [4]),
    ("-msg:gnutella", []),
    ("text:greatwall", [3]),
    ("source:kern", [1]),
    ("since:2002-03-02T15:00:03Z", [3, 4]),
    ("starred", [2]),
])  # fmt: skip
def test_what_people_type_is_answered(writer: StoreWriter, reader: StoreReader, query: str, ids: list[int]) -> None:
    """The language of the filter is rendered over these very columns."""
    knocks = (
        new(1, dport=22, sources=("kern.log", "snort")),
        new(2, dport=80),
        new(3, dport=22, host="greatwall", src="203.0.113.9"),
        new(4, src="2001:db8::7", dport=80),
    )
    writer.commit(Batch(changes=knocks))
    where = to_sql(parse_query(query), Facts(now=NOON, marks={"starred": {2}}))
    assert reader.index(where).ids.tolist() == ids


def test_a_clause_that_is_no_sql_is_a_sentence(reader: StoreReader) -> None:
    """The screen shows it, and goes on."""
    with pytest.raises(StoreError, match="no such column"):
        reader.index(Sql("colour = ?", ("red",)))
    assert reader.counts() == (0, 0)


def test_unparsed_lines_are_listed(writer: StoreWriter, reader: StoreReader) -> None:
    """Of one source or of all, as many as asked."""
    lines = [reading(0, 9, source=name, unparsed=unparsed(name)) for name in ("kern.log", "snort")]
    writer.commit(Batch(readings=lines))
    assert [row.text for row in reader.unparsed()] == ["snort", "kern.log"]
    assert [row.text for row in reader.unparsed("kern.log")] == ["kern.log"]
    assert [row.text for row in reader.unparsed(limit=1)] == ["snort"]


def test_a_long_question_is_cancelled(writer: StoreWriter, reader: StoreReader) -> None:
    """Another thread gives it up while it runs; the next question is answered."""
    writer.commit(Batch(changes=[new(number) for number in range(1, 101)]))
    running = threading.Event()
    reader._database.connection.set_progress_handler(running.set, 1000)
    thread = threading.Thread(target=lambda: running.wait() and reader.interrupt())
    thread.start()
    endless = Sql("(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n) = ?", (0,))
    with pytest.raises(CancelledError):
        reader.index(endless)
    thread.join()
    assert reader.counts() == (100, 100)


def test_a_reader_notices_a_new_store_in_its_place(writer: StoreWriter, reader: StoreReader, path: Path) -> None:
    """A damaged store is set aside under it; until it opens the new one it would read the old one for ever."""
    assert not reader.replaced()
    writer.close()
    path.rename(f"{path}.corrupt")
    assert not reader.replaced()
    writer.open()
    assert reader.replaced()
    reader.open()
    assert not reader.replaced()


def test_a_reader_needs_a_store(path: Path) -> None:
    """Without one it says what to start."""
    with pytest.raises(StoreError, match="wallwatch collect"):
        StoreReader(path).open()


def test_sightings_are_walked_while_blocks_are_put_together(writer: StoreWriter, reader: StoreReader) -> None:
    """Each comes once and in its order, whatever the writer does meanwhile; and what came meanwhile comes too."""
    for number in range(1, 301):
        writer.commit(knocks(number, 1))
    walk = reader.sightings()
    begun = [next(walk).number for _ in range(5)]
    writer._archive._pool.submit(int).result()
    writer.commit(knocks(301, 5_000))
    assert reader._database.connection.execute("SELECT count(*) FROM blocks").fetchone()[0] < 60
    assert begun + [each.number for each in walk] == list(range(1, 5_301))


def test_numbers_are_answered_in_columns(writer: StoreWriter, reader: StoreReader) -> None:
    """A question whose answer is numbers needs no record for each row."""
    writer.commit(Batch(changes=(new(1), new(2), new(3))))
    question = Sql("SELECT id, id * 2 FROM alerts WHERE id > ? ORDER BY id DESC", (1,))
    assert [list(column) for column in reader.columns(question, 2)] == [[3, 2], [6, 4]]


def test_a_reader_can_spare_memory(reader: StoreReader) -> None:
    """It holds a mebibyte of pages at most, and answers as before."""
    before = reader.counts(Sql("1"))
    reader.spare_memory()
    assert reader.ask(Sql("PRAGMA cache_size")) == [(-1_024,)]
    assert reader.counts(Sql("1")) == before


@pytest.mark.parametrize("what", ["open", "replaced"])
def test_a_directory_that_is_closed_to_us_is_a_store_that_cannot_be_read(
    reader: StoreReader, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Whatever the system says, whoever asks hears one kind of error."""

    def refuse(_path: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(StoreError, match="Permission denied"):
        getattr(reader, what)()
