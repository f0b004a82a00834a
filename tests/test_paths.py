"""Where wallwatch keeps its files, and how it writes them."""

import os
import stat
from pathlib import Path

import pytest

from wallwatch import paths
from wallwatch.errors import ConfigError, WallwatchError

STRANGER = 12_345


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("variable", "directory"),
    [
        ("XDG_CONFIG_HOME", paths.config_directory),
        ("XDG_STATE_HOME", paths.state_directory),
        ("XDG_CACHE_HOME", paths.cache_directory),
    ],
)
def test_the_xdg_variables_are_obeyed(variable, directory, monkeypatch, tmp_path):
    """Each directory lies where its variable says, and is not created by asking for it."""
    monkeypatch.setenv(variable, str(tmp_path / "xdg"))
    assert directory() == tmp_path / "xdg" / "wallwatch"
    assert not (tmp_path / "xdg").exists()


def test_a_directory_is_made_for_its_owner_alone(tmp_path):
    """A new directory has mode 0700, its parents too if they are missing; one that is there stays as it is."""
    made = paths.private_directory(tmp_path / "a" / "b")
    assert mode(made) == 0o700
    made.chmod(0o755)
    assert mode(paths.private_directory(made)) == 0o755


@pytest.mark.parametrize("others", [0o770, 0o702, 0o777])
def test_a_directory_that_others_may_write_to_is_refused(others, tmp_path):
    """The error says how to mend it."""
    tmp_path.chmod(others)
    with pytest.raises(WallwatchError, match=f"chmod 700 {tmp_path}"):
        paths.private_directory(tmp_path)


def test_a_directory_of_another_user_is_refused(tmp_path, monkeypatch):
    """What belongs to somebody else is not written to."""
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
    with pytest.raises(WallwatchError, match="another user"):
        paths.private_directory(tmp_path)


def test_root_leaves_nothing_in_the_home_of_another_user(tmp_path, monkeypatch):
    """Under sudo with the user's own HOME, no directory is made in it."""
    if os.geteuid() == paths.ROOT:
        os.chown(tmp_path, STRANGER, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: paths.ROOT)
    with pytest.raises(WallwatchError, match="sudo with -H"):
        paths.private_directory(tmp_path / ".local" / "state" / "wallwatch")
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_cannot_be_made_is_an_error_with_a_remedy(tmp_path):
    """A file where the directory should be is said in a sentence."""
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(WallwatchError, match="XDG_STATE_HOME"):
            paths.private_directory(path)


def test_a_file_is_made_for_its_owner_alone(tmp_path):
    """A new file is empty and has mode 0600; one that is there keeps what is in it."""
    made = paths.private_file(tmp_path / "store.db")
    assert (mode(made), made.read_bytes()) == (0o600, b"")
    made.write_bytes(b"x")
    assert paths.private_file(made).read_bytes() == b"x"


def test_a_file_is_never_made_through_a_link(tmp_path):
    """A link to nowhere does not bring a file into being where it points."""
    (tmp_path / "link").symlink_to(tmp_path / "target")
    paths.private_file(tmp_path / "link")
    assert not (tmp_path / "target").exists()


def test_a_text_that_is_not_there_is_none(tmp_path):
    """A missing file is no error; bytes that are no UTF-8 are replaced."""
    assert paths.read_text(tmp_path / "noise.toml") is None
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        paths.read_text(tmp_path)
    (tmp_path / "noise.toml").write_bytes(b"caf\xe9\n")
    assert paths.read_text(tmp_path / "noise.toml") == "caf\ufffd\n"


def test_a_text_is_replaced_as_one_step(tmp_path):
    """The new text stands in a new file, and nothing is left beside it."""
    path = tmp_path / "new" / "noise.toml"
    paths.replace_text(path, "one")
    first = path.stat().st_ino
    with path.open(encoding="utf-8") as reader:
        paths.replace_text(path, "two \u00e9")
        assert reader.read() == "one"
    assert path.stat().st_ino != first
    assert paths.read_text(path) == "two \u00e9"
    assert (mode(path), [file.name for file in path.parent.iterdir()]) == (0o600, ["noise.toml"])


