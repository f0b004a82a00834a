import gzip

import pytest

from wallwatch.sources.beside import Beside, Look
from wallwatch.sources.handle import Handle, open_regular
from wallwatch.sources.identity import HEAD, identify
from wallwatch.sources.mark import TAIL, State, mark_of
from wallwatch.sources.streams import Streams


class Folder:
    """A log, its copies, and what was read of them."""

    def __init__(self, folder) -> None:
        self.path = folder / "kern.log"
        self.streams = Streams({})
        self.beside = Beside(self.path, self.streams)
        self.handles: list[Handle] = []

    def put(self, suffix: str, text: str) -> None:
        content = text.encode()
        self.path.with_name(f"kern.log{suffix}").write_bytes(gzip.compress(content) if suffix == ".1.gz" else content)

    def read(self, text: str, position: int, *, suffix: str = "", state: State = "open") -> None:
        """Note that a file which begins with ``text`` was read up to a position."""
        status = self.path.with_name(f"kern.log{suffix}").stat() if suffix else None
        content = text.encode()
        identity = identify(status.st_dev if status else 9, status.st_ino if status else 9, content[:HEAD])
        tail = content[max(0, position - TAIL) : position]
        turn = self.streams.turn()
        self.streams.remember(identity, ((0, position),), mark_of(position, content[:HEAD], tail, turn, state))

    def open(self, suffix: str = "") -> Handle:
        self.handles.append(Handle(open_regular(self.path.with_name(f"kern.log{suffix}"))))
        return self.handles[-1]

    def look(self, *held: Handle, current: Handle | None = None) -> Look:
        look = self.beside.look(held, current)
        self.handles += [arrival.handle for arrival in look.files]
        return look


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path)
    yield folder
    for handle in folder.handles:
        handle.close()


def names(look: Look) -> list[str]:
    return [arrival.path.name for arrival in look.files]


def test_at_the_first_start_nothing_beside_is_read(folder):
    """What was there before us is not ours; the newest of it is noted, to tell it from what comes later."""
    for suffix in (".2", ".1"):
        folder.put(suffix, f"{suffix}\n")
    look = folder.look()
    assert (names(look), look.lost) == ([], ())
    assert look.passed.identity.inode == folder.path.with_name("kern.log.1").stat().st_ino
    assert look.passed.mark.state == "gone"


def test_what_comes_later_is_read(folder):
    """A copy that was not there at the last look stood at the path meanwhile, packed or not."""
    folder.put(".2", "old\n")
    folder.look()
    folder.put(".1.gz", "packed\n")
    folder.put(".0", "new\n")
    look = folder.look()
    assert names(look) == ["kern.log.1.gz", "kern.log.0"]
    assert [(arrival.identity, arrival.still) for arrival in look.files] == [(None, True), (None, False)]
    assert names(folder.look()) == []


def test_a_renamed_copy_is_not_new(folder):
    """Nor is one that was written to late, or packed."""
    folder.put(".1", "old\n")
    folder.look()
    folder.path.with_name("kern.log.1").rename(folder.path.with_name("kern.log.2"))
    with folder.path.with_name("kern.log.2").open("a") as late:
        late.write("late\n")
    assert names(folder.look()) == []
    folder.path.with_name("kern.log.2").unlink()
    folder.put(".1.gz", "old\nlate\n")
    assert names(folder.look()) == []


def test_what_is_open_is_not_read_twice(folder):
    """Neither under another name nor from a copy that somebody made of it."""
    folder.look()
    folder.put(".1", "one\ntwo\n")
    held = folder.open(".1")
    folder.put(".old", "one\n")
    assert names(folder.look(held)) == []


def test_what_came_after_the_current_file_is_left_for_the_next_look(folder):
    """If the current file was moved away at once, the files after it are read after it."""
    folder.look()
    for suffix, text in ((".3", "before\n"), (".2", "current\n"), (".1", "after\n")):
        folder.put(suffix, text)
    current = folder.open(".2")
    assert names(folder.look(current, current=current)) == ["kern.log.3"]
    assert names(folder.look(current)) == ["kern.log.1"]


