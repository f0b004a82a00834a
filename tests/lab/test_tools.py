"""What knocks from outside is told apart on the screen: tools by their names, the kernel's own SYNs by their system."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.screen import Screen, wallwatch
from tests.lab.firewall import ADDRESS, OUTSIDE, Firewall

pytestmark = pytest.mark.lab

PATIENCE = 1.0
"""Seconds within which a row stands on the screen once its tool has sent its packets, and p0f and the kernel log."""


@pytest.fixture
def screen(firewall: Firewall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    """The program, watching the firewall's kernel log and p0f's log; wide enough for stack and verdict."""
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name))
    (tmp_path / "home").mkdir()
    with wallwatch(["watch", str(firewall.kern_log), str(firewall.p0f_log)], columns=160, rows=40) as screen:
        screen.until("kern ok", "p0f ok")
        yield screen
        screen.press("Q")
        assert screen.until_ended() == 0


def row(screen: Screen, port: int) -> str:
    """Return the row of the feed for a port."""
    return next((line for line in screen.text.splitlines() if f"{ADDRESS}:{port} " in line), "")


def told(screen: Screen, port: int, *words: str) -> float:
    """Wait until the row of a port says all words, and return after how many seconds it does."""
    started = time.monotonic()
    screen.until_true(lambda _text: all(word in row(screen, port) for word in words), f"{words} at port {port}")
    return time.monotonic() - started


def router(firewall: Firewall) -> str:
    """Return the hardware address of the firewall, which tools that build whole frames have to be told."""
    firewall.knock(9)
    _, _, found = firewall.run_outside("ip", "neigh", "show", ADDRESS).partition("lladdr ")
    return found.split()[0]


def tool(firewall: Firewall, name: str) -> list[str]:
    """Return the command that lets a tool knock."""
    if name == "masscan":
        port = ["-p", "8101", "--rate", "100", "--wait", "0", "--interface", "eth0", "--adapter-ip", OUTSIDE]
        return ["masscan", ADDRESS, *port, "--router-mac", router(firewall)]
    if name == "zmap":
        how = ["-i", "eth0", "-S", OUTSIDE, "-G", router(firewall), "-c", "0", "-n", "1", "-b", "/dev/null", "-q"]
        return ["zmap", "-p", "8102", *how, "-o", "/dev/null", f"{ADDRESS}/32"]
    return {
        "nmap -sS": ["nmap", "-sS", "-Pn", "-n", "--max-retries", "0", "-p", "8103", ADDRESS],
        "hping3": ["hping3", "-S", "-c", "1", "-p", "8104", ADDRESS],
    }[name]


@pytest.mark.parametrize(
    ("name", "port", "words"),
    [
        ("masscan", 8101, ("masscan", "scanner")),
        ("zmap", 8102, ("zmap", "scanner")),
        ("nmap -sS", 8103, ("nmap", "scanner")),
        ("hping3", 8104, ("hping", "scanner")),
    ],
)
def test_a_tool_is_named_within_a_second(firewall, screen, name, port, words):
    """Its row has the tool where the system stands, and says that it scans."""
    command = tool(firewall, name)
    firewall.run_outside("sh", "-c", '"$@" >/dev/null 2>&1; true', "sh", *command)
    assert told(screen, port, *words) < PATIENCE


def test_the_kernels_own_syn_is_a_client_of_linux(firewall, screen):
    """It connects as any program does."""
    firewall.knock(8105)
    assert told(screen, 8105, "Linux", "client") < PATIENCE


def test_detection_of_systems_is_told_from_a_port_scan(firewall, screen):
    """``nmap -O`` sends probes of six kinds to an open port; here it is a tool that the signatures know."""
    firewall.run_outside("sh", "-c", '"$@" >/dev/null 2>&1; true', "sh", *DETECTION)
    assert told(screen, 8106, "nmap", "scanner") < PATIENCE


DETECTION = ["nmap", "-O", "-Pn", "-n", "--max-retries", "0", "--osscan-guess", "-p", "8106", ADDRESS]


def test_a_scan_by_the_kernels_own_syns_shows_by_its_pattern(firewall, screen):
    """``nmap -sT`` is Linux by its SYNs; at the fifth port it is a scan and one row, which opens into all ports."""
    ports = range(8110, 8118)
    firewall.run_outside(
        "nmap", "-sT", "-Pn", "-n", "--max-retries", "0", "--host-timeout", "3", "-p", "8110-8117", ADDRESS
    )
    screen.until("8p ", "scan of 8 ports")
    screen.press("\r")
    assert max(told(screen, port, "Linux", "scanner") for port in ports) < PATIENCE
