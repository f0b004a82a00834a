"""Whether a store holds what the logs say."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.engine.kernel_log import LINK, packets
from wallwatch.engine.verify import Checked, Difference, Log, Verifier
from wallwatch.formats import LineReader
from wallwatch.model import Sighting
from wallwatch.model.line import Committed, Lines
from wallwatch.sources.identity import identify
from wallwatch.sources.splitter import Splitter
from wallwatch.store import Totals

LINES = [LINK] * 20 + packets(5, 7)
NOTHING = Totals(0, 0, 0, 0, 0, 0, 0, 0)


class Shelf:
    """A store that holds what it is given."""

    def __init__(self) -> None:
        self.held: list[Sighting] = []
        self.ranges: dict[str, tuple[tuple[int, int], ...]] = {}
        self.archived = 0

    def sightings(self) -> Iterator[Sighting]:
        return iter(self.held)

    def streams(self, _source: str) -> dict[str, Committed]:
        return {stream: Committed(stream=stream, ranges=ranges) for stream, ranges in self.ranges.items()}

    def totals(self) -> Totals:
        return replace(NOTHING, archived=self.archived)

    def read(self, path: Path) -> str:
        """Read a log as an engine does, and return its stream."""
        status, content = path.stat(), path.read_bytes()
        stream = identify(status.st_dev, status.st_ino, content).stream
        lines, starts = Splitter(0).feed(content)
        batch = Lines(
            source="kern", stream=stream, start=0, end=len(content), lines=tuple(lines), starts=tuple(starts),
            newest=status.st_mtime_ns // 1_000, idle=True,
        )  # fmt: skip
        for sighting in LineReader("kern").feed(batch).sightings:
            self.held.append(replace(sighting, number=len(self.held) + 1))
        self.ranges[stream] = ((0, len(content)),)
        return stream


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of a firewall."""
    path = tmp_path / "kern.log"
    path.write_text("".join(f"{line}\n" for line in LINES))
    return path


@pytest.fixture
def shelf(log: Path) -> Shelf:
    """A store that holds all of it."""
    shelf = Shelf()
    shelf.read(log)
    return shelf


def _verified(
    shelf: Shelf, path: Path | None, *, collected: bool = False
) -> tuple[list[Difference], list[Checked], int]:
    verifier = Verifier(shelf, collected=collected)  # type: ignore[arg-type]
    found = list(verifier.verify([Log("kern", path, lambda: LineReader("kern"))]))
    differences = [each for each in found if isinstance(each, Difference)]
    return differences, [each for each in found if isinstance(each, Checked)], verifier.unchecked()


def _kinds(shelf: Shelf, path: Path, *, collected: bool = False) -> list[str]:
    return [found.kind for found in _verified(shelf, path, collected=collected)[0]]


def test_a_store_that_holds_the_log_has_no_fault(log: Path, shelf: Shelf) -> None:
    """Each record agrees in every field, its raw line too; the order of arrival does not matter."""
    assert _verified(shelf, log) == ([], [Checked(source="kern", path=log, agree=5)], 0)
    shelf.held.reverse()
    assert _kinds(shelf, log) == []


def test_each_fault_is_told_with_its_place(log: Path, shelf: Shelf) -> None:
    """Missing, twice, another one, of no line of the log; and in which fields."""
    first, second, third, fourth, fifth = shelf.held
    shelf.held = [
        replace(second, number=1),
        replace(second, number=2),
        replace(third, number=3, ttl=9, host="gone"),
        fourth,
        fifth,
        replace(fifth, number=6, start=fifth.start + 3),
    ]
    differences, (checked,), _ = _verified(shelf, log)
    told = {(found.kind, found.start, found.end, found.fields) for found in differences}
    assert told == {
        ("missing", first.start, first.end, ()),
        ("twice", second.start, second.end, ()),
        ("different", third.start, third.end, ("ttl", "host")),
        ("unknown", fifth.start + 3, fifth.end, ()),
    }
    assert (checked.agree, checked.differ) == (2, 4)
    assert next(found.raw for found in differences if found.kind == "missing") == LINES[20]


def test_a_line_that_was_changed_in_the_log_is_another_one(log: Path, shelf: Shelf) -> None:
    """Whichever of the two is right, they differ. With another head it is another file."""
    head, ttl, tail = log.read_bytes().rpartition(b"TTL=50")
    log.write_bytes(head + ttl.replace(b"0", b"1") + tail)
    (found,) = _verified(shelf, log)[0]
    assert (found.kind, found.fields) == ("different", ("ttl", "raw"))
    log.write_bytes(b"x" + log.read_bytes()[1:])
    assert "begins as" in _verified(shelf, log)[1][0].trouble


