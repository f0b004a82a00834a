"""A real firewall to watch, and a host outside it, in two network namespaces of this machine. Nothing leaves it.

The firewall logs each new packet with all that the kernel's LOG target can tell, then drops it; rsyslog writes the
kernel's log and p0f its own. Everything is taken down again when the block is left, and by the kernel if we are killed.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Self

ADDRESS: Final = "203.0.113.1"
"""The firewall (documentation range)."""
OUTSIDE: Final = "198.51.100.7"
"""The host that knocks (documentation range)."""
INTERFACE: Final = "ppp0"
PREFIX: Final = "IN-DENY "

PATIENCE: Final = 20.0
"""Seconds after which a step that should be quick has failed."""

_COMMANDS: Final = ("ip", "iptables", "rsyslogd", "p0f", "nmap", "setpriv", "unshare")
_ALL_NAMESPACES: Final = Path("/proc/sys/net/netfilter/nf_log_all_netns")
_KERNEL_LOG: Final = Path("/proc/kmsg")
_LOCK: Final = Path("/tmp/wallwatch-lab.lock")
_NAMESPACE: Final = re.compile(r"ww-(?:firewall|outside)-(\d+)\b")

_RSYSLOG: Final = """\
module(load="imklog" permitnonkernelfacility="off")
global(workDirectory="{directory}")
template(name="traditional" type="string"
  string="%TIMESTAMP% %HOSTNAME% %syslogtag%%msg:::sp-if-no-1st-sp%%msg:::drop-last-lf%\\n")
if $msg contains "{prefix}" then action(type="omfile" file="{log}" template="traditional")
"""

# A connection attempt that is given up after so many seconds. Prints its source port.
_KNOCK: Final = """\
import socket, sys
knock = socket.socket()
knock.bind(("", int(sys.argv[3])))
print(knock.getsockname()[1])
knock.settimeout(float(sys.argv[4]))
try:
    knock.connect((sys.argv[1], int(sys.argv[2])))
except OSError:
    pass
