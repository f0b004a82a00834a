"""A kernel log of any length, the same every time: what a firewall on the Internet logs of those who knock.

Run: ``python -m tests.bench.corpus 1000000 > kern.log``. Sources are Zipf-distributed; of the lines 85 % are TCP, most
of it SYNs and their retransmissions, 10 % UDP and 5 % ICMP; about a quarter of the TCP lines carry sequence numbers
and options. All addresses are from the ranges for documentation and benchmarks.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Final, NamedTuple

SEED: Final = 20020302
RATE: Final = 100
"""Lines per second of the log's own clock."""

_START: Final = datetime(2026, 1, 10, tzinfo=UTC)
_UPTIME: Final = 86_400
_SOURCES: Final = 20_000
_ZIPF: Final = 1.1
_ADDRESSES: Final = 2**17 - 1
_TARGETS: Final = ("203.0.113.1", "203.0.113.1", "203.0.113.1", "203.0.113.17", "192.0.2.80")
_SYN: Final = 0.694
_TCP: Final = 0.781
_UDP: Final = 0.927
"""Up to these shares a packet that is no repetition is a first SYN, TCP, TCP or UDP; the rest is ICMP."""
_REPEATED: Final = 0.3
"""The share of connection attempts that are repeated."""
_VERBOSE: Final = 0.3
"""The share of the sources that meet the rule which logs sequence numbers and options."""
_PREFIXES: Final = ("[UFW BLOCK] ", "IN-DENY ")
_MAC: Final = "02:00:00:00:00:01:02:00:00:00:00:02:08:00"
_STRAY: Final = "WINDOW=0 RES=0x00 ACK RST URGP=0 \n"

_PORTS: Final = (23, 22, 445, 80, 443, 3389, 8080, 5900, 1433, 6346, 3306, 25, 5060, 2323, 8443, 27374)
_UDP_PORTS: Final = (53, 123, 161, 1900, 5060, 5353, 11211, 389)
_LADDERS: Final = ((1, 2), (1, 2, 4), (3, 6), (3, 6, 12), (3,))
"""Seconds between the SYNs of one attempt, as Linux, Windows and older stacks repeat them."""

# TTL at the sender, window, IP length, options as the LOG target prints them.
_STACKS: Final = (
    (64, 64240, 60, "020405B40402080A2B0F2BAC000000000103030A"),
    (128, 64240, 52, "020405B40103030801010402"),
    (128, 8192, 48, "020405B401010402"),
    (64, 29200, 60, "020405B40402080A0001E2400000000001030307"),
    (64, 1024, 44, "020405B4"),
    (255, 65535, 40, ""),
)


class _Host(NamedTuple):
    """A source: what all its lines begin with, and how its stack fills in the rest."""

    origin: str
    length: int
    ttl: str
    verbose: bool
    window: int
    options: str


class _Syn(NamedTuple):
    """A SYN of a connection attempt, and the seconds between those that are still to come."""

    host: _Host
    sport: int
    dport: int
    seq: int
    ip_id: int
    ladder: tuple[int, ...]


def corpus(count: int, seed: int = SEED) -> Iterator[list[str]]:
    """Yield ``count`` lines, each with its newline, in one list per second of the log."""
    maker = _Maker(random.Random(seed))
    second = 0
    while count > 0:
        lines = maker.second(second)[:count]
        count -= len(lines)
        second += 1
        yield lines


class _Maker:
    """Makes the lines of one second after another."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._hosts = [_host(dice, number) for number in dice.sample(range(1, _ADDRESSES), _SOURCES)]
        self._weights = list(accumulate(1 / rank**_ZIPF for rank in range(1, _SOURCES + 1)))
        self._favour = list(accumulate(1 / rank for rank in range(1, len(_PORTS) + 1)))
        self._to_come: defaultdict[int, list[_Syn]] = defaultdict(list)

    def second(self, second: int) -> list[str]:
        dice = self._dice
        stamp = (_START + timedelta(seconds=second)).strftime("%b %e %H:%M:%S wall kernel: [")
        micros = sorted(int(dice.random() * 1_000_000) for _ in range(RATE))
        repeated = self._to_come.pop(second, [])[:RATE]
        fresh = RATE - len(repeated)
        hosts = dice.choices(self._hosts, cum_weights=self._weights, k=fresh)
        ports = dice.choices(_PORTS, cum_weights=self._favour, k=fresh)
        bodies = [self._syn(syn, second) for syn in repeated]
        bodies += [self._fresh(host, port, second) for host, port in zip(hosts, ports, strict=True)]
        return [f"{stamp}{_UPTIME + second}.{micro:06}] {body}" for micro, body in zip(micros, bodies, strict=True)]

    def _fresh(self, host: _Host, port: int, second: int) -> str:
        kind = self._dice.random()
        numbers = self._dice.getrandbits(64)
        sport, ip_id = 1024 + numbers % 64_000, numbers >> 16 & 0xFFFF
        if kind < _SYN:
            ladder = _LADDERS[numbers % len(_LADDERS)] if kind < _SYN * _REPEATED else ()
            return self._syn(_Syn(host, sport, port, numbers >> 32, ip_id, ladder), second)
        if kind < _TCP:
            sequence = f"SEQ={numbers >> 32} ACK=1 " if host.verbose else ""
            ports = f"SPT={port} DPT={sport} "
            return f"{host.origin}LEN=40 {host.ttl}{ip_id} DF PROTO=TCP {ports}{sequence}{_STRAY}"
        length = 28 + ip_id % 400
        if kind < _UDP:
            ports = f"SPT={sport} DPT={_UDP_PORTS[numbers % len(_UDP_PORTS)]} "
            return f"{host.origin}LEN={length} {host.ttl}{ip_id} PROTO=UDP {ports}LEN={length - 20} \n"
        return f"{host.origin}LEN={length} {host.ttl}{ip_id} PROTO=ICMP TYPE=8 CODE=0 ID={sport} SEQ={numbers % 9} \n"

    def _syn(self, syn: _Syn, second: int) -> str:
        host, sport, dport, seq, ip_id, ladder = syn
        if ladder:
            self._to_come[second + ladder[0]].append(_Syn(host, sport, dport, seq, ip_id + 1 & 0xFFFF, ladder[1:]))
        sequence = f"SEQ={seq} ACK=0 " if host.verbose else ""
        return (
            f"{host.origin}LEN={host.length} {host.ttl}{ip_id} DF PROTO=TCP SPT={sport} DPT={dport} {sequence}"
            f"WINDOW={host.window} RES=0x00 SYN URGP=0 {host.options}\n"
        )


def _host(dice: random.Random, number: int) -> _Host:
    """Return the ``number``-th address of the benchmark range, with a stack and a distance of its own."""
    ttl, window, length, options = dice.choice(_STACKS)
    verbose = dice.random() < _VERBOSE
    source = f"198.{18 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"
    return _Host(
        origin=f"{_PREFIXES[verbose]}IN=ppp0 OUT= MAC={_MAC} SRC={source} DST={dice.choice(_TARGETS)} ",
        length=length,
        ttl=f"TOS=0x00 PREC=0x00 TTL={ttl - dice.randrange(4, 24)} ID=",
        verbose=verbose,
        window=window,
        options=f"OPT ({options}) " if verbose and options else "",
    )


def main(count: int) -> None:
    """Write ``count`` lines to standard output."""
    for lines in corpus(count):
        sys.stdout.buffer.write("".join(lines).encode())


if __name__ == "__main__":
    main(int(sys.argv[1]))
