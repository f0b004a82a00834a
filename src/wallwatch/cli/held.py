"""What the commands share that ask a store: which one it is, and a reader of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click
from msgspec.structs import replace

from wallwatch.cli.config import configured
from wallwatch.cli.places import Places
from wallwatch.store import StoreReader

_Command = TypeVar("_Command", bound=Callable[..., int])


def store_option(command: _Command) -> _Command:
    """Give a command the option that names the store to ask."""
    return click.option(
        "--store", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Ask this store."
    )(command)


def chosen(logs: Sequence[str], store: Path | None) -> Places:
    """Return where the store lies that is meant: the one named, that of these logs, or that of the configuration."""
    places = Places.of(logs, configured())
    return places if store is None else replace(places, store=store)


@contextmanager
def opened(store: Path) -> Iterator[StoreReader]:
    """Give the block a reader of a store.

    Raises:
        UnbuiltError: there is none yet.
        StoreError: it cannot be read.
    """
    reader = StoreReader(store)
    reader.open()
    try:
        yield reader
    finally:
        reader.close()
