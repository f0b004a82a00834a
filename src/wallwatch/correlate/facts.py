"""What tells one packet from another: the key under which it is looked up, and facts that may contradict.

A fact that a source does not log is ``None`` and contradicts nothing.
"""

from typing import Final

from wallwatch.model import Header, Sighting

Key = tuple[str | int | None, ...]
Facts = tuple[object, ...]

IP_ID: Final = 0
"""Place of the IP ID in the facts of a packet."""
SYN: Final = 3
"""Place of "it opens a connection": a TCP SYN without ACK."""
ISN: Final = 0
"""Place of the initial sequence number in an identity."""
UNKNOWN: Final[Facts] = (None, None, None, None)
"""The identity of packets that do not say what connection or exchange they are of."""

_SEQ: Final = 2
_ICMP_TYPE: Final = 6
_ICMP: Final = slice(_ICMP_TYPE, _ICMP_TYPE + 3)
_ECN: Final = "CE"


def key_of(header: Header) -> Key:
    """Return the key of the packets that this one may be grouped with: protocol, addresses, and ports if it has any.

    Any fragment goes by protocol and addresses, also the first: netfilter prints its ports, Snort does not.
    """
    if header.sport is None or header.mf or header.frag_offset:
        return (header.proto, header.src, header.dst)
    return (header.proto, header.src, header.sport, header.dst, header.dport)


def facts_of(sighting: Sighting) -> Facts:
    """Return what a sighting knows that the sighting of another packet of the same key may contradict."""
    return (
        sighting.ip_id,
        sighting.length,
        sighting.seq,
        _opens(sighting),
        _all_flags(sighting),
        sighting.frag_offset,
        sighting.icmp_type,
        sighting.icmp_code,
        sighting.icmp_id,
        sighting.icmp_seq,
    )


def contradict(one: Facts, other: Facts) -> bool:
    """Tell whether there is a fact that both know and know differently."""
    for mine, theirs in zip(one, other, strict=True):
        if mine != theirs and mine is not None and theirs is not None:
            return True
    return False


def known(one: Facts, other: Facts) -> Facts:
    """Return what either of them knows."""
    return tuple([theirs if mine is None else mine for mine, theirs in zip(one, other, strict=True)])


def identity_of(facts: Facts) -> Facts:
    """Return what all packets of an alert have in common: the ISN; type, code and identifier of an ICMP message."""
    isn = facts[_SEQ] if facts[SYN] else None
    if isn is None and facts[_ICMP_TYPE] is None:
        return UNKNOWN
    return (isn, *facts[_ICMP])


def _opens(sighting: Sighting) -> bool | None:
    if sighting.flags is None:
        return None if sighting.proto == "tcp" else False
    return "S" in sighting.flags and "A" not in sighting.flags


def _all_flags(sighting: Sighting) -> str | None:
    """Return the flags of who decoded them all; ipchains and p0f tell of the SYN alone, filterlog of no ECN."""
    if sighting.flags is None or sighting.window is None or sighting.kind == "fingerprint":
        return None
    return sighting.flags.lstrip(_ECN)
