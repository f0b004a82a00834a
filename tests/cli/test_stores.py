"""Which store is meant."""

from pathlib import Path

from wallwatch import paths
from wallwatch.cli.places import Places
from wallwatch.cli.stores import placed, rules_of, store_of
from wallwatch.config import Config


def test_a_path_is_placed_and_what_is_none_stays() -> None:
    """Wherever the program runs, the same log is called the same."""
    assert placed("/var/log/../x*") == "/var/log/../x*"
    assert placed("a/b").startswith("/")
    for log in ("-", "journal", "ssh://gate/var/log/x"):
        assert placed(log) == log


def test_it_is_the_store_that_the_screen_follows(tmp_path: Path) -> None:
    """Whoever looks in a hurry looks at the same files."""
    for logs, config in (((), Config()), (("/a", "-"), Config()), ((), Config(store=tmp_path / "own.db"))):
        assert store_of(logs, config) == Places.of(logs, config).store


def test_rules_lie_beside_a_store_that_a_group_shares(tmp_path: Path) -> None:
    """All others are the person's own."""
    assert rules_of(tmp_path) == paths.config_directory() / "noise.toml"
    tmp_path.chmod(0o2770)
    assert rules_of(tmp_path) == tmp_path / "noise.toml"
