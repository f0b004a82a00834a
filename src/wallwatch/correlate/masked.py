"""Packets whose sender was translated on the way out (SNAT, masquerading, NAPT): what proves that two are one.

Protocol, target, IP ID, sequence number and window stay as they are; the TTL loses at most one, and the port of the
sender may be another one. Sixteen bits of IP ID are too few to tell the clients of one gateway apart, so that the
sender's port, the sequence number or the identifier of a ping has to be the same too. Whoever calls from a port that
everybody calls from (NTP, IKE) is not known by it.
"""

from collections.abc import Iterator
from typing import Final

from wallwatch.correlate.facts import Key
from wallwatch.correlate.sides import is_private
from wallwatch.correlate.stitch import Stitch
from wallwatch.model import Sighting

_UNROUTED: Final = ("0.", "127.", "169.254.")
"""How further addresses begin that no router forwards from: a host without an address, the box itself, a link."""

_GROUPS: Final = tuple(f"{octet}." for octet in range(224, 256))
"""How addresses begin that mean many (multicast, broadcast); what goes there is not translated."""

_SHARED_PORTS: Final = 1_024
"""Ports below that belong to a service, not to one connection of a client."""

_MSS: Final = "mss:"
"""A router that clamps the segment size (PPPoE) rewrites this option."""


def goes_out(sighting: Sighting) -> bool:
    """Tell whether a router may have passed the packet on, with its sender translated."""
    return sighting.quote is None and not sighting.src.startswith(_UNROUTED) and not sighting.dst.startswith(_GROUPS)


def names(sighting: Sighting) -> Iterator[Key]:
    """Yield the keys that a packet has on both sides of a gateway, which hardly two clients have in common at a time.

    It has to have an IP ID.
    """
    known = sighting.proto, sighting.dst, sighting.dport, sighting.ip_id
    if sighting.seq:
        yield (*known, "seq", sighting.seq)
    if sighting.sport is not None:
        if sighting.sport >= _SHARED_PORTS:
            yield (*known, "sport", sighting.sport)
    elif sighting.icmp_id is not None and sighting.icmp_seq is not None:
        yield (*known, sighting.icmp_id, sighting.icmp_seq)


def is_one(stitch: Stitch, sighting: Sighting, bits: int) -> bool:
    """Tell whether ``sighting``, by the witness ``bits``, is of the packet ``stitch`` on the other side of a gateway.

    Both have a name in common, and no fact that they tell contradicts.
    """
    if stitch.witnesses & bits == bits and not (stitch.saw(sighting) and _passes_by(stitch, sighting)):
        return False
    return all(_goes_with(told, sighting) for told in stitch.sightings)


def _passes_by(stitch: Stitch, sighting: Sighting) -> bool:
    """Tell whether one firewall that logs both sides saw the packet at another interface: pf, where it comes and goes.

    A flood with senders that are made up comes in at one.
    """
    places = {(told.iface_in, told.iface_out) for told in stitch.sightings if told.source == sighting.source}
    return (sighting.iface_in, sighting.iface_out) not in places


def _goes_with(told: Sighting, sighting: Sighting) -> bool:
    """Tell whether nothing speaks against two tellers of one packet, on either side of a gateway."""
    inner, outer = (told, sighting) if is_private(told.src) else (sighting, told)
    if is_private(inner.src) == is_private(outer.src):
        return True
    if inner.ttl is not None and outer.ttl is not None and inner.ttl - outer.ttl not in {0, 1}:
        return False
    if "fingerprint" in {inner.kind, outer.kind}:  # p0f tells its own view of window and options
        return True
    if inner.window != outer.window and inner.window is not None and outer.window is not None:
        return False
    return inner.options is None or outer.options is None or _fixed(inner.options) == _fixed(outer.options)


def _fixed(options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([_MSS if option.startswith(_MSS) else option for option in options])
