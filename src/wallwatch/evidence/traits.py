"""What two alerts may have in common whoever sent them: block, stack, hops, ladder, target.

For each there are two numbers, assumed: how often one machine agrees with itself when it calls from another address,
and what share of the sources that agree so far would agree in this as well. The second is mended by what the store
holds, see :mod:`wallwatch.evidence.actor`.
"""

from collections.abc import Callable, Sequence
from ipaddress import IPv6Address
from typing import Final, NamedTuple

from wallwatch.evidence import phrases
from wallwatch.evidence.kinship import kin
from wallwatch.fingerprint.distance import guessed_hops
from wallwatch.model import Alert
from wallwatch.model.address import packed
from wallwatch.model.times import SECOND

_UNKNOWN: Final = "not known of both"
_IPV4: Final = 12
"""Bytes before an IPv4 address in its packed form."""
NEAR_IPV4: Final = 20
"""Bits in common from which on two IPv4 addresses are of one block, whatever is known of it; a pool is mostly one."""
NEAR_IPV6: Final = 48
_JITTER: Final = 0.1
_LEAST_JITTER: Final = 0.3
"""Seconds by which a wait may differ, at least, beside what the stamps do not tell."""


class Trait(NamedTuple):
    """Something that two alerts have in common, or not.

    ``agree`` returns ``None`` where it is not known of both. ``same`` is how often a machine agrees with itself,
    ``share`` how many of those who agree so far agree in this too, if nothing is known of them.
    """

    name: str
    same: float
    share: float
    agree: Callable[[Alert, Alert], bool | None]
    words: Callable[[Alert, Alert], str]


def near(one: Alert, other: Alert) -> bool:
    """Tell whether two addresses are in one block: a registered one that is known, or one that is small."""
    if one.network is not None and one.network == other.network:
        return True
    bits, least = common_bits(one.src, other.src)
    return bits >= least


def common_bits(one: str, other: str) -> tuple[int, int]:
    """Return how many leading bits two addresses share, and from how many on they are near each other."""
    first, second = _bits(one), _bits(other)
    if len(first) != len(second):
        return 0, 1
    differ = int.from_bytes(first) ^ int.from_bytes(second)
    return 8 * len(first) - differ.bit_length(), NEAR_IPV4 if len(first) == _IPV4 // 3 else NEAR_IPV6


def shape(alert: Alert) -> str | None:
    """Return the SYN as a signature without its TTL, which tells the distance; ``None`` if its options are unknown."""
    raw = None if alert.os is None else alert.os.raw_sig
    if raw is None:
        return None
    version, _, rest = raw.partition(":")
    return f"{version}:{rest.partition(':')[2]}"


def hops(alert: Alert) -> int | None:
    """Return the distance, guessed from the TTL where nothing better is known."""
    if alert.os is not None and alert.os.hops is not None:
        return alert.os.hops
    return None if alert.ttl is None else guessed_hops(alert.ttl)


def _bits(address: str) -> bytes:
    whole = packed(address)
    return whole if ":" in address else whole[_IPV4:]


def _same_stack(one: Alert, other: Alert) -> bool | None:
    if one.os is None or other.os is None:
        return None
    if kin(one.os.family or one.os.label) != kin(other.os.family or other.os.label):
        return False
    first, second = shape(one), shape(other)
    return None if first is None or second is None else first == second


def _stack_words(one: Alert, other: Alert) -> str:
    if one.os is None or other.os is None:
        return _UNKNOWN
    known = shape(other)
    if known is None or (same := _same_stack(one, other)) is None:
        return f"both {other.os.family or other.os.label}, as far as the logs tell"
    if not same:
        return f"{one.os.label}, but {other.os.label} with another SYN"
    # The version, the IP options and the payload are hardly ever news.
    return f"the same SYN, {other.os.label}: {known.split(':', 2)[2].rpartition(':')[0]}"


def _same_hops(one: Alert, other: Alert) -> bool | None:
    first, second = hops(one), hops(other)
    return None if first is None or second is None else first == second


def _hops_words(one: Alert, other: Alert) -> str:
    same = _same_hops(one, other)
    if same is None:
        return _UNKNOWN
    return f"both {hops(one)} away" if same else f"{hops(one)}, but {hops(other)}"


def _same_ladder(one: Alert, other: Alert) -> bool | None:
    """Tell whether the waits are the same as far as both go; a try more or less is up to the program."""
    if not one.ladder or not other.ladder:
        return None
    error = sum(alert.tick / SECOND for alert in (one, other) if alert.tick > 1)
    return all(
        abs(first - second) <= max(_LEAST_JITTER, _JITTER * first) + error
        for first, second in zip(one.ladder, other.ladder, strict=False)
    )


def _ladder_words(one: Alert, other: Alert) -> str:
    first, second = phrases.waits(one.ladder), phrases.waits(other.ladder)
    if not first or not second:
        return _UNKNOWN
    if not _same_ladder(one, other):
        return f"{first}, but {second}"
    return f"both {first}" if first == second else f"{first} and {second}: the same as far as both go"


def _same_target(one: Alert, other: Alert) -> bool | None:
    return one.dport == other.dport


def _target_words(one: Alert, other: Alert) -> str:
    if not _same_target(one, other):
        return f"port {one.dport}, but {other.dport}"
    return f"both port {other.dport}" + (f" of {other.dst}" if one.dst == other.dst else "")


def _near_words(one: Alert, other: Alert) -> str:
    if one.network is not None and one.network == other.network:
        return f"both in {other.network}"
    bits, _ = common_bits(one.src, other.src)
    return (
        f"both in {_block(other.src, bits)}" if near(one, other) else f"{_block(other.src, bits)} holds both, no less"
    )


def _block(address: str, bits: int) -> str:
    """Return the smallest block around an address that so many bits leave: ``198.51.100.128/26``."""
    raw = _bits(address)
    number = int.from_bytes(raw) >> (8 * len(raw) - bits) << (8 * len(raw) - bits)
    return f"{_text(number.to_bytes(len(raw)))}/{bits}"


def _text(raw: bytes) -> str:
    if len(raw) == _IPV4 // 3:
        return ".".join(map(str, raw))
    return str(IPv6Address(raw))


TRAITS: Final[Sequence[Trait]] = (
    # A machine that dials in again mostly gets an address of the same pool. Sources of one /16 alone are held together.
    Trait("block", 0.8, 1 / 4, near, _near_words),
    # The commonest SYN of a family is that of half of its hosts. Sources of one family alone are held together.
    Trait("stack", 0.98, 1 / 2, _same_stack, _stack_words),
    # Sources of one block are mostly behind the same routers.
    Trait("hops", 0.9, 1 / 2, _same_hops, _hops_words),
    # One system waits like another of its kind.
    Trait("ladder", 0.95, 1 / 2, _same_ladder, _ladder_words),
    # Who calls once for a reason calls again for it; the most popular port has about a tenth of all calls.
    Trait("target", 0.75, 1 / 10, _same_target, _target_words),
)
