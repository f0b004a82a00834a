"""The commands with a screen: ``wallwatch``, ``wallwatch watch`` and ``wallwatch demo``."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from wallwatch import paths
from wallwatch.cli.config import configuration, keys
from wallwatch.cli.inputs import sources
from wallwatch.cli.outlet import Outlet, told_alone
from wallwatch.cli.places import Places
from wallwatch.cli.plain import PlainWatch, last_alert
from wallwatch.cli.stores import STDIN
from wallwatch.config import Config, Problem
from wallwatch.config.change import set_key
from wallwatch.engine import replay
from wallwatch.engine.asking import lookups, offline, reverse_names
from wallwatch.engine.known import network_cache, p0f_answer
from wallwatch.engine.launch import READ, Engine, engine
from wallwatch.engine.survey import paths_of
from wallwatch.engine.wake import socket_path, wakeups
from wallwatch.errors import WallwatchError
from wallwatch.store.database import now
from wallwatch.ui.words import told

if TYPE_CHECKING:
    from wallwatch.ui.app import WatchApp
    from wallwatch.ui.session import Session

_COLORS: Final[Mapping[str, Mapping[str, str]]] = {
    "auto": {},
    "truecolor": {"TEXTUAL_COLOR_SYSTEM": "truecolor"},
    "256": {"TEXTUAL_COLOR_SYSTEM": "256"},
    "16": {"TEXTUAL_COLOR_SYSTEM": "standard"},
    "mono": {"NO_COLOR": "1"},
}
"""What tells Textual which colours to use."""


_Command = TypeVar("_Command", bound=Callable[..., int])


def modes(command: _Command) -> _Command:
    """Give a command the options that tell how it shows what happens."""
    plain = click.option("--plain", is_flag=True, help="Lines, as it is without a terminal and in a dumb one.")
    inline = click.option("--inline", is_flag=True, help="A few lines under the prompt.")
    return plain(inline(command))


@click.command()
@click.argument("logs", nargs=-1, metavar="[PATH...]")
@click.option("--read-only", is_flag=True, help="No marks, no rules, no copies to files.")
@modes
def watch(logs: Sequence[str], *, read_only: bool, plain: bool, inline: bool) -> int:
    """Watch these logs (- is standard input); without any, those of config.toml or those found on this box.

    \b
    Examples:
      wallwatch watch /var/log/kern.log /var/log/p0f.log
      sudo journalctl -kf | wallwatch watch -
      wallwatch watch --plain /var/log/kern.log | grep SKPD
    """
    config, problems = configuration()
    places = Places.of(logs, config)
    session = _session(places, config, problems, title=os.uname().nodename, read_only=read_only)
    return _show(places, config, session, plain=plain, inline=inline)


@click.command()
@modes
def demo(*, plain: bool, inline: bool) -> int:
    """Replay an incident of 2002 into real log files and watch them. Nothing of it is kept.

    \b
    Example:
      wallwatch demo
    """
    steps = replay.incident()
    with tempfile.TemporaryDirectory(prefix="wallwatch-demo-") as folder:
        logs = Path(folder, "log")
        logs.mkdir()
        for name in replay.logs(steps):
            (logs / name).touch()
        places = Places.inside(Path(folder), [str(logs / name) for name in replay.logs(steps)])
        (Path(folder) / "networks.json").write_bytes(replay.networks())
        config, problems = configuration()
        session = _session(places, config, problems, title="demo")
        written = replay.replay(steps, logs, now())
        return _show(places, config, session, plain=plain, inline=inline, beside=written)


def _show(
    places: Places,
    config: Config,
    session: "Session",
    *,
    plain: bool,
    inline: bool,
    beside: Coroutine[None, None, None] | None = None,
) -> int:
    """Have an engine and show its store until the person leaves; ``beside`` runs meanwhile."""
    paths.private_directory(places.store.parent)
    if plain or _is_plain():
        return _lines(places, session, beside)
    os.environ |= _COLORS[config.color]
    # Imported here: the other commands do without the cost of a screen, and it looks at the colours on import.
    from wallwatch.ui.app import WatchApp  # noqa: PLC0415

    handed = _hand_over_stdin() if STDIN in places.logs else None
    with engine(_engine_arguments(places), handed) as started:
        asyncio.run(_run(WatchApp(session), started, beside, inline=inline))
        if failure := started.failure():
            raise WallwatchError(failure)
    return 0


def _lines(places: Places, session: "Session", beside: Coroutine[None, None, None] | None) -> int:
    """Have an engine and print what comes into its store, until it has read all there is or somebody ends it."""
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


def _session(
    places: Places, config: Config, problems: tuple[Problem, ...], *, title: str, read_only: bool = False
) -> "Session":
    from wallwatch.ui.session import Session  # noqa: PLC0415 - as above

    chosen = keys()
    networks = network_cache(places.networks)
    return Session(
        store=places.store,
        marks=places.marks,
        rules=places.noise,
        networks=networks,
        p0f=p0f_answer,
        logs=paths_of(sources(places.logs)),
        lookups=lookups(config, networks, offline=not places.asks),
        offline=offline(config),
        reverse=reverse_names(config) if places.asks else None,
        decide_whois=_hold_whois if read_only else _keep_whois,
        title=title,
        wakeups=lambda: wakeups(socket_path(places.store)),
        zone=_own_zone(),
        frames=config.frames_ssh if "SSH_CONNECTION" in os.environ else config.frames,
        theme=config.theme,
        themes=paths.config_directory() / "themes",
        keys=chosen.overrides,
        keys_file=chosen.file,
        keys_text=chosen.text,
        plain_frames=config.plain_frames,
        read_only=read_only,
        as_root=os.geteuid() == paths.ROOT,
        mouse=config.mouse,
        copied=None if read_only else paths.state_directory() / "copied.txt",
        problems=(*problems, *chosen.problems),
    )


def _keep_whois(policy: str) -> str:
    """Keep what the user allows of whois in ``config.toml``."""
    return set_key(paths.config_directory() / "config.toml", "whois", policy)


def _hold_whois(_policy: str) -> str:
    """Keep it for this screen alone, which may write nothing."""
    return "This holds until you leave."


async def _run(app: "WatchApp", started: Engine, beside: Coroutine[None, None, None] | None, *, inline: bool) -> None:
    """Run the screen, and ``beside`` as long as it is open."""

    async def say(sentence: str) -> None:
        app.notify(sentence, title="engine", severity="warning", timeout=15, markup=False)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_supervise(app.session.store, started, say))]
        if beside:
            tasks.append(group.create_task(beside))
        await app.run_async(mouse=app.session.mouse, inline=inline)
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
