"""Logs that are read once, whole, into a store of their own which goes with the command."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from wallwatch.cli.config import configured
from wallwatch.cli.inputs import sources
from wallwatch.cli.output import say_once
from wallwatch.cli.places import networks_path
from wallwatch.engine.identify import Identifier
from wallwatch.engine.intake import reader_of
from wallwatch.engine.keeper import Keeper
from wallwatch.engine.known import network_cache, networks, stacks
from wallwatch.engine.pipeline import Pipeline
from wallwatch.model.line import SourceStatus
from wallwatch.store import StoreReader, StoreWriter


@contextmanager
def gathered(logs: Sequence[str]) -> Iterator[StoreReader]:
    """Give the block a reader of what whole files (- is standard input) say, joined as the engine joins it.

    What cannot be read is named on standard error.
    """
    with tempfile.TemporaryDirectory(prefix="wallwatch-") as folder:
        path = Path(folder, "gathered.db")
        with closing(StoreWriter(path)) as writer:
            writer.open()
            asyncio.run(_read(logs, writer))
        with closing(StoreReader(path)) as reader:
            reader.open()
            yield reader


async def _read(logs: Sequence[str], writer: StoreWriter) -> None:
    config = configured()
    identifier = Identifier(stacks(), networks(network_cache(networks_path(config))))
    reader = reader_of(config.zone_of, prefixes=config.prefixes, snort_csv=config.snort_csv)
    keeper = Keeper(writer, lambda: None)
    whole = sources(logs, once=True, apart=True, in_order=True)
    await Pipeline(whole, reader, writer, identifier, keeper, heard=_say_trouble).run()


def _say_trouble(status: SourceStatus) -> None:
    if status.state != "waiting":
        say_once(status)