def test_a_replaced_file_keeps_its_mode_and_its_link(tmp_path):
    """A file that people keep elsewhere, readable for others, stays where and as it is."""
    target = tmp_path / "dotfiles"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o644)
    link = paths.private_directory(tmp_path / "config") / "noise.toml"
    link.symlink_to(target)
    paths.replace_text(link, "new")
    assert link.is_symlink()
    assert (target.read_text(encoding="utf-8"), mode(target)) == ("new", 0o644)


def test_a_text_that_cannot_be_written_leaves_the_old_one(tmp_path):
    """Whatever goes wrong on the way, the file is as it was and no half of the new one stays."""
    path = tmp_path / "noise.toml"
    paths.replace_text(path, "old")
    with pytest.raises(UnicodeEncodeError):
        paths.replace_text(path, "new \ud800")
    assert paths.read_text(path) == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["noise.toml"]


def _shared(directory: Path) -> Path:
    directory.mkdir(exist_ok=True)
    directory.chmod(0o2770)
    return directory


def test_a_directory_that_a_group_shares_is_as_good_as_a_private_one(tmp_path):
    """Whoever owns it; files in it are for the group, whatever the umask."""
    box = _shared(tmp_path / "box")
    before = os.umask(0o077)
    try:
        assert paths.private_directory(box) == box
        assert mode(paths.private_file(box / "store.db")) == 0o660
        paths.replace_text(box / "noise.toml", "x = 1\n")
        assert mode(box / "noise.toml") == 0o660
    finally:
        os.umask(before)
    assert (paths.is_shared(box), paths.is_shared(tmp_path), paths.is_shared(tmp_path / "none")) == (True, False, False)


def test_who_may_not_use_a_shared_directory_is_told_its_group(tmp_path, monkeypatch):
    """The remedy is to join it."""
    box = _shared(tmp_path / "box")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(WallwatchError, match="usermod -aG"):
        paths.private_directory(box)


def test_the_box_store_is_used_where_the_service_has_made_one(tmp_path, monkeypatch):
    """A directory alone, without a store in it or closed to this user, is none."""
    monkeypatch.setattr(paths, "BOX", tmp_path / "box")
    assert paths.box_directory() is None
    box = _shared(tmp_path / "box")
    assert paths.box_directory() is None
    (box / paths.STORE).touch()
    assert paths.box_directory() == box
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert paths.box_directory() is None


def test_the_service_has_directories_of_its_own(monkeypatch):
    """Those that systemd names; without, the usual ones for the user of the service."""
    monkeypatch.setenv("STATE_DIRECTORY", "/srv/one:/srv/two")
    monkeypatch.setenv("CONFIGURATION_DIRECTORY", "/srv/etc")
    assert (paths.state_directory(), paths.config_directory()) == (Path("/srv/one"), Path("/srv/etc"))
    monkeypatch.delenv("STATE_DIRECTORY")
    monkeypatch.setattr(paths, "_user", lambda: "wallwatch")
    assert (paths.state_directory(), paths.cache_directory()) == (paths.BOX, paths.BOX_CACHE)


def test_a_text_is_changed_by_one_at_a_time(tmp_path, monkeypatch):
    """Who has to wait for long is told; a text that stays as it is is not written again."""
    tmp_path.chmod(0o700)
    monkeypatch.setattr(paths, "_PATIENCE", 0.05)
    path = tmp_path / "noise.toml"
    assert paths.change_text(path, lambda text: text + "a") == "a"
    inode = path.stat().st_ino

    def intrude(text):
        with pytest.raises(WallwatchError, match="Somebody else is writing"):
            paths.change_text(path, lambda _: "lost")
        return text

    assert paths.change_text(path, intrude) == "a"
    assert path.stat().st_ino == inode
    assert paths.change_text(path, lambda text: text + "b") == "ab"
