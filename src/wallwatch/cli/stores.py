"""Which store is meant, and the rules that go with it; all that a command needs that only looks, and is in a hurry."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from wallwatch import paths
from wallwatch.config import Config
from wallwatch.sources.address import SCHEME
from wallwatch.sources.journal_access import JOURNAL

STDIN: Final = "-"
WORDS: Final = {STDIN: "/stdin", JOURNAL: f"/{JOURNAL}"}
"""Logs that are no paths, and the paths by which they are named."""


def placed(log: str) -> str:
    """Return a log as it is called wherever the program runs: a path from the root on."""
    return log if log in WORDS or log.startswith(SCHEME) else str(Path(log).absolute())


def state_of(named: Sequence[str], config: Config) -> Path:
    """Return the directory of the store: that of the box, where no logs are named and this user may use it."""
    box = None if named else paths.box_directory()
    return config.store.parent if config.store else box or paths.state_directory()


def store_of(named: Sequence[str], config: Config) -> Path:
    """Return the store of logs, named by :func:`placed`; without any, that of the configuration, or of the box."""
    state = state_of(named, config)
    return state / f"watch-{_digest(named)}.db" if named else config.store or state / paths.STORE


def rules_of(state: Path) -> Path:
    """Return where the noise rules lie: what a group shares, it marks and hides together."""
    return (state if paths.is_shared(state) else paths.config_directory()) / "noise.toml"


def _digest(logs: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(sorted(logs)).encode("utf-8", "surrogateescape")).hexdigest()[:16]