"""


class LabError(Exception):
    """The lab did not come up, or something in it failed."""


class LabUnavailableError(LabError):
    """This machine cannot have such a firewall now; the sentence says why."""


class Firewall:
    """``with Firewall(directory) as firewall:`` its ``kern_log`` and ``p0f_log`` grow in ``directory``.

    Bringing it up raises :class:`LabUnavailableError` without root, the packages or namespaces, and while another lab
    is up or another process reads the kernel's log.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.kern_log = directory / "kern.log"
        self.p0f_log = directory / "p0f.log"
        self._inside = f"ww-firewall-{os.getpid()}"
        self._outside = f"ww-outside-{os.getpid()}"
        self._undo = ExitStack()

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def up(self) -> None:
        """Bring it up, or leave nothing behind."""
        try:
            self._undo.enter_context(only_one())
            must_be_possible()
            remove_stale_namespaces()
            self._connect()
            self._filter()
            self._log_kernel()
            self._log_fingerprints()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop and remove everything, in the opposite order of its making. Closing again is fine."""
        self._undo.close()

    def knock(self, port: int, packets: int = 1, source_port: int = 0) -> int:
        """Attempt one TCP connection to a closed port until ``packets`` SYNs are sent; return its source port.

        The kernel outside sends them 0, 1, 3, 7 seconds after the first.
        """
        seconds = 2 ** (packets - 1) - 0.5
        command = [sys.executable, "-c", _KNOCK, ADDRESS, str(port), str(source_port), str(seconds)]
        return int(self.run_outside(*command))

    def scan(self, ports: str) -> None:
        """Send one SYN to each of ``ports`` (``1-1000``, ``22,80``), as nmap does."""
        self.run_outside("nmap", "-sS", "-Pn", "-n", "--max-retries", "0", "-p", ports, ADDRESS)

    def also(self, address: str) -> None:
        """Give the firewall one more address (of its own network)."""
        _run("ip", "-n", self._inside, "address", "add", f"{address}/24", "dev", INTERFACE)

    def wait_for(self, happened: Callable[[], bool]) -> None:
        """Wait for something that the firewall logs."""
        _wait(happened, "the firewall has logged it")

    def run_outside(self, *command: str) -> str:
        """Run a command on the outside host and return what it prints."""
        return _run("ip", "netns", "exec", self._outside, *command)

    def run_inside(self, *command: str, typed: str | None = None) -> str:
        """Run a command on the firewall, with ``typed`` as its input, and return what it prints."""
        return _run("ip", "netns", "exec", self._inside, *command, typed=typed)

    def _connect(self) -> None:
        """Make the two hosts and the line between them."""
        for namespace in (self._inside, self._outside):
            _run("ip", "netns", "add", namespace)
            self._undo.callback(_run, "ip", "netns", "del", namespace)
        inside, outside = ("ip", "-n", self._inside), ("ip", "-n", self._outside)
        _run(*inside, "link", "add", INTERFACE, "type", "veth", "peer", "name", "eth0", "netns", self._outside)
        for host, interface, address in ((inside, INTERFACE, ADDRESS), (outside, "eth0", OUTSIDE)):
            _run(*host, "address", "add", f"{address}/24", "dev", interface)
            _run(*host, "link", "set", "lo", "up")
            _run(*host, "link", "set", interface, "up")
            _run(*host, "route", "add", "default", "dev", interface)
        # Linux 6.5 and later repeat the first SYNs every second, where others double the wait.
        linear = "/proc/sys/net/ipv4/tcp_syn_linear_timeouts"
        self.run_outside("sh", "-c", f"[ ! -e {linear} ] || echo 0 >{linear}")

    def _filter(self) -> None:
        """Log and drop what comes in from outside."""
        iptables = ("ip", "netns", "exec", self._inside, "iptables")
        log = ("--log-prefix", PREFIX, "--log-tcp-options", "--log-ip-options", "--log-tcp-sequence")
        _run(*iptables, "-A", "INPUT", "-i", INTERFACE, "-j", "LOG", *log)
        _run(*iptables, "-A", "INPUT", "-i", INTERFACE, "-j", "DROP")
        before = _ALL_NAMESPACES.read_text()
        self._undo.callback(_ALL_NAMESPACES.write_text, before)
        _ALL_NAMESPACES.write_text("1")

    def _log_kernel(self) -> None:
        """Let rsyslog write what the kernel says from now on."""
        forget_kernel_log()
        self.kern_log.touch()
        config = self.directory / "rsyslog.conf"
        config.write_text(_RSYSLOG.format(directory=self.directory, prefix=PREFIX, log=self.kern_log))
        daemon = self._start("rsyslogd", "-n", "-f", str(config), "-i", "NONE")
        _wait(lambda: daemon.pid in kernel_log_readers(), "rsyslogd reads the kernel's log")

    def _log_fingerprints(self) -> None:
        """Let p0f listen where the firewall does."""
        inside = ("ip", "netns", "exec", self._inside)
        self._start(*inside, "p0f", "-i", INTERFACE, "-o", str(self.p0f_log))
        # One line of heading, then one for each socket that takes packets from an interface.
        _wait(lambda: len(_run(*inside, "cat", "/proc/net/packet").splitlines()) > 1, "p0f listens")

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a daemon that ends with the block, or with us."""
        output = self._undo.enter_context((self.directory / "daemons.out").open("ab"))
        guarded = ("setpriv", "--pdeathsig", "TERM", *command)
        daemon = subprocess.Popen(guarded, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self._undo.callback(_stop, daemon)
        return daemon


def must_be_possible() -> None:
    """Find out what is missing here.

    Raises:
        LabUnavailableError: something is.
    """
    if os.geteuid() != 0:
        raise LabUnavailableError("a lab needs root")
    if missing := [command for command in _COMMANDS if shutil.which(command) is None]:
        raise LabUnavailableError(f"a lab needs {', '.join(missing)}")
    if not _ALL_NAMESPACES.exists():
        raise LabUnavailableError("this kernel cannot log for network namespaces (nf_log_all_netns)")
    if subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode:
        raise LabUnavailableError("root may make no network namespaces here")
    if readers := kernel_log_readers():
        raise LabUnavailableError(f"process {readers[0]} reads the kernel's log, and a message has one reader only")


def kernel_log_readers() -> list[int]:
    """Return the processes that have the kernel's log open."""
    links = Path("/proc").glob("[0-9]*/fd/*")
    return [int(link.parts[2]) for link in links if _target(link) == _KERNEL_LOG]


def forget_kernel_log() -> None:
    """Read away what the kernel has said and nobody has read, the lines of an earlier lab among it."""
    descriptor = os.open(_KERNEL_LOG, os.O_RDONLY | os.O_NONBLOCK)
    try:
        while os.read(descriptor, 65_536):
            pass
    except BlockingIOError:
        return
    finally:
        os.close(descriptor)


def remove_stale_namespaces() -> None:
    """Remove the hosts of labs whose process was killed."""
    for match in _NAMESPACE.finditer(_run("ip", "netns", "list")):
        if not Path(f"/proc/{match[1]}").exists():
            _run("ip", "netns", "del", match[0])


@contextmanager
def only_one(seconds: float = PATIENCE) -> Iterator[None]:
    """Hold the machine's lab; the kernel's log can have one reader only.

    Raises:
        LabUnavailableError: another lab is up for longer than ``seconds``.
    """
    with _LOCK.open("a") as lock:
        try:
            _wait(lambda: _locked(lock.fileno()), "the other lab goes down", seconds)
        except LabError as error:
            raise LabUnavailableError(str(error)) from error
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(happened: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Wait for something that no event tells of."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise LabError(f"waited {seconds:.0f} s in vain until {what}")
        time.sleep(0.02)


def _target(link: Path) -> Path | None:
    try:
        return link.readlink()
    except OSError:
        return None  # The process, or its file, is gone.


def _stop(daemon: subprocess.Popen[bytes]) -> None:
    daemon.terminate()
    try:
        daemon.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        daemon.kill()
        daemon.wait()


def _run(*command: str, typed: str | None = None) -> str:
    done = subprocess.run(command, input=typed, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise LabError(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
    return done.stdout
