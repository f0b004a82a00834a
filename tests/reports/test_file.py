"""Where reports are written."""

import os
import stat
from pathlib import Path

import pytest

from tests.reports.evidence import PAYLOADS
from wallwatch.errors import WallwatchError
from wallwatch.reports.file import NAME_MAX, file_name, free_name, write_new


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Incident: 2002-03-02 tcp:6346 gnutella", "incident-2002-03-02-tcp-6346-gnutella.txt"),
        ("../../etc/passwd", "etc-passwd.txt"),
        (".bashrc", "bashrc.txt"),
        ("-rf /", "rf.txt"),
        ("\x00\n", "report.txt"),
        ("", "report.txt"),
        ("ü" * 9, "report.txt"),
        ("a" * 300, "a" * (NAME_MAX - 4) + ".txt"),
    ],
)
def test_a_name_is_made_of_few_letters(title: str, name: str) -> None:
    """No path, no hidden file, no option, no blank."""
    assert file_name(title, ".txt") == name


def test_no_title_makes_another_name() -> None:
    """Whatever a person copied into it."""
    for payload in PAYLOADS:
        name = file_name(payload, ".html")
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-"), payload
        assert len(name) <= NAME_MAX
        assert name[0] not in ".-"


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    """A link to nowhere takes it as well."""
    (tmp_path / "a.txt").touch()
    (tmp_path / "a-2.txt").symlink_to("nowhere")
    assert free_name(tmp_path, "a.txt") == "a-3.txt"
    assert free_name(tmp_path, "b.txt") == "b.txt"
    assert len(free_name(tmp_path, "c" * 200 + ".txt")) <= 204
    for number in range(3, 100):
        (tmp_path / f"a-{number}.txt").touch()
    with pytest.raises(WallwatchError, match="100 files like"):
        free_name(tmp_path, "a.txt")


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_is_for_its_owner_alone(tmp_path: Path, *, replace: bool) -> None:
    """Whatever the umask; its text is written as it is, line ends too."""
    before = os.umask(0)
    try:
        path = write_new(tmp_path / "a.csv", "ü\r\n", replace=replace)
    finally:
        os.umask(before)
    assert path.read_bytes() == "ü\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_what_is_there_stays(tmp_path: Path) -> None:
    """Unless it is to be replaced."""
    path = tmp_path / "a.txt"
    path.write_text("mine")
    with pytest.raises(WallwatchError, match="is there already"):
        write_new(path, "yours")
    assert path.read_text() == "mine"
    write_new(path, "yours", replace=True)
    assert path.read_text() == "yours"


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("exists", [False, True])
def test_no_link_is_followed(tmp_path: Path, *, replace: bool, exists: bool) -> None:
    """Somebody may have planted it; to replace one is to take it away."""
    target = tmp_path / "target"
    if exists:
        target.write_text("theirs")
    link = tmp_path / "a.txt"
    link.symlink_to(target)
    if replace:
        write_new(link, "mine", replace=True)
        assert not link.is_symlink()
    else:
        with pytest.raises(WallwatchError, match="is there already"):
            write_new(link, "mine")
    assert target.exists() is exists
    assert not exists or target.read_text() == "theirs"


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("name", ["no/such/a.txt", "a\x00b", "x" * 300, "folder"])
def test_what_cannot_be_written_is_said(tmp_path: Path, name: str, *, replace: bool) -> None:
    """In a sentence, and nothing is left behind."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(WallwatchError):
        write_new(tmp_path / name, "text", replace=replace)
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_half_a_file_is_none(tmp_path: Path) -> None:
    """A text that cannot be written whole leaves nothing."""
    with pytest.raises(WallwatchError):
        write_new(tmp_path / "a.txt", "\udc9b")
    assert list(tmp_path.iterdir()) == []
