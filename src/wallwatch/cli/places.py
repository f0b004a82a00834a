"""Where the files of a run lie: which logs, which store, which marks and rules."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import msgspec

from wallwatch import paths
from wallwatch.cli.stores import placed, rules_of, state_of, store_of
from wallwatch.config import Config


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """The logs of a run and its files. ``chosen`` tells that the logs were named on the command line."""

    logs: tuple[str, ...]
    store: Path
    marks: Path
    noise: Path
    networks: Path | None
    """The cache of whois records; ``None`` if it is not to be looked into."""
    views: Path
    """The filters that the user keeps."""
    asks: bool = True
    """Whether registries may be asked; not about what is only replayed."""

    @classmethod
    def of(cls, logs: Sequence[str], config: Config) -> Self:
        """Return the places for logs named on the command line or, without any, in the configuration or on the box.

        Each set of named logs has a store of its own, keyed by their absolute paths. Without names, the store of the
        box is used where there is one and this user may use it, unless the configuration names another.
        """
        named = tuple(map(placed, logs))
        state = state_of(named, config)
        return cls(
            logs=named or config.sources or _found(),
            store=store_of(named, config),
            marks=state / "marks.db",
            noise=rules_of(state),
            networks=networks_path(config),
            views=paths.config_directory() / "views.toml",
        )

    @classmethod
    def inside(cls, directory: Path, logs: Sequence[str]) -> Self:
        """Return places that all lie in ``directory`` and go with it."""
        return cls(
            logs=tuple(logs),
            store=directory / "store" / "demo.db",
            marks=directory / "store" / "marks.db",
            noise=directory / "noise.toml",
            networks=directory / "networks.json",
            views=directory / "views.toml",
            asks=False,
        )


def networks_path(config: Config) -> Path | None:
    """Return the user's cache of whois records, ``None`` if it is not to be looked into."""
    return None if config.whois == "off" else paths.cache_directory() / "networks.json"


def _found() -> tuple[str, ...]:
    """Return the logs of this box that are there, readable or not; if there is none, those that were looked for."""
    from wallwatch.sources.discover import discover  # noqa: PLC0415 - not for logs that are named

    candidates = discover()
    there = [found for found in candidates if found.state != "missing"]
    return tuple(str(found.path) for found in there or candidates)
