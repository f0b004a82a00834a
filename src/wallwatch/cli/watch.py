"""The commands with a screen: ``wallwatch``, ``wallwatch watch`` and ``wallwatch demo``."""

import asyncio
import os
import tempfile
from collections.abc import Coroutine, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from wallwatch import paths
from wallwatch.cli.config import configuration, keys
from wallwatch.cli.inputs import sources
from wallwatch.cli.places import Places
from wallwatch.cli.stores import STDIN
from wallwatch.config import Config, Problem
from wallwatch.config.change import set_key
from wallwatch.engine import replay
from wallwatch.engine.asking import lookups, offline, reverse_names
from wallwatch.engine.known import network_cache, p0f_answer
from wallwatch.engine.launch import Engine, engine
from wallwatch.engine.survey import paths_of
from wallwatch.engine.wake import socket_path, wakeups
from wallwatch.errors import WallwatchError
from wallwatch.store.database import now

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


@click.command()
@click.argument("logs", nargs=-1, metavar="[PATH...]")
@click.option("--read-only", is_flag=True, help="No marks, no rules, no copies to files.")
def watch(logs: Sequence[str], *, read_only: bool) -> int:
    """Watch these logs (- is standard input); without any, those of config.toml or those found on this box.

    \b
    Examples:
      wallwatch watch /var/log/kern.log /var/log/p0f.log
      sudo journalctl -kf | wallwatch watch -
    """
    config, problems = configuration()
    places = Places.of(logs, config)
    return _screen(places, config, problems, title=os.uname().nodename, read_only=read_only)


@click.command()
def demo() -> int:
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
        written = replay.replay(steps, logs, now())
        return _screen(places, config, problems, title="demo", beside=written)


def _screen(
    places: Places,
    config: Config,
    problems: tuple[Problem, ...],
    *,
    title: str,
    read_only: bool = False,
    beside: Coroutine[None, None, None] | None = None,
) -> int:
    """Have an engine and show its store until the person leaves; ``beside`` runs meanwhile."""
    _must_be_terminal()
    os.environ |= _COLORS[config.color]
    # Imported here: the other commands do without the cost of a screen, and it looks at the colours on import.
    from wallwatch.ui.app import WatchApp  # noqa: PLC0415

    paths.private_directory(places.store.parent)
    session = _session(places, config, problems, title=title, read_only=read_only)
    handed = _hand_over_stdin() if STDIN in places.logs else None
    with engine(_engine_arguments(places), handed) as started:
        asyncio.run(_run(WatchApp(session), started, beside))
        if failure := started.failure():
            raise WallwatchError(failure)
    return 0


def _must_be_terminal() -> None:
    """Refuse to paint where nobody sees it, or where it cannot be painted.

    Raises:
        WallwatchError: there is no terminal, or one that knows no cursor.
    """
    kind = os.environ.get("TERM", "")
    if kind in {"", "dumb"} or not (os.isatty(1) and os.isatty(2)):
        what = f"this is one that TERM calls {kind or 'nothing'}" if os.isatty(1) and os.isatty(2) else "there is none"
        raise WallwatchError(f"The screen needs a terminal, and {what}.", "wallwatch tail prints lines instead.")


def _session(
    places: Places, config: Config, problems: tuple[Problem, ...], *, title: str, read_only: bool
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


async def _run(app: "WatchApp", started: Engine, beside: Coroutine[None, None, None] | None) -> None:
    """Run the screen, and ``beside`` as long as it is open."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_supervise(app, started))]
        if beside:
            tasks.append(group.create_task(beside))
        await app.run_async(mouse=app.session.mouse)
        for task in tasks:
            task.cancel()


async def _supervise(app: "WatchApp", started: Engine) -> None:
    """Have an engine as long as the screen is open, ours or another's, and show what ours says.

    That is that a damaged store was set aside, or why it ended; the same words are shown once.
    """
    shown = ""
    async for heard in wakeups(socket_path(app.session.store)):
        if heard is False:
            started.missed()
        else:
            started.answered()
        said = started.said()
        if said and said != shown:
            shown = said
            app.notify(said, title="engine", severity="warning", timeout=15, markup=False)


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
