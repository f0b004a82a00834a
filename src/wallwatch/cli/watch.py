"""The commands with a screen: ``wallwatch``, ``wallwatch watch`` and ``wallwatch demo``."""

import asyncio
import gc
import os
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wallwatch import paths
from wallwatch.cli.config import configuration, keys
from wallwatch.cli.looks import keeper, looks
from wallwatch.cli.outlet import Outlet, told_alone
from wallwatch.cli.places import Places
from wallwatch.cli.screen_options import Asked, screen_options
from wallwatch.cli.stores import STDIN
from wallwatch.config import Config, Problem
from wallwatch.engine.asking import lookups, offline, reverse_names
from wallwatch.engine.launch import READ, Engine, engine
from wallwatch.engine.lock import is_held, lock_path
from wallwatch.engine.wake import socket_path, wakeups
from wallwatch.errors import WallwatchError
from wallwatch.store.database import now
from wallwatch.ui.look import adopt
from wallwatch.whois.cache import NetworkCache

if TYPE_CHECKING:
    from wallwatch.model import Header, Stack
    from wallwatch.ui.app import WatchApp
    from wallwatch.ui.session import Reports, Session


@click.command()
@click.argument("logs", nargs=-1, metavar="[PATH...]")
@screen_options
def watch(logs: Sequence[str], **options: Any) -> int:
    """Watch these logs (- is standard input); without any, those of config.toml or those found on this box.

    \b
    Examples:
      wallwatch watch /var/log/kern.log /var/log/p0f.log
      sudo journalctl -kf | wallwatch watch -
      wallwatch watch --plain /var/log/kern.log | grep SKPD
    """
    config, problems = configuration()
    places, asked = Places.of(logs, config), Asked(**options)
    session = _session(places, config, problems, asked, title=os.uname().nodename)
    return _show(places, session, asked)


@click.command()
@screen_options
def demo(**options: Any) -> int:
    """Replay an incident of 2002 into real log files and watch them. Nothing of it is kept.

    \b
    Example:
      wallwatch demo
    """
    from wallwatch.engine import replay  # noqa: PLC0415 - nobody else wants it

    steps = replay.incident()
    with tempfile.TemporaryDirectory(prefix="wallwatch-demo-") as folder:
        logs = Path(folder, "log")
        logs.mkdir()
        for name in replay.logs(steps):
            (logs / name).touch()
        places = Places.inside(Path(folder), [str(logs / name) for name in replay.logs(steps)])
        (Path(folder) / "networks.json").write_bytes(replay.networks())
        config, problems = configuration()
        asked = Asked(**options)
        session = _session(places, config, problems, asked, title="demo")
        written = replay.replay(steps, logs, now())
        return _show(places, session, asked, written)


def _show(places: Places, session: "Session", asked: Asked, beside: Coroutine[None, None, None] | None = None) -> int:
    """Have an engine and show its store until the person leaves; ``beside`` runs meanwhile."""
    paths.private_directory(places.store.parent)
    if asked.plain or _is_plain():
        return _lines(places, session, beside)
    adopt(session.colors, os.environ)
    # What is imported stays for good: the app collects once it is there.
    gc.disable()
    handed = _hand_over_stdin() if STDIN in places.logs else None
    with engine(_engine_arguments(places), handed) as started:
        if not places.store.exists() and not is_held(lock_path(places.store)):
            # It reads while the screen is still being imported; what an earlier one has read is shown without it.
            started.missed()
        # Imported here: the other commands do without the cost of a screen, and it looks at the colours on import.
        from wallwatch.ui.app import WatchApp  # noqa: PLC0415

        asyncio.run(_run(WatchApp(session), started, beside))
        if failure := started.failure():
            raise WallwatchError(failure)
    return 0


def _lines(places: Places, session: "Session", beside: Coroutine[None, None, None] | None) -> int:
    """Have an engine and print what comes into its store, until it has read all there is or somebody ends it."""
    from wallwatch.cli.plain import last_alert  # noqa: PLC0415 - the screen does without

    after = last_alert(session)
    handed = os.dup(0) if STDIN in places.logs else None
    with engine(_engine_arguments(places), handed) as started, told_alone(BrokenPipeError):
        asyncio.run(_run_lines(session, after, started, beside))
        if failure := started.failure():
            raise WallwatchError(failure)
    return 0


