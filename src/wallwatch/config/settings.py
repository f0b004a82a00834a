"""The keys of ``config.toml``: one table of types, defaults and words, which the example and the messages show."""

from datetime import tzinfo
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wallwatch.config.amounts import Duration, Size
from wallwatch.config.block import Block

Action = Literal["block", "reject", "allow", "log"]


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What ``config.toml`` says; ``keep`` is in microseconds, ``max_size`` in bytes.

    Of a key, ``title`` is what its value has to be, ``description`` what it does.
    """

    sources: Annotated[
        tuple[str, ...],
        Meta(
            title="the path of a log, a pattern of paths, journal, or ssh://host/path",
            description="The logs to watch: paths, patterns, journal, ssh://[user@]host[:port]/path. "
            "Without any, those that are found on this box.",
            examples=[["/var/log/kern.log", "/var/log/snort/*/TCP*", "journal", "ssh://admin@gate/var/log/messages"]],
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
    keep: Annotated[
        Duration | None,
        Meta(
            title="a duration in quotes, as 90d, 12w, 1y",
            description="How long alerts are kept in the store. Without it, nothing is deleted for its age.",
            examples=["90d"],
        ),
    ] = None
    max_size: Annotated[
        Size | None,
        Meta(
            title="a size in quotes, as 500MB or 2GB",
            description="How large the store may grow; the oldest alerts are deleted then. "
            "Without it, only a full disk is a limit.",
            examples=["2GB"],
        ),
    ] = None
    whois: Annotated[
        Literal["off", "cache", "rdap", "rdap+whois"] | None,
        Meta(
            title="off, cache, rdap or rdap+whois",
            description="Whose network an address is: not looked up at all (off), as the cache of earlier answers says "
            "(cache), asked of the registry over HTTPS (rdap), or where that fails also in the old whois protocol, in "
            "plain text (rdap+whois). A registry learns which addresses you look at. Without it, nobody is asked "
            "before you have said so on the screen.",
            examples=["rdap"],
        ),
    ] = None
    own: Annotated[
        tuple[Block, ...],
        Meta(
            title="a block of addresses, as 192.0.2.0/24",
            description="Your own networks. No registry is ever asked about them.",
            examples=[["192.0.2.0/24", "2001:db8::/48"]],
        ),
    ] = ()
    mmdb: Annotated[
        tuple[Path, ...],
        Meta(
            title="the absolute path of a file",
            description="Databases of networks in MaxMind's format (GeoLite2, DB-IP, ipinfo), asked without a network.",
            examples=[["/var/lib/GeoIP/GeoLite2-ASN.mmdb"]],
        ),
    ] = ()
    reverse_dns: Annotated[
        bool,
        Meta(
            title="true or false",
            description="Whether the host name of an address is asked for. Whoever runs that zone, which is normally "
            "the party that knocked, learns that you look at it.",
        ),
    ] = False
    reporter: Annotated[
        Annotated[str, Meta(pattern=r"^[^<>]+<[^<>@\s]+@[^<>@\s]+>$")] | None,
        Meta(
            title="a name and a mail address, as Example Org <noc@example.org>",
            description="Who reports to abuse desks (wallwatch abuse). Without it, --from says so.",
            examples=["Example Org <noc@example.org>"],
        ),
    ] = None
    theme: Annotated[
        str | None,
        Meta(
            title="the name of a theme",
            description="The theme of the screen: dark, light, high-contrast, terminal-dark, terminal-light, mono, or "
            "one of your own in themes/. Without it, the one that suits the terminal.",
            examples=["light"],
        ),
    ] = None
    color: Annotated[
        Literal["auto", "truecolor", "256", "16", "mono"],
        Meta(
            title="auto, truecolor, 256, 16 or mono",
            description="The colours of the terminal: truecolor, 256, 16, mono for none, or auto to find out by "
            "NO_COLOR, COLORTERM and TERM.",
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
    plain_frames: Annotated[
        bool,
        Meta(
            title="true or false",
            description="Whether whole lines are written to the terminal again where something in them changed, as "
            "Textual does by itself, instead of the changed cells alone. For a terminal that shows a damaged screen.",
        ),
    ] = False
    snort_csv: Annotated[
        tuple[str, ...],
        Meta(
            title="the name of a column",
            description="The columns of Snort's alert_csv, in their order. Without any, the lists that are known.",
            examples=[["timestamp", "proto", "msg", "src", "srcport", "dst", "dstport"]],
        ),
    ] = ()
    scan_doors: Annotated[
        int,
        Meta(
            ge=3,
            le=64,
            title="a number from 3 to 64",
            description="Alerts are one scan when a source knocks at this many doors (pairs of host and port) with no "
            "pause longer than scan_gap.",
        ),
    ] = 5
    scan_gap: Annotated[
        int,
        Meta(ge=1, le=3_600, title="a number of seconds from 1 to 3600", description="That pause, in seconds."),
    ] = 60
    slow_scan_doors: Annotated[
        int,
        Meta(
            ge=3,
            le=64,
            title="a number from 3 to 64",
            description="The same for scans that take their time, with pauses of up to slow_scan_gap.",
        ),
    ] = 10
    slow_scan_gap: Annotated[
        int,
        Meta(
            ge=1,
            le=86_400,
            title="a number of seconds from 1 to 86400",
            description="That pause, in seconds. A scan that is known goes on until its source was silent for so long.",
        ),
    ] = 900
    distributed_sources: Annotated[
        int,
        Meta(
            ge=3,
            le=32,
            title="a number from 3 to 32",
            description="Alerts are one distributed scan when this many sources with the same scanning tool knock at "
            "scan_doors ports of one host with no pause longer than distributed_gap: each at two or more of them, or "
            "three times as many sources each at one of its own. Who else uses the tool calls one, and is left out.",
        ),
    ] = 10
    distributed_gap: Annotated[
        int,
        Meta(ge=1, le=3_600, title="a number of seconds from 1 to 3600", description="That pause, in seconds."),
    ] = 10
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
