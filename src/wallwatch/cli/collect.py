"""``wallwatch collect``: the engine without a screen."""

import asyncio
import contextlib
import gc
import os
import resource
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from wallwatch import heap, paths
from wallwatch.cli.config import configuration
from wallwatch.cli.inputs import sources
from wallwatch.cli.output import say
from wallwatch.cli.places import Places
from wallwatch.engine.answers import Answers
from wallwatch.engine.collector import End, Order
from wallwatch.engine.collector import collect as run_collector
from wallwatch.engine.identify import Identifier
from wallwatch.engine.intake import reader_of
from wallwatch.engine.keeper import Retention
from wallwatch.engine.known import network_cache, prepare, scans, stacks
from wallwatch.engine.launch import LET_GO, READ
from wallwatch.model.line import SourceStatus

_GC_THRESHOLDS: Final = (20_000, 20, 100)
"""A batch of a thousand lines makes some thousand containers, which are gone after it without being looked for."""


@click.command()
@click.argument("logs", nargs=-1, metavar="[PATH...]")
@click.option("--once", is_flag=True, help="Stop when all that is there has been read.")
@click.option(
    "--store", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Collect into this store."
)
@click.option("--attached", is_flag=True, hidden=True, help="End when the last screen is gone.")
@click.option("--networks", "cache", type=click.Path(path_type=Path), hidden=True, help="The cache of whois records.")
def collect(logs: Sequence[str], *, once: bool, store: Path | None, attached: bool, cache: Path | None) -> int:
    """Read the sources into the store, without a screen; a screen that is opened meanwhile follows.

    \b
    Example:
      wallwatch collect --once /var/log/kern.log
    """
    os.umask(0o077)
    config, _ = configuration()
    places = Places.of(logs, config)
    path = cache or places.networks
    answers = Answers(network_cache(path), path)
    order = Order(
        store=store or places.store,
        # With a screen, the newest lines are waited for.
        sources=sources(places.logs, once=once, in_order=not attached),
        identifier=Identifier(stacks(), answers.networks),
        reader=reader_of(config.zone_of, prefixes=config.prefixes, snort_csv=config.snort_csv),
        attached=attached,
        retention=Retention(config.keep, config.max_size),
        scans=scans(config),
        answers=answers,
        marks=places.marks,
        trouble=None if attached else _say_trouble,
    )
    if not attached and os.geteuid() == paths.ROOT:
        click.echo(paths.AS_ROOT, err=True)
    paths.private_directory(order.store.parent)
    prepare()
    _take_all_descriptors()
    _spare_the_collector()
    end = asyncio.run(run_collector(order))
    if attached:
        return READ if end is End.READ else LET_GO
    if end is End.TAKEN:
        click.echo(f"Another wallwatch collects into {order.store}; this one has nothing to do.", err=True)
        return 1
    return 0


def _spare_the_collector() -> None:
    """Let garbage be looked for seldom, and never in what is there from the start: hardly any is made in circles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)
    heap.spare()


def _take_all_descriptors() -> None:
    """Raise the soft limit of open files to the hard one: each log needs two."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _say_trouble(status: SourceStatus) -> None:
    """Say on standard error what is wrong with a source, once each time that changes."""
    if status.state not in {"waiting", "ok", "ended"}:
        say(status)
