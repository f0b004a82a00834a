"""The files that match a pattern."""

import os

from wallwatch.sources.matching import matching


def test_regular_files_match_each_once(tmp_path):
    """A directory, a pipe, a packed copy and another name of the same file are none."""
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"22")
    (tmp_path / "c.gz").write_bytes(b"x")
    (tmp_path / "directory").mkdir()
    os.mkfifo(tmp_path / "pipe")
    os.link(tmp_path / "a", tmp_path / "z")
    found = matching(f"{tmp_path}/*")
    assert {path.removeprefix(f"{tmp_path}/"): match.size for path, match in found.items()} == {"a": 1, "b": 2}


def test_directories_may_be_in_the_pattern(tmp_path):
    """Those that are there now."""
    pattern = f"{tmp_path}/*/TCP*"
    assert matching(pattern) == {}
    (tmp_path / "192.0.2.1").mkdir()
    (tmp_path / "192.0.2.1/TCP:1-2").write_bytes(b"x")
    (tmp_path / "192.0.2.1/UDP:1-2").write_bytes(b"x")
    assert list(matching(pattern)) == [f"{tmp_path}/192.0.2.1/TCP:1-2"]


def test_the_oldest_comes_first(tmp_path):
    """Whatever the files are called."""
    for age, name in ((3, "x"), (1, "y"), (2, "a")):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (1_000 - age, 1_000 - age))
    assert [path[-1] for path in matching(f"{tmp_path}/*")] == ["x", "a", "y"]


def test_nothing_matches_what_is_not_there(tmp_path):
    """Nor a broken link."""
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert matching(f"{tmp_path}/*") == {}
    assert matching("/nowhere/*") == {}