async def _run_lines(
    session: "Session", after: int, started: Engine, beside: Coroutine[None, None, None] | None
) -> None:
    """Print lines, with ``beside`` as long as that lasts; SIGTERM and a line that drops end it in order."""
    from wallwatch.cli.plain import PlainWatch  # noqa: PLC0415 - as above
    from wallwatch.ui.words import told  # noqa: PLC0415

    plain = PlainWatch(session, after, Outlet(1, sys.stdout.encoding), Outlet(2, sys.stderr.encoding))
    for problem in session.problems:
        await plain.say(told(problem))
    async with asyncio.TaskGroup() as group:
        printing = group.create_task(plain.run(lambda: started.wait(0) == READ))
        tasks = [group.create_task(_supervise(session.store, started, plain.say))]
        if beside:
            tasks.append(group.create_task(beside))
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, printing.cancel)
        await asyncio.wait([printing])
        for task in tasks:
            task.cancel()


def _is_plain() -> bool:
    """Tell whether there is no terminal, or one that knows no cursor."""
    return os.environ.get("TERM", "") in {"", "dumb"} or not (os.isatty(1) and os.isatty(2))


def _session(places: Places, config: Config, problems: tuple[Problem, ...], asked: Asked, *, title: str) -> "Session":
    from wallwatch.ui.session import Session  # noqa: PLC0415 - as above

    chosen, networks = keys(), NetworkCache.of(places.networks)
    return Session(
        store=places.store,
        marks=places.marks,
        rules=places.noise,
        networks=networks,
        p0f=_p0f_answer,
        logs=lambda: _logs_of(places),
        lookups=lookups(config, networks, offline=not places.asks),
        offline=offline(config),
        reverse=reverse_names(config) if places.asks else None,
        decide_whois=keeper("whois", asked),
        title=title,
        wakeups=lambda: wakeups(socket_path(places.store)),
        zone=_own_zone(),
        keys=chosen.overrides,
        keys_file=chosen.file,
        keys_text=chosen.text,
        views=places.views,
        read_only=asked.read_only,
        as_root=os.geteuid() == paths.ROOT,
        copied=None if asked.read_only else paths.state_directory() / "copied.txt",
        reports=_reports(config),
        problems=(*problems, *chosen.problems),
        **looks(config, asked),
    )


def _p0f_answer(header: "Header") -> "Stack | None":
    """Return what p0f's own database says of a SYN, where it is installed. That is asked when fields are looked at."""
    from wallwatch.engine.known import p0f_answer  # noqa: PLC0415 - the first screen does without

    return p0f_answer(header)


def _logs_of(places: Places) -> dict[str, Path | None]:
    """Return where the log of each source is. That is asked when the sources are looked at."""
    from wallwatch.cli.inputs import sources  # noqa: PLC0415 - the first screen does without every format
    from wallwatch.engine.survey import paths_of  # noqa: PLC0415

    return paths_of(sources(places.logs))


def _reports(config: Config) -> "Reports":
    """Return where reports are written: where the person is, or at home where that cannot be; and who is who there."""
    from wallwatch.ui.session import Reports  # noqa: PLC0415 - as above

    here = Path.cwd()
    return Reports(
        directory=here if os.access(here, os.W_OK) else Path.home(),
        reporter=config.reporter,
        own=tuple(block.network for block in config.own),
        hosts=(os.uname().nodename,),
    )


async def _run(app: "WatchApp", started: Engine, beside: Coroutine[None, None, None] | None) -> None:
    """Run the screen, and ``beside`` as long as it is open."""

    async def say(sentence: str) -> None:
        app.notify(sentence, title="engine", severity="warning", timeout=15, markup=False)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_supervise(app.session.store, started, say))]
        if beside:
            tasks.append(group.create_task(beside))
        session = app.session
        # Textual's own way under the prompt writes all lines anew for whatever changed.
        await app.run_async(mouse=session.mouse, inline=session.inline and session.plain_frames)
        for task in tasks:
            task.cancel()


async def _supervise(store: Path, started: Engine, say: Callable[[str], Awaitable[None]]) -> None:
    """Have an engine as long as somebody looks, ours or another's, and say what ours says.

    That is that a damaged store was set aside, or why it ended; the same words are said once.
    """
    shown = ""
    async for heard in wakeups(socket_path(store)):
        if heard is False:
            started.missed()
        else:
            started.answered()
        said = started.said()
        if said and said != shown:
            shown = said
            await say(said)


def _engine_arguments(places: Places) -> list[str]:
    networks = ["--networks", str(places.networks)] if places.networks else []
    return ["--store", str(places.store), *networks, "--", *places.logs]


def _hand_over_stdin() -> int:
    """Return a descriptor of standard input for the engine, and take the keys from the terminal instead."""
    handed = os.dup(0)
    terminal = os.open("/dev/tty", os.O_RDWR)
    os.dup2(terminal, 0)
    os.close(terminal)
    return handed


def _own_zone() -> tzinfo:
    """Return this machine's wall clock."""
    return datetime.now().astimezone().tzinfo or UTC
