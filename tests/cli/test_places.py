"""Where the files of a run lie."""

import os
from pathlib import Path

import pytest

from wallwatch import paths
from wallwatch.cli.places import Places
from wallwatch.config import Config


def test_named_logs_have_a_store_keyed_by_their_set() -> None:
    """The same logs in another order share a store; other logs do not."""
    one, same, other = (Places.of(logs, Config()) for logs in (["/a", "/b"], ["/b", "/a"], ["/a"]))
    assert one.store == same.store
    assert one.store != other.store


def test_without_names_the_configuration_decides() -> None:
    """Sources of config.toml are watched into the person's own store."""
    places = Places.of([], Config(sources=("/var/log/kern.log",)))
    assert places.logs == ("/var/log/kern.log",)
    assert places.store == Path(os.environ["XDG_STATE_HOME"], "wallwatch", "wallwatch.db")


def test_marks_and_rules_are_shared_by_all_stores() -> None:
    """What a person marked and called noise holds whatever is watched."""
    one, other = Places.of(["/a"], Config()), Places.of(["/b"], Config())
    assert (one.marks, one.noise) == (other.marks, other.noise)


def test_a_demo_leaves_nothing_outside_its_directory(tmp_path: Path) -> None:
    """All files of a temporary run lie in one place."""
    places = Places.inside(tmp_path, ["/a"])
    for path in (places.store, places.marks, places.noise, places.networks, places.views):
        assert path is not None
        assert path.is_relative_to(tmp_path)


def test_networks_are_not_looked_up_when_that_is_off() -> None:
    """``whois = "off"`` keeps even the cache closed."""
    assert Places.of(["/a"], Config()).networks is not None
    assert Places.of(["/a"], Config(whois="off")).networks is None


def test_the_box_store_comes_with_its_marks_and_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is used without names; a store that the configuration names, and named logs, go first."""
    box = tmp_path / "box"
    box.mkdir()
    box.chmod(0o2770)
    (box / paths.STORE).touch()
    monkeypatch.setattr(paths, "BOX", box)
    places = Places.of([], Config(sources=("/a",)))
    assert (places.store, places.marks, places.noise) == (box / paths.STORE, box / "marks.db", box / "noise.toml")
    assert Places.of([], Config(sources=("/a",), store=tmp_path / "own.db")).store == tmp_path / "own.db"
    assert not Places.of(["/a"], Config()).store.is_relative_to(box)


def test_what_is_no_path_is_no_path_from_the_root() -> None:
    """The journal and a log on another host are called the same everywhere."""
    assert Places.of(["journal", "ssh://gate/var/log/x", "-"], Config()).logs == (
        "journal",
        "ssh://gate/var/log/x",
        "-",
    )
