"""The family that a bare firewall line still shows: no options, only their length, the TTL, DF, the ID, the window.

What is left of a signature never tells a version, so none is given. The rules, first one that applies:

* Nothing without a TTL, a length, and (in IPv4) DF as logged. Nothing for what scanners send: no options, an MSS alone,
  or, with more of them, no DF.
* Where signatures with a window of their own fit, the common family among them; nothing where two do.
* Where only catch-all signatures fit, the common family among them, unless the window is one that another common
  family is known by: then the TTL may be a changed one.
* A rare system is named only by a window of its own, and where no common one fits in any way. It steps back for a
  common one only if the window was logged: length and TTL alone do not tell Linux from a BSD.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec

from wallwatch.fingerprint.distance import HOPS_MAX, guessed_hops
from wallwatch.fingerprint.numeral import IPV4, IPV6
from wallwatch.fingerprint.trace import Trace, traces
from wallwatch.model import Header, Stack

_HEADERS: Final = {IPV4: 20, IPV6: 40}
_TCP_HEADER: Final = 20

_SYNS: Final = frozenset({"S", "ES", "CS", "CES"})
"""A SYN, with or without the offer of ECN."""

_COMMON: Final = frozenset({"Linux", "Windows", "macOS"})
"""Families of nearly all hosts that connect to anything; of the others, each has less than one in a hundred."""

_LABELS: Final = {"macOS": "macOS or iOS"}

_CACHED: Final = 8_192


class Bare(msgspec.Struct, frozen=True, gc=False):
    """A bare line, as the key under which its answer is kept; ``None`` is "not logged"."""

    version: int
    ttl: int
    size: int
    """Bytes of TCP options."""
    df: bool
    id_zero: bool | None
    window: int | None


def family(header: Header) -> Stack | None:
    """Return the family that a SYN without logged options shows: ``match`` is ``partial``, ``hops`` a guess.

    ``None`` where several families send such a SYN, where none does, and for whatever is no SYN.
    """
    if header.flags not in _SYNS or header.ttl is None or header.length is None:
        return None
    version = IPV6 if ":" in header.src else IPV4
    if version == IPV4 and header.df is None:
        return None
    size = header.length - (header.ip_header or _HEADERS[version]) - _TCP_HEADER
    if header.tcp_header is not None:
        size = header.tcp_header - _TCP_HEADER
    id_zero = None if header.ip_id is None else header.ip_id == 0
    # Apple's systems send ID 0, and of late without DF; no scanner does.
    df = version == IPV4 and (header.df is True or id_zero is True)
    return _answer(Bare(version, header.ttl, size, df, id_zero, header.window))


@lru_cache(maxsize=_CACHED)
def _answer(bare: Bare) -> Stack | None:
    name = _family(bare)
    if name is None:
        return None
    unseen = ("options",) if bare.window is not None else ("window", "options")
    return Stack(_LABELS.get(name, name), name, "partial", guessed_hops(bare.ttl), unseen=unseen)


def _family(bare: Bare) -> str | None:
    fitting = [trace for trace in traces().get((bare.version, bare.size, bare.df), ()) if _fits(trace, bare)]
    near = [trace for trace in fitting if 0 <= trace.ttl - bare.ttl <= HOPS_MAX]
    if any(trace.tool for trace in near):
        return None
    if bare.window is None:
        return _only(_families(near))
    own = _families(trace for trace in near if not trace.generic)
    if common := own & _COMMON:
        return _only(common)
    common = _families(near) & _COMMON
    elsewhere = _families(trace for trace in fitting if not trace.generic) & _COMMON
    return _only(own | common) if elsewhere <= common else None


def _fits(trace: Trace, bare: Bare) -> bool:
    if bare.window is None:
        return True
    if trace.id_zero is not None and bare.id_zero is not None and trace.id_zero != bare.id_zero:
        return False
    return trace.windows is None or bare.window in trace.windows


def _only(names: set[str]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None


def _families(found: Iterable[Trace]) -> set[str]:
    return {trace.family for trace in found}
