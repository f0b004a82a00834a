"""Tools that give themselves away only over several packets: a small state machine for each source.

Fed with every SYN in order, it remembers a few numbers of each of the newest sources, and names a tool as soon as
enough packets agree. A header without sequence number or ports tells it nothing.
"""

from collections import OrderedDict
from typing import Final

import msgspec

from wallwatch.fingerprint import tool_signs as signs
from wallwatch.fingerprint.syn import is_syn
from wallwatch.fingerprint.tools import HPING, RAW_SCANNER, TOOL, UNICORNSCAN
from wallwatch.model import Header, Stack

ENOUGH: Final = 3
"""Packets that must agree. Each agreement of 32 bits comes by chance once in 4 billion."""

SOURCES: Final = 4_096
"""Sources that are remembered; the one that has been quiet longest is forgotten first."""

_WORD: Final = 16


class _Trail(msgspec.Struct, gc=False):
    """What is remembered of a source: the last packet, and how many in a row agreed on each thing."""

    target: tuple[str, int]
    sport: int
    seq: int
    keys: tuple[int, ...]
    same_key: list[int]
    same_seq: int = 1
    next_port: int = 1


class Campaign:
    """All sources at once."""

    def __init__(self) -> None:
        self._trails: OrderedDict[str, _Trail] = OrderedDict()

    def observe(self, header: Header) -> Stack | None:
        """Take in a SYN and return the tool that its source's packets show by now, ``None`` if none.

        A retransmission (the same ports and sequence number to the same target) changes nothing.
        """
        seq, sport, dport = header.seq, header.sport, header.dport
        if not is_syn(header) or seq is None or sport is None or dport is None:
            return None
        trail = self._trails.get(header.src)
        keys = _keys(header.dst, sport, dport, seq)
        if trail is None:
            self._remember(header.src, _Trail((header.dst, dport), sport, seq, keys, [1] * len(keys)))
            return None
        self._trails.move_to_end(header.src)
        if (trail.target, trail.sport, trail.seq) != ((header.dst, dport), sport, seq):
            _follow(trail, header, keys)
        label = _named(trail)
        return None if label is None else Stack(label, label, TOOL)

    def _remember(self, source: str, trail: _Trail) -> None:
        self._trails[source] = trail
        if len(self._trails) > SOURCES:
            self._trails.popitem(last=False)


def _keys(target: str, sport: int, dport: int, seq: int) -> tuple[int, ...]:
    """Return the keys that unicornscan may have used (tcphash.h): over the target in either byte order, or without."""
    plain = seq ^ ((sport << _WORD) + dport)
    swapped_ports = seq ^ ((dport << _WORD) + sport)
    number = signs.ipv4_number(target)
    if number is None:
        return plain, swapped_ports
    swapped = int.from_bytes(number.to_bytes(4), "little")
    return plain, swapped_ports, swapped_ports ^ number, swapped_ports ^ swapped


def _follow(trail: _Trail, header: Header, keys: tuple[int, ...]) -> None:
    """Count on what the packet agrees with the one before."""
    seq, sport, target = header.seq or 0, header.sport or 0, (header.dst, header.dport or 0)
    is_new = seq != trail.seq
    # Mirai's are the target itself, and those that count up (nmap -O) agree with a port that counts up, too.
    is_folded = is_new and seq != trail.seq + 1 and not signs.is_seq_the_target(header)
    for place, (before, now) in enumerate(zip(trail.keys, keys, strict=False)):
        trail.same_key[place] = trail.same_key[place] + 1 if is_folded and before == now else 1
    trail.same_seq = trail.same_seq + (target != trail.target) if not is_new else 1
    follows = sport == trail.sport + 1 and target == trail.target and is_new and signs.is_bare(header)
    trail.next_port = trail.next_port + 1 if follows else 1
    trail.target, trail.sport, trail.seq = target, sport, seq
    if len(keys) == len(trail.keys):
        trail.keys = keys


def _named(trail: _Trail) -> str | None:
    if max(trail.same_key) >= ENOUGH:
        return UNICORNSCAN
    if trail.same_seq >= ENOUGH:
        return RAW_SCANNER
    return HPING if trail.next_port >= ENOUGH else None
