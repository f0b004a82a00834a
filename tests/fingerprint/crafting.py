"""SYNs made from p0f's own signatures and from nothing, and bent at random: what no capture happens to hold."""

import random
import struct
from collections.abc import Iterator
from pathlib import Path

from wallwatch.fingerprint.database import Entry
from wallwatch.fingerprint.quirks import quirk_names

_KINDS = {"nop": b"\1", "sok": b"\4\2"}
_BASES = (
    "mss,sok,ts,nop,ws", "mss,nop,ws,nop,nop,sok", "mss,nop,nop,sok", "mss,nop,ws,nop,nop,ts,sok,eol", "mss", "",
    "mss,nop,ws,sok,ts", "mss,sok,ts,nop,ws,?254",
)  # fmt: skip


class Craft:
    """One SYN as the fields that make it; :meth:`packet` gives its bytes."""

    def __init__(self, chance: random.Random, number: int) -> None:
        self.chance = chance
        self.source = number
        self.version = 4
        self.ttl, self.window, self.mss, self.scale = 64, 8192, 1460, 7
        self.layout: list[str] = []
        self.pad = b""
        self.df, self.ip_id, self.tos, self.reserved, self.flow = True, chance.randrange(1, 65536), 0, False, 0
        self.flags, self.seq, self.ack, self.urgent = 0x02, chance.randrange(1, 1 << 32), 0, 0
        self.own, self.peer = chance.randrange(1, 1 << 32), 0
        self.ip_options, self.payload = b"", b""

    def options(self) -> bytes:
        made = b"".join(map(self._option, self.layout)) + self.pad
        filler = b"\0" if "eol" in self.layout else b"\1"
        return (made + filler * (-len(made) % 4))[:40]

    def packet(self) -> bytes:
        options = self.options()
        header = struct.pack(
            ">HHIIBBHHH", 1024 + self.source % 60000, 80, self.seq, self.ack, (20 + len(options)) // 4 << 4,
            self.flags, self.window, 0, self.urgent,
        )  # fmt: skip
        carried = header + options + self.payload
        if self.version == 6:
            head = struct.pack(">IHBB", 6 << 28 | self.tos << 20 | self.flow, len(carried), 6, self.ttl)
            source = bytes.fromhex("20010db8") + bytes(8) + struct.pack(">I", self.source + 1)
            return head + source + bytes.fromhex("20010db8") + bytes(11) + b"\1" + carried
        first = 0x45 + len(self.ip_options) // 4
        fragment = self.df << 14 | self.reserved << 15
        length = 20 + len(self.ip_options) + len(carried)
        head = struct.pack(">BBHHHBBH", first, self.tos, length, self.ip_id, fragment, self.ttl, 6, 0)
        return head + struct.pack(">II", 0xC6120000 + self.source, 0xC0000201) + self.ip_options + carried

    def _option(self, kind: str) -> bytes:
        if kind == "mss":
            return struct.pack(">BBH", 2, 4, self.mss)
        if kind == "ws":
            return bytes((3, 3, self.scale))
        if kind == "ts":
            return struct.pack(">BBII", 8, 10, self.own, self.peer)
        if kind == "sack":
            return struct.pack(">BBII", 5, 10, 1, 2)
        if kind == "eol":
            return b"\0"
        return _KINDS.get(kind) or bytes((int(kind[1:]), 2))


def crafts(entries: tuple[Entry, ...], chance: random.Random, count: int) -> Iterator[Craft]:
    """Yield ``count`` SYNs after a signature or a plain layout, most of them bent in one to three places."""
    for number in range(count):
        craft = Craft(chance, number)
        if chance.random() < 0.8:
            _after(craft, chance.choice(entries))
        else:
            craft.layout = [kind for kind in chance.choice(_BASES).split(",") if kind]
            craft.window = chance.choice((1024, 5840, 8192, 64240, 65535, chance.randrange(65536)))
        if chance.random() < 0.6:
            for _ in range(chance.choice((1, 1, 2, 3))):
                chance.choice(_BENDS)(craft)
        yield craft


