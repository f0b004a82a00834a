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
from wallwatch.cli.config import configuration, configured
from wallwatch.cli.inputs import sources
from wallwatch.cli.output import say, say_once
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

    Exit code 1 if another one collects into it already, or with --once if a source could not be read.

    \b
    Example:
      wallwatch collect --once /var/log/kern.log
    """
    os.umask(0o077)
    # A screen has said what is wrong with it.
    config = configuration()[0] if attached else configured()
    places = Places.of(logs, config)
    path = cache or places.networks
    answers = Answers(network_cache(path), path)
    heard = _Heard(once=once)
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
        trouble=None if attached else heard.say,
    )
    if not attached and os.geteuid() == paths.ROOT:
        click.echo(paths.AS_ROOT, err=True)
    paths.private_directory(order.store.parent)
    _get_ready()
    end = asyncio.run(run_collector(order))
    if attached:
        return READ if end is End.READ else LET_GO
    # Logs that are named have a store that other commands do not look for.
    told = _told(end, order.store, "; other commands ask that with --store" if logs and store is None else "")
    click.echo(told, err=True, nl=bool(told))
    return 1 if end is End.TAKEN or (once and heard.unread) else 0


def _told(end: End, store: Path, hint: str) -> str:
    """Return what a person has to know of how it ended: the store is complete, or another's."""
    if end is End.TAKEN:
        return f"Another wallwatch collects into {store}; this one has nothing to do."
    return f"It is all in {store}{hint}." if end is End.READ else ""


class _Heard:
    """What a collector without a screen hears of its sources, and says on standard error once each time it changes."""

    def __init__(self, *, once: bool) -> None:
        self._say = say_once if once else say
        self.unread: set[str] = set()
        """The sources that cannot be read, by name."""

    def say(self, status: SourceStatus) -> None:
        """Take in how a source is."""
        if status.state in {"waiting", "ok", "ended"}:
            self.unread.discard(status.source)
        else:
            self.unread.add(status.source)
            self._say(status)


def _get_ready() -> None:
    """Set this process up to read much, for long."""
    prepare()
    _take_all_descriptors()
    _spare_the_collector()


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