def test_what_is_not_read_yet_is_no_fault(log: Path, shelf: Shelf) -> None:
    """New lines at the end, and the older part of a log of which the newest is read first."""
    with log.open("a") as file:
        file.write(f"{LINES[20]}\nhalf a li")
    assert _verified(shelf, log)[1] == [Checked(source="kern", path=log, agree=5, waiting=len(LINES[20]) + 1)]
    (stream,) = shelf.ranges
    third = shelf.held[2].start
    shelf.held, shelf.ranges = shelf.held[2:], {stream: ((third, shelf.held[-1].end),)}
    differences, (checked,), _ = _verified(shelf, log)
    assert (differences, checked.agree, checked.waiting) == ([], 3, third + len(LINES[20]) + 1)


def test_what_would_be_read_again_is_a_fault(log: Path, shelf: Shelf) -> None:
    """A record is there, and its bytes are not noted as read."""
    (stream,) = shelf.ranges
    shelf.ranges[stream] = ((0, shelf.held[3].start),)
    assert _kinds(shelf, log) == ["again", "again"]


def test_rotated_copies_are_compared_too(log: Path, shelf: Shelf) -> None:
    """Renamed, then packed; what was read of a copy that is gone cannot be."""
    log.rename(log.with_name("kern.log.1"))
    log.write_text(f"{LINK}2\n{LINES[20]}\n")
    shelf.read(log)
    _, checked, rest = _verified(shelf, log)
    assert [(each.path and each.path.name, each.agree) for each in checked] == [("kern.log.1", 5), ("kern.log", 1)]
    assert rest == 0
    packed = log.with_name("kern.log.2.gz")
    packed.write_bytes(gzip.compress(log.with_name("kern.log.1").read_bytes()))
    log.with_name("kern.log.1").unlink()
    assert [each.agree for each in _verified(shelf, log)[1]] == [5, 1]
    packed.unlink()
    assert _verified(shelf, log) == ([], [Checked(source="kern", path=log, agree=1)], 5)


def test_a_copy_that_was_passed_over_was_never_read(log: Path, shelf: Shelf) -> None:
    """Its end, or all of it; while an engine runs it may still come to that."""
    copy = log.with_name("kern.log.1")
    with log.open("a") as file:
        file.write(f"{LINES[21]}\n")
    log.rename(copy)
    assert _kinds(shelf, log) == []
    log.write_text(f"{LINK}2\n{LINES[20]}\n")
    shelf.read(log)
    (found,) = _verified(shelf, log)[0]
    assert (found.kind, found.path, found.end) == ("unread", copy, copy.stat().st_size)
    assert _kinds(shelf, log, collected=True) == []
    del shelf.ranges[next(iter(shelf.ranges))]
    shelf.held = shelf.held[-1:]
    assert _kinds(shelf, log) == [], "it was there before anybody watched"


def test_a_log_that_was_copied_and_emptied(log: Path, shelf: Shelf) -> None:
    """The copy has another inode and is known by its head."""
    shutil.copy(log, log.with_name("kern.log.1"))
    log.write_text(f"{LINK}2\n{LINES[20]}\n")
    shelf.read(log)
    assert [each.agree for each in _verified(shelf, log)[1]] == [5, 1]


def test_what_was_given_up_with_old_alerts_is_no_fault(log: Path, shelf: Shelf) -> None:
    """As many as the store says, and not one more."""
    shelf.archived = 2
    shelf.held = shelf.held[3:]
    differences, (checked,), _ = _verified(shelf, log)
    assert [found.kind for found in differences] == ["missing"]
    assert (checked.archived, checked.agree, checked.differ) == (2, 2, 1)


def test_every_file_of_a_pattern_is_compared(log: Path, shelf: Shelf) -> None:
    """They are streams of one source, and none of them is a copy of another."""
    other = log.with_name("TCP:4-5")
    other.write_text(f"{LINK}2\n{LINES[20]}\n")
    shelf.read(other)
    log.with_name("new").write_text(f"{LINK}3\n")
    verifier = Verifier(shelf, collected=False)  # type: ignore[arg-type]
    found = list(verifier.verify([Log("kern", None, lambda: LineReader("kern"), f"{log.parent}/*")]))
    assert [(each.path and each.path.name, isinstance(each, Checked) and each.agree) for each in found] == [
        ("TCP:4-5", 1), ("kern.log", 5),
    ]  # fmt: skip
    assert verifier.unchecked() == 0


def test_what_cannot_be_compared_says_why(tmp_path: Path, log: Path, shelf: Shelf) -> None:
    """No file, nothing read, a log that is gone."""
    assert _verified(shelf, None)[1][0].trouble == "it is no file"
    assert _verified(Shelf(), log)[1][0].trouble == "nothing of it was read yet"
    assert "begins as" in _verified(shelf, tmp_path / "gone.log")[1][0].trouble
