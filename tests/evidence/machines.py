"""Machines that call: how they number their packets, and what a firewall logs of them."""

import random
from typing import Literal

import msgspec

from tests.evidence.samples import MOMENT, OURS, SECOND
from wallwatch.evidence.court import Companion
from wallwatch.model import Alert, Packet, Stack

Numbers = Literal["global", "swapped", "per connection", "zero", "constant", "random"]

WINDOWS = Stack(
    "Windows NT family", "Windows", "generic", 11, raw_sig="4:117+11:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0"
)
XP = Stack("Windows XP", "Windows", "exact", 11, raw_sig="4:117+11:0:1460:65535,0:mss,nop,nop,sok:df,id+:0")
LINUX = Stack("Linux 4.20 or newer", "Linux", "exact", 12, raw_sig="4:52+12:0:1460:mss*44,7:mss,sok,ts,nop,ws:df,id+:0")
MACOS = Stack("macOS", "macOS", "exact", 12, raw_sig="4:52+12:0:1460:65535,6:mss,nop,ws,nop,nop,ts,sok,eol+1:df:0")

LADDERS = {"Windows": (3.0, 6.0), "Linux": (1.0, 2.0, 4.0), "macOS": (1.0, 1.0, 1.0)}


class Machine:
    """A machine with a counter of its own, which goes by ``rate`` a second, more or less, from ``number`` on."""

    def __init__(
        self, rng: random.Random, stack: Stack = WINDOWS, numbers: Numbers = "global", rate: float = 8.0
    ) -> None:
        self._rng = rng
        self.stack = stack
        self.numbers = numbers
        self.rate = rate
        self._number = float(rng.randrange(65_536))
        self._at = 0.0

    def burst(
        self, src: str, at: float, *, number: int = 1, dport: int = 6346, sport: int = 3504, tick: int = 1
    ) -> Companion:
        """Return an alert ``at`` so many seconds, with its packets: a SYN and its retries."""
        family = self.stack.family or ""
        ladder, start = LADDERS[family], self._rng.randrange(65_536)
        times = [at + sum(ladder[:place]) for place in range(len(ladder) + 1)]
        ids = [self._next(time, start + place) for place, time in enumerate(times)]
        packets = tuple(
            Packet(
                time=MOMENT + round(time * SECOND) // tick * tick, tick=tick, proto="tcp", src=src, dst=OURS,
                sport=sport, dport=dport, flags="S", ip_id=ip_id, ttl=117, seq=int(at),
            )
            for time, ip_id in zip(times, ids, strict=True)
        )  # fmt: skip
        alert = Alert(
            id=number, first=packets[0].time, last=packets[-1].time, tick=tick, proto="tcp", src=src, dst=OURS,
            sport=sport, dport=dport, flags="S", ttl=117, packets=len(packets), ladder=ladder, os=self.stack,
        )  # fmt: skip
        return alert, packets

    def _next(self, at: float, of_connection: int) -> int:
        """Return the IP ID of a packet that is sent at a time."""
        if self.numbers == "per connection":
            return of_connection % 65_536
        if self.numbers in {"zero", "constant"}:
            return 0 if self.numbers == "zero" else 54_321
        if self.numbers == "random":
            return self._rng.randrange(65_536)
        sent = self.rate * (at - self._at)
        self._number, self._at = self._number + max(self._rng.gauss(sent, max(sent, 1) ** 0.5), 1), at
        ip_id = int(self._number) % 65_536
        return (ip_id & 0xFF) << 8 | ip_id >> 8 if self.numbers == "swapped" else ip_id


def numbered(side: Companion, *ids: int) -> Companion:
    """Return an alert whose packets have these IP IDs."""
    alert, packets = side
    pairs = zip(packets, ids, strict=True)
    return alert, tuple([msgspec.structs.replace(packet, ip_id=ip_id) for packet, ip_id in pairs])
