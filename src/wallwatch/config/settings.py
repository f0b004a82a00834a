"""The keys of ``config.toml``: one table of types, defaults and words, which the example and the messages show."""

from datetime import tzinfo
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Action = Literal["block", "reject", "allow", "log"]


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What ``config.toml`` says. Of a key, ``title`` is what its value has to be, ``description`` what it does."""

    sources: Annotated[
        tuple[str, ...],
        Meta(
            title="the path of a log",
            description="The logs to watch. Without any, those that are found on this box.",
            examples=[["/var/log/kern.log", "/var/log/snort/alert"]],
        ),
    ] = ()
    store: Annotated[
        Path | None,
        Meta(
            title="the absolute path of a file",
            description="The store of what was seen. Without it, wallwatch/wallwatch.db below XDG_STATE_HOME.",
            examples=["/srv/wallwatch/wallwatch.db"],
        ),
    ] = None
    whois: Annotated[
        Literal["cache", "off"],
        Meta(
            title="cache or off",
            description="Whose network an address is: as the cache of whois records says, or not at all (off).",
        ),
    ] = "cache"
    theme: Annotated[
        str | None,
        Meta(
            title="the name of a theme",
            description="The theme of the screen. Without it, the one that suits the terminal.",
            examples=["light"],
        ),
    ] = None
    color: Annotated[
        Literal["auto", "truecolor", "256", "16", "mono"],
        Meta(
            title="auto, truecolor, 256, 16 or mono",
            description="The colours of the terminal: truecolor, 256, 16, mono for none, or auto to find out.",
        ),
    ] = "auto"
    mouse: Annotated[
        bool,
        Meta(
            title="true or false",
            description="Whether the screen takes the mouse; if not, the mouse selects text in the terminal.",
        ),
    ] = False
    frames: Annotated[
        int,
        Meta(
            ge=1, le=60, title="a number from 1 to 60", description="Most frames a second on the machine's own screen."
        ),
    ] = 10
    frames_ssh: Annotated[
        int,
        Meta(ge=1, le=60, title="a number from 1 to 60", description="Most frames a second over SSH."),
    ] = 4
    snort_csv: Annotated[
        tuple[str, ...],
        Meta(
            title="the name of a column",
            description="The columns of Snort's alert_csv, in their order. Without any, the lists that are known.",
            examples=[["timestamp", "proto", "msg", "src", "srcport", "dst", "dstport"]],
        ),
    ] = ()
    zones: Annotated[
        dict[str, tzinfo],
        Meta(
            title="a time zone, as Europe/Berlin or +02:00",
            description="The wall clock of a log whose lines do not say it. Without it, this machine's.",
            examples=[{"/var/log/remote.log": "Europe/Berlin"}],
        ),
    ] = {}
    prefixes: Annotated[
        dict[str, Action],
        Meta(
            title="block, reject, allow or log",
            description="What the firewall did, by the prefix that its rule writes into the log (log: not known).",
            examples=[{"WAN-DROP": "block"}],
        ),
    ] = {}

    def zone_of(self, source: str) -> tzinfo | None:
        """Return the wall clock that is set for a source, if one is."""
        return self.zones.get(source)
