"""What a screen is started with: a plain record that the command line makes."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path

from wallwatch.config import Problem
from wallwatch.model import Header, Stack
from wallwatch.model.address import Network
from wallwatch.store.database import now
from wallwatch.ui.look import Colors, Wish
from wallwatch.whois.cache import NetworkCache
from wallwatch.whois.lookups import Lookups, Policy
from wallwatch.whois.offline import Offline
from wallwatch.whois.reverse import ReverseNames


@dataclass(frozen=True, kw_only=True)
class Reports:
    """Where reports are written, and who reports to abuse desks, as ``Name <mail>``.

    ``own`` are the user's networks and ``hosts`` the names of this machine: stand-ins can take their place.
    """

    directory: Path = field(default_factory=Path)
    reporter: str | None = None
    own: tuple[Network, ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Session:
    """The files and habits of one screen.

    ``store`` and ``marks`` are databases, ``rules`` is ``noise.toml``; they need not exist. ``wakeups`` gives an
    iterator that yields ``True`` whenever the engine committed, ``False`` now and then while there is no engine, and
    what an engine says that cannot write, in a sentence (an empty one when it can again); without it the store is
    looked at ``frames`` times a second. ``clock`` gives microseconds since the epoch, ``zone`` is where the clock of
    the screen and dates in filters are read. ``problems`` are mistakes in configuration files, named at start.
    """

    store: Path
    marks: Path
    rules: Path
    networks: NetworkCache
    title: str
    p0f: Callable[[Header], Stack | None] | None = None
    """Asks p0f's own database, where it is installed."""
    lookups: Lookups | None = None
    """Who asks about addresses; without it only ``networks`` is looked into."""
    reverse: ReverseNames | None = None
    """Who asks for host names; nobody without it."""
    decide_whois: Callable[[Policy], str] = lambda _: ""
    """Keeps what the user allows, and says where."""
    offline: Offline = field(default_factory=lambda: Offline(places=()))
    """The databases of networks on this machine."""
    wakeups: Callable[[], AsyncIterator[bool | str]] | None = None
    clock: Callable[[], int] = now
    zone: tzinfo = UTC
    frames: int = 10
    """Most frames a second; fewer over a slow line."""
    inline: bool = False
    """Whether the screen is some lines under the prompt."""
    plain_frames: bool = False
    """Whether Textual's own frames go to the terminal, instead of the cells that changed."""
    colors: Colors = "truecolor"
    """How many colours the terminal has."""
    theme: str | None = None
    """The theme that the user chose."""
    suits: str = "dark"
    """The theme that suits the terminal."""
    theme_place: tuple[str, int | None] = ("config.toml", None)
    """The file and the line in which the user chose."""
    settings: Path | None = None
    """The file in which the user chose, which is looked at again when it changes."""
    wish: Callable[[], Wish] | None = None
    """Says what it says then."""
    decide_theme: Callable[[str], str] = lambda _: ""
    """Keeps the user's choice, and says where."""
    ascii: bool = False
    """Whether ASCII has to do."""
    themes: Path | None = None
    """Directory of the user's own themes."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """What ``keys.toml`` changes, by the id of the key."""
    keys_file: str = "keys.toml"
    keys_text: str = ""
    """The text of that file, for the lines of its mistakes."""
    read_only: bool = False
    as_root: bool = False
    """Whether the user is root, who is told how to do without."""
    mouse: bool = False
    views: Path | None = None
    """The file of the filters that the user keeps."""
    copied: Path | None = None
    """Where what was copied is written to as well."""
    reports: Reports = field(default_factory=Reports)
    problems: tuple[Problem, ...] = ()
    logs: Callable[[], Mapping[str, Path | None]] = dict
    """Says where the log of each source is, by the source's name; ``None`` for one that is no file."""
