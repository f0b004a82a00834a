"""What a noise rule is said to a packet filter as, in force on a real firewall: it silences what the rule hid."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path

import pytest

from tests.lab.firewall import ADDRESS, INTERFACE, OUTSIDE, PATIENCE, PREFIX, Firewall, LabUnavailableError
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.formats import Block, Clock, netfilter
from wallwatch.model import Sighting
from wallwatch.noise.read import new_rule
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.upstream import render

pytestmark = pytest.mark.lab

MATCHES = [
    "dport:6346-6347 proto:tcp",
    f"src:{OUTSIDE} dport:22,80 proto:tcp,udp",
    "src:198.51.100.0/25 dport:6346",
    "src:198.51.100.128/25",
    f"dst:{ADDRESS} proto:udp dport:137",
    f"proto:icmp type:8 iface:{INTERFACE}",
    "sport:40022 proto:tcp",
    "dport:137",
]
"""Filters of noise rules; the fourth hides nothing of what is sent here."""

NOW = 2_000_000_000_000_000

LAST = 65_000
"""The port of a last packet that no rule hides: when it is logged, all others are."""

SEND = f"""
import socket, struct, sys
def tcp(port, sport):
    knock = socket.socket()
    knock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    knock.bind(("", sport))
    knock.setblocking(False)
    knock.connect_ex(("{ADDRESS}", port))
    knock.close()
for port in (22, 80, 137, 6345, 6346, 6347, 6348):
    tcp(port, 40000 + port if port == 22 else 0)
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("{ADDRESS}", port))
for kind in (8, 13):
    head = struct.pack("!BBHHH", kind, 0, 0, 7, 7)
    words = struct.unpack("!4H", head)
    check = ~(sum(words) % 0xFFFF) & 0xFFFF
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    raw.sendto(head[:2] + struct.pack("!H", check) + head[4:], ("{ADDRESS}", 0))
tcp({LAST}, 0)
"""

NFT = f"""
table inet filter {{
    chain input {{
        type filter hook input priority 0; policy drop;
        iifname "{INTERFACE}" log prefix "{PREFIX}" flags all
    }}
}}
"""


class Silencer:
    """A packet filter that logs and drops, and into which a rule is put."""

    def __init__(self, firewall: Firewall, target: str) -> None:
        self._firewall = firewall
        self._target = target

    def load(self, rule: NoiseRule) -> None:
        """Begin with nothing but logging, and put the rule in force as its text says."""
        rendered = render(rule, self._target)
        assert rendered.text is not None
        self._reset()
        if self._target == "nftables":
            self._firewall.run_inside("nft", "-f", "-", typed=rendered.text)
        else:
            self._firewall.run_inside("iptables-restore", "--noflush", typed=rendered.text)

    def _reset(self) -> None:
        self._firewall.run_inside("nft", "flush", "ruleset")
        if self._target == "nftables":
            self._firewall.run_inside("nft", "-f", "-", typed=NFT)
        else:
            for jump in (("LOG", "--log-prefix", PREFIX), ("DROP",)):
                self._firewall.run_inside("iptables", "-A", "INPUT", "-i", INTERFACE, "-j", *jump)


def sent(firewall: Firewall) -> list[str]:
    """Send the packets, and return the lines that the kernel logs of them."""
    start = firewall.kern_log.stat().st_size
    firewall.run_outside(sys.executable, "-c", SEND)
    return until(lambda: lines_from(firewall.kern_log, start), lambda lines: f"DPT={LAST} " in "".join(lines))


def lines_from(log: Path, start: int) -> list[str]:
    with log.open() as file:
        file.seek(start)
        return file.read().splitlines(keepends=True)


def until(ask: Callable[[], list[str]], holds: Callable[[list[str]], bool]) -> list[str]:
    deadline = time.monotonic() + PATIENCE
    while not holds(found := ask()):
        assert time.monotonic() < deadline, f"not logged: {found}"
        time.sleep(0.02)
    return found


def kinds(lines: list[str], rule: NoiseRule | None = None) -> set[tuple[object, ...]]:
    """Return what was logged, or only what a rule hides of it: protocol, target port or ICMP type."""
    seen = filter(None, (sighting(line) for line in lines))
    facts = Facts(now=NOW)
    hidden = (each for each in seen if rule is None or matches(rule.query, each, facts) is True)
    return {(each.proto, each.icmp_type if each.dport is None else each.dport) for each in hidden}


def sighting(line: str) -> Sighting | None:
    return netfilter.parse(Block((line.rstrip("\n"),)), Clock(UTC, NOW))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firewall]:
    """One firewall for all rules: it is up in a second, and each rule is in force for a moment."""
    firewall = Firewall(tmp_path_factory.mktemp("lab"))
    try:
        firewall.up()
    except LabUnavailableError as error:
        pytest.skip(str(error))
    yield firewall
    firewall.close()


@pytest.mark.parametrize("match", MATCHES)
@pytest.mark.parametrize("target", ["iptables", "nftables"])
def test_a_rule_upstream_silences_what_it_hid_and_nothing_else(lab: Firewall, target: str, match: str) -> None:
    """Of the same packets the kernel logs those, and only those, that the rule does not match."""
    if shutil.which("nft") is None:
        pytest.skip("needs nft")
    rule, nothing = (new_rule("x", "noise", each, now=NOW) for each in (match, "src:192.0.2.250"))
    silencer = Silencer(lab, target)
    silencer.load(nothing)
    before = sent(lab)
    hidden = kinds(before, rule)
    assert len(kinds(before)) == 17
    assert bool(hidden) == (match != MATCHES[3])
    silencer.load(rule)
    assert kinds(sent(lab)) == kinds(before) - hidden


@pytest.mark.parametrize("match", [each for each in MATCHES if "type:" not in each])
def test_logcheck_ignores_what_the_rule_hides_and_nothing_else(lab: Firewall, match: str, tmp_path: Path) -> None:
    """Its own test program says which lines of a real log the pattern takes."""
    if shutil.which("logcheck-test") is None:
        pytest.skip("needs logcheck")
    rule = new_rule("x", "noise", match, now=NOW)
    text = render(rule, "logcheck").text
    if text is None:
        return
    Silencer(lab, "iptables").load(new_rule("x", "noise", "src:192.0.2.250", now=NOW))
    log, pattern = tmp_path / "log", tmp_path / "pattern"
    log.write_text("".join(sent(lab)))
    pattern.write_text(text)
    lines = log.read_text().splitlines(keepends=True)
    command = ["logcheck-test", "-q", "-l", str(log), "-r", str(pattern)]
    for inverted in ([], ["-i"]):
        done = subprocess.run([*command, *inverted], capture_output=True, text=True, check=False)
        wanted = [line.rstrip() for line in lines if bool(kinds([line], rule)) != bool(inverted)]
        assert done.stdout.splitlines() == wanted, done.stderr