@pytest.mark.parametrize(("suffix", "still"), [(".2", False), (".1.gz", True)])
def test_the_rest_of_a_file_is_found(folder, suffix, still):
    """What was being read goes on where it was left; what is younger is new, what is older is not."""
    folder.put(".3", "older\n")
    folder.put(suffix, "1\n2\n")
    folder.put(".0", "3\n")
    folder.put("", "4\n")
    folder.read("1\n2\n", 2, suffix="" if still else suffix)
    look = folder.look(current=folder.open())
    assert names(look) == [f"kern.log{suffix}", "kern.log.0"]
    assert [arrival.still for arrival in look.files] == [still, False]
    assert look.files[0].identity in {known.identity for known in folder.streams.waiting()}
    assert look.lost == ()


def test_a_file_that_is_nowhere_is_lost(folder):
    """Then all copies are younger than it was: rotation deletes the oldest first."""
    for suffix, text in ((".2", "3\n"), (".1", "4\n"), ("", "5\n")):
        folder.put(suffix, text)
    folder.read("1\n", 2)
    assert folder.look().lost == ()
    look = folder.look(current=folder.open())
    assert names(look) == ["kern.log.2", "kern.log.1"]
    assert [known.mark.position for known in look.lost] == [2]


def test_where_the_file_is_what_it_was_nothing_else_is_read(folder):
    """A copy that somebody has put there is no rotation."""
    folder.put("", "1\n2\n")
    folder.put(".bak", "from long ago\n")
    here = folder.open()
    identity = identify(here.device, here.inode, b"1\n2\n")
    folder.streams.remember(identity, ((0, 2),), mark_of(2, b"1\n2\n", b"1\n", 1, "open"))
    look = folder.look(here, current=here)
    assert (names(look), look.lost) == ([], ())


def test_late_lines_of_a_file_that_was_left_are_found(folder):
    """Its writer came back when nobody looked."""
    folder.put(".1", "1\nlate\n")
    folder.put("", "2\n")
    folder.read("1\n", 2, suffix=".1", state="left")
    assert names(folder.look(current=folder.open())) == ["kern.log.1"]


def test_a_copy_that_cannot_be_read_is_told(folder):
    """If it would have to be read; once."""
    folder.look()
    folder.path.with_name("kern.log.1.gz").write_bytes(b"rubbish")
    (copy,) = folder.look().unreadable
    assert copy.path.name == "kern.log.1.gz"
    folder.path.with_name("kern.log.1.gz").rename(folder.path.with_name("kern.log.2.gz"))
    assert folder.look().unreadable == ()


def test_two_copies_of_the_same_are_read_once(folder):
    """Somebody has copied what logrotate had renamed."""
    folder.look()
    folder.put(".2", "same\n")
    folder.put(".1", "same\n")
    assert names(folder.look()) == ["kern.log.2"]


def test_a_look_can_be_given_up(folder):
    """All that it has opened is closed."""
    folder.look()
    folder.put(".1", "new\n")
    look = folder.beside.look((), None)
    look.close()
    assert look.files[0].handle._file.closed


def test_a_file_of_any_name_is_found_if_it_was_being_read(folder):
    """Somebody has renamed it in a way of his own; but no other file of such a name is a copy."""
    folder.put(".of-monday", "1\n2\n")
    folder.put("", "3\n")
    folder.read("1\n2\n", 2, suffix=".of-monday")
    assert names(folder.look(current=folder.open())) == ["kern.log.of-monday"]


def test_another_log_with_the_number_of_a_lost_one_is_left_alone(folder):
    """Inode numbers are given out again."""
    folder.put(".of-somebody", "other\n")
    folder.put("", "3\n")
    folder.read("1\n2\n", 2)
    (lost,) = folder.streams.waiting()
    inode = folder.path.with_name("kern.log.of-somebody").stat().st_ino
    folder.streams.close(lost)
    identity = identify(folder.path.stat().st_dev, inode, b"1\n2\n")
    folder.streams.remember(identity, ((0, 2),), mark_of(2, b"1\n", b"1\n", 1, "open"))
    look = folder.look(current=folder.open())
    assert (names(look), len(look.lost)) == ([], 1)