def _after(craft: Craft, entry: Entry) -> None:
    """Make a SYN that agrees with a signature."""
    chance, wanted = craft.chance, entry.signature
    names = quirk_names(wanted.quirks)
    craft.version = wanted.version or chance.choice((4, 4, 4, 6))
    craft.ttl = max(wanted.ttl - chance.randrange(30), 1)
    craft.mss = chance.choice((1460, 1452, 1440, 1400, 1360, 536)) if wanted.mss is None else wanted.mss
    craft.scale = chance.randrange(15) if wanted.scale is None else wanted.scale
    craft.layout = [kind for kind in wanted.layout.split(",") if kind]
    craft.pad = bytes(wanted.eol_pad)
    craft.df = "df" in names
    craft.ip_id = craft.ip_id if "id-" not in names and ("id+" in names or not craft.df) else 0
    craft.tos = 2 if "ecn" in names else 0
    craft.reserved, craft.flow = "0+" in names, 77 if "flow" in names else 0
    craft.seq = 0 if "seq-" in names else craft.seq
    craft.ack = chance.randrange(1, 1 << 32) if "ack+" in names else 0
    craft.urgent = 9 if "uptr+" in names else 0
    craft.own, craft.peer = 0 if "ts1-" in names else craft.own, 5 if "ts2+" in names else 0
    craft.ip_options = b"\1" * wanted.ip_options
    unit = {"mss*": craft.mss, "mtu*": craft.mss + 40}.get(wanted.window.kind, 1)
    number = chance.randrange(1, 8) * wanted.window.number if wanted.window.kind == "%" else wanted.window.number * unit
    craft.window = min(number, 65535) if wanted.window.kind != "*" else chance.randrange(65536)


def _set(name: str, *values: object):
    return lambda craft: setattr(craft, name, craft.chance.choice(values))


def _shuffle(craft: Craft) -> None:
    if len(craft.layout) > 1:
        one, other = craft.chance.sample(range(len(craft.layout)), 2)
        craft.layout[one], craft.layout[other] = craft.layout[other], craft.layout[one]


def _drop(craft: Craft) -> None:
    if craft.layout:
        craft.layout.pop(craft.chance.randrange(len(craft.layout)))


_BENDS = (
    _set("df", True, False), _set("ip_id", 0, 1, 54321), _set("tos", 0, 1, 2, 3, 16), _set("reserved", True),
    _set("flow", 0, 99), _set("flags", 0x0A, 0x22, 0xC2, 0x42, 0x02), _set("seq", 0),
    _set("ack", 1, 1 << 24, 0xFFFFFFFF),
    _set("urgent", 7), _set("own", 0, 1), _set("peer", 0, 1), _set("payload", b"x" * 8), _set("ip_options", b"\1" * 4),
    _set("ttl", 1, 30, 64, 65, 100, 128, 129, 200, 255), _set("window", 0, 512, 1024, 5840, 8192, 14600, 64240, 65535),
    _set("mss", 0, 64, 99, 100, 536, 1360, 1460, 9000, 65535), _set("scale", 0, 2, 6, 8, 14, 15, 255),
    _set("pad", b"", b"\0", b"\0\0", b"\1\0", b"\1"), _shuffle, _drop, lambda craft: craft.layout.append("eol"),
    lambda craft: craft.layout.append(craft.chance.choice(("nop", "sok", "?254", "sack"))),
)  # fmt: skip


def write(path: Path, packets: Iterator[bytes]) -> None:
    """Write a capture of raw IP packets."""
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
        for number, packet in enumerate(packets):
            file.write(
                struct.pack("<IIII", 1_700_000_000 + number // 1000, number % 1000 * 1000, len(packet), len(packet))
            )
            file.write(packet)
