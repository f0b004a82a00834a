"""Lines of firewalls that other people's test suites ship: each is read, or is on a list with its reason."""

import re
from typing import Final

import pytest

from tests.formats.support import read
from tests.shared import shared

READ = {
    "prelude": ("netfilter.log", "ipchains.log", "ipfw.log"),
    "crowdsec": (
        "iptables-logs.log",
        "iptables-scan-multi-port.log",
        "proxmox-iptables.log",
        "unifi-logs.log",
        "mikrotik-logs.log",
        "mikrotik-scan-multi_ports.log",
    ),
}
OURS: Final = re.compile(r" SRC=|Packet log: |ipfw: \d|out:\S+.*, proto |ipmon\[.* -> |%\w+-(?:\w+-)?\d-(?:106|710003)")
REASONS: Final = {
    r"^ipv6_tcp_connect_nmap_default_scan:": "what grep printed before the line is the name of a file, not a head",
    r"PROTO=TCP SPT=\d+ DPT=\d+ LEN=\d+$": "a UDP line with another protocol, made by hand",
    r"-[14]-10602[12]: .* from source_address": "the pattern of the manual, with words in the places of addresses",
    r"-106(?:002|003|012|013|016|017|018|020|022|024|025|026|027|101|102):? ": "of no one packet, or of old PIX",
    r"(?:to|from|dst|src) (?:[^ :]{1,32}:)?[a-zA-Z*<][^ :]*(?:[ /]|$)": "the owner masked an address, or named a host",
    r"(?: flags| on| dst|/137)$": "the author of a comment cut the line",
    r" XX=": "a near miss on purpose",
    r"^(?!<\d+>)(?!\w{3} |\d{4}-)": "the line has no time",
}


def _lines(*parts: str) -> list[str]:
    text = shared("samples", "third-party", *parts).read_bytes().decode("utf-8", "replace")
    return [line for line in text.splitlines() if line.strip()]


def _unexplained(lines: list[str]) -> list[str]:
    return [line for line in lines if not any(re.search(pattern, line) for pattern in REASONS)]


def _missed(lines: list[str]) -> list[str]:
    """The lines that are of our emitters and give no sighting."""
    return [line for line in lines if OURS.search(line) and not read([line]).sightings]


def test_every_line_of_psad_is_read() -> None:
    """Scans over IPv4 and IPv6, all protocols, with and without options."""
    folder = shared("samples", "third-party", "psad")
    lines = [line for path in sorted(folder.iterdir()) for line in _lines("psad", path.name)]
    reading = read(lines)
    assert _unexplained([line.text for line in reading.unparsed]) == []
    assert len(lines) - len(reading.sightings) == 1
    assert len(lines) > 12_000


@pytest.mark.parametrize(("project", "name"), [(project, name) for project, names in READ.items() for name in names])
def test_every_packet_of_a_log_is_read(project: str, name: str) -> None:
    """Netfilter, ipchains, ipfw, Proxmox, UniFi and MikroTik lines."""
    assert _unexplained(_missed(_lines(project, name))) == []


@pytest.mark.parametrize(
    ("project", "name", "sightings"),
    [("prelude", "cisco-asa.log", 10), ("logstash", "firewalls_spec.txt", 5), ("logstash", "syslog_spec.txt", 1)],
)
def test_mixed_samples_are_read_or_explained(project: str, name: str, sightings: int) -> None:
    """PIX and ASA lines, SuSE's prefixes, a relay that fills in nothing."""
    lines = _lines(project, name)
    assert _unexplained(_missed(lines)) == []
    assert sum(len(read([line]).sightings) for line in lines if OURS.search(line)) >= sightings


def test_the_comments_of_ossec_are_read_where_they_are_whole() -> None:
    """Its ipmon and PIX lines come without a head; one is put before them here."""
    comments = [line.strip(" -\n") for line in _lines("ossec", "decoder_comments.txt")]
    lines = ["Mar  2 09:31:54 sun " + line for line in comments if line.startswith(("ipmon[", "%PIX-", "%ASA-"))]
    assert _unexplained(_missed(lines)) == []
    assert sum(len(read([line]).sightings) for line in lines) >= 6
