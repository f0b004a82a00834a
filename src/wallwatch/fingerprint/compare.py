"""How a SYN agrees with one signature of the same option layout (p0f README, section 5; fp_tcp.c of 3.09b).

Numbers must agree. A missing DF, an ECN bit or a TTL out of range only makes the agreement *fuzzy*. What the log does
not carry contradicts no quirk and no length, but it earns no number either: a signature that names an MSS needs one.
"""

from typing import Final, Literal

from wallwatch.fingerprint.distance import HOPS_MAX
from wallwatch.fingerprint.quirks import quirk_bits
from wallwatch.fingerprint.shape import Shape
from wallwatch.fingerprint.signature import Signature

Agreement = Literal["exact", "fuzzy"]

_FUZZY_MISSING: Final = quirk_bits(("df", "id+"))
"""What a router or a firewall on the way may have cleared."""

_FUZZY_EXTRA: Final = quirk_bits(("id-", "ecn"))
"""What it may have set, and what a system sets when it is told to."""

_STRAY_ACK: Final = quirk_bits(("ack+",))
"""p0f 3.09b looks at one bit of the ACK number only (operator precedence in fp_tcp.c): it knows a system by a SYN with
a stale number in it, and misses half of nmap's probes. Here a signature may demand the quirk, and none forbids it; and
whether p0f would have seen it in a number that was not logged is answered with no, its answer for most packets."""


def compare_shape(signature: Signature, shape: Shape, *, as_p0f: bool = False) -> Agreement | None:
    """Return how all but the TTL and the window agree, ``None`` if they do not.

    ``as_p0f`` follows p0f 3.09b where it errs, too: an ACK number counts as p0f sees it, and is not optional, and the
    IP version that a signature states is not compared.
    """
    if not as_p0f and signature.version not in {None, shape.version}:
        return None
    if not _numbers_agree(signature, shape) or not _lengths_agree(signature, shape):
        return None
    missing, extra = quirks_apart(signature, shape, as_p0f=as_p0f)
    if missing & ~_FUZZY_MISSING or extra & ~_FUZZY_EXTRA:
        return None
    return "fuzzy" if missing or extra else "exact"


def quirks_apart(signature: Signature, shape: Shape, *, as_p0f: bool = False) -> tuple[int, int]:
    """Return the quirks that are missing and those that are too many; what the log does not tell is neither."""
    unknown = shape.open_quirks & ~_STRAY_ACK if as_p0f else shape.open_quirks
    counting = ~(unknown | signature.any_quirks)
    seen = shape.p0f_quirks if as_p0f else shape.quirks
    expected = signature.quirks_in(shape.version)
    extra = seen & ~expected & counting
    return expected & ~seen & counting, extra if as_p0f else extra & ~_STRAY_ACK


def compare_ttl(signature: Signature, ttl: int | None) -> Agreement | None:
    """Return how a TTL agrees: a sender that draws its TTL never exceeds it, any other may sit behind something."""
    if ttl is None:
        return "exact"
    hops = signature.ttl - ttl
    if signature.ttl_random:
        return "exact" if hops >= 0 else None
    return "exact" if 0 <= hops <= HOPS_MAX else "fuzzy"


def _numbers_agree(signature: Signature, shape: Shape) -> bool:
    return (signature.scale is None or signature.scale == shape.scale) and (
        signature.mss is None or signature.mss == shape.mss
    )


def _lengths_agree(signature: Signature, shape: Shape) -> bool:
    return (
        (shape.eol_pad is None or shape.eol_pad == signature.eol_pad)
        and (shape.ip_options is None or shape.ip_options == signature.ip_options)
        and (shape.payload is None or signature.payload is None or shape.payload == signature.payload)
        and (shape.ip_options is not None or shape.spare is None or _fills(signature, shape.spare))
    )


def _fills(signature: Signature, spare: int) -> bool:
    """Tell whether IP options and data of a signature can take ``spare`` bytes between them."""
    data = spare - signature.ip_options
    return data >= 0 and signature.payload in {None, data > 0}
