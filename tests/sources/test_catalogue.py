"""What has been read of many files."""

from pathlib import Path

import pytest

from wallwatch.model.line import Committed, Lines
from wallwatch.sources.catalogue import Catalogue, is_of
from wallwatch.sources.identity import identify
from wallwatch.sources.matching import Match, matching


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in ("a", "b"):
        (tmp_path / name).write_text(f"{name} is the first line\n")
    return tmp_path


def _match(path: Path) -> Match:
    return matching(str(path))[str(path)]


def _lines(match: Match, start: int, end: int, mark: str = "", **more) -> Lines:
    """Return a batch as the file's own source gives it."""
    head = Path(match.path).read_bytes()
    stream = identify(match.device, match.inode, head).stream
    return Lines(source="s", stream=stream, start=start, end=end, lines=(b"x",), starts=(start,), mark=mark, **more)


def _look(catalogue: Catalogue, folder: Path) -> list[str]:
    return [Path(match.path).name for match in catalogue.changed(matching(f"{folder}/*"))]


def test_a_file_is_looked_into_when_it_has_changed(folder):
    """Once for each change, as far as it was read."""
    catalogue = Catalogue({})
    assert sorted(_look(catalogue, folder)) == ["a", "b"]
    assert _look(catalogue, folder) == []
    (folder / "a").write_text("a is the first line\nand more\n")
    assert _look(catalogue, folder) == ["a"]
    catalogue.unfinished(_match(folder / "b"))
    assert _look(catalogue, folder) == ["b"]


def test_a_silent_file_is_looked_into_once_more(folder):
    """A half line may be at its end, and that may stay so."""
    catalogue = Catalogue({})
    _look(catalogue, folder)
    looks = []
    for _ in range(3):
        catalogue.unsure(_match(folder / "a"))
        looks.append(_look(catalogue, folder))
    assert looks == [["a"], [], []]


def test_where_a_stream_was_read_goes_with_its_mark(folder):
    """From the store it comes back for that path, as the file's own source wrote it."""
    match = _match(folder / "a")
    noted = Catalogue({}).noted(_lines(match, 0, 9, "9:abc"), match.path)
    assert noted.mark == f"{match.path} 9:abc"
    stored = {noted.stream: Committed(stream=noted.stream, ranges=((0, 9),), mark=noted.mark)}
    (entry,) = Catalogue(stored).committed(match).values()
    assert (entry.mark, entry.ranges) == ("9:abc", ((0, 9),))
    assert Catalogue(stored).committed(_match(folder / "b")) == {}


def test_the_path_is_told_where_the_file_has_no_mark(folder):
    """Once; after that it changes nothing."""
    match = _match(folder / "a")
    catalogue = Catalogue({})
    assert catalogue.noted(_lines(match, 0, 9), match.path).mark == f"{match.path} "
    assert catalogue.noted(_lines(match, 9, 18), match.path).mark == ""


def test_what_is_read_is_remembered_between_two_looks(folder):
    """As a store would."""
    match = _match(folder / "a")
    catalogue = Catalogue({})
    catalogue.noted(_lines(match, 0, 9, "m"), match.path)
    catalogue.noted(_lines(match, 9, 18), match.path)
    (entry,) = catalogue.committed(match).values()
    assert (entry.ranges, entry.mark) == (((0, 18),), "m")


def test_context_is_given_on_after_a_restart_only(folder):
    """Later its reader has it in mind."""
    match = _match(folder / "a")
    context = _lines(match, 0, 9, context=True)
    stored = {context.stream: Committed(stream=context.stream, ranges=((0, 9),))}
    again = Catalogue(stored)
    assert again.noted(context, match.path) is context
    again.noted(_lines(match, 9, 18), match.path)
    assert again.noted(context, match.path) is None


def test_a_rotated_file_is_looked_for_from_its_path(folder):
    """The copy that matches is no file of its own; the path that it had is looked into again."""
    catalogue = Catalogue({})
    _look(catalogue, folder)
    match = _match(folder / "a")
    catalogue.noted(_lines(match, 0, 9), match.path)
    (folder / "a").rename(folder / "a.1")
    (folder / "a").write_text("another first line\n")
    assert _look(catalogue, folder) == ["a"]


def test_an_inode_that_is_given_out_again_is_another_file(folder):
    """What is in it tells."""
    catalogue = Catalogue({})
    _look(catalogue, folder)
    match = _match(folder / "a")
    catalogue.noted(_lines(match, 0, 9), match.path)
    (folder / "a").rename(folder / "c")
    (folder / "c").write_text("quite something else\n")
    (folder / "a").write_text("another first line\n")
    assert sorted(_look(catalogue, folder)) == ["a", "c"]


def test_a_stream_is_of_a_file_by_its_number(folder):
    """Whatever it is called; what is no stream of a file is of none."""
    one, other = _match(folder / "a"), _match(folder / "b")
    stream = _lines(one, 0, 9).stream
    assert is_of(stream, one)
    assert not is_of(stream, other)
    assert not is_of("stdin", one)
