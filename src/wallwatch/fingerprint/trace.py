"""What a bare firewall line shows of each signature of the bundled database.

Such a line has no options, but the IP total length tells how many bytes of them there were. A window that is a multiple
of the MSS is worked out for the usual ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import msgspec

from wallwatch.fingerprint.database import Entry, bundled
from wallwatch.fingerprint.numeral import IPV4, IPV6
from wallwatch.fingerprint.quirks import BIT
from wallwatch.fingerprint.window import WINDOW_MAX, Window

_SIZES: Final = {"eol": 1, "nop": 1, "mss": 4, "ws": 3, "sok": 2, "ts": 10}
"""Bytes of the options whose length is fixed (RFC 9293, 7323, 2018)."""

_WORD: Final = 4

_BARE_PACKET: Final = 40
"""What an MSS leaves out of a packet, in p0f's ``mtu*N``."""

_USUAL_MSS: Final = {
    IPV4: (1460, 1452, 1440, 1432, 1420, 1414, 1412, 1400, 1380, 1370, 1368, 1366, 1360, 1350, 1320, 1300, 1240, 1220,
           536, 8960, 65495),
    IPV6: (1440, 1432, 1420, 1412, 1400, 1394, 1388, 1380, 1360, 1340, 1300, 1220, 8940, 65476),
}  # fmt: skip
"""Ethernet, PPPoE, DSL, tunnels of all kinds, the smallest packets that must pass, jumbo frames, loopback."""

_USUAL_SIZES: Final = {"Linux": (12, 20), "Windows": (8, 12), "macOS": (24,)}
"""Bytes of TCP options that the common systems send as they come: Linux without timestamps and with, Windows before
scaling and with it. Other sizes are left by whoever switched an option off."""

_KIN: Final = {"iOS": "macOS", "Android": "Linux"}
"""Families of one kernel, which a bare line does not tell apart."""

Place = tuple[int, int, bool]
"""IP version, bytes of TCP options, and DF (IPv6: ``False``)."""


class Trace(msgspec.Struct, frozen=True, gc=False):
    """What a bare line shows of one signature."""

    family: str
    ttl: int
    """Initial TTL."""
    id_zero: bool | None
    """Whether its IP ID is 0; ``None`` in IPv6, which has none."""
    windows: frozenset[int] | None
    """Windows that fit; ``None`` if all do."""
    generic: bool
    tool: bool


@cache
def traces() -> dict[Place, list[Trace]]:
    """Return what bare lines show of the bundled signatures, by what must agree at least."""
    found: dict[Place, list[Trace]] = defaultdict(list)
    for entry in bundled().entries:
        for place, trace in project(entry):
            found[place].append(trace)
    return dict(found)


def project(entry: Entry) -> Iterator[tuple[Place, Trace]]:
    """Yield a signature's trace in each IP version that it is for.

    None for a ``strict`` one, which needs all of a SYN to agree, for a layout with an option of unknown length, and for
    a size that the family sends only if somebody has switched options off.
    """
    signature, label = entry.signature, entry.label
    kinds = signature.layout.split(",") if signature.layout else []
    name = _KIN.get(label.family, label.family)
    if label.strict or any(kind not in _SIZES for kind in kinds):
        return
    size = sum(_SIZES[kind] for kind in kinds) + signature.eol_pad
    size += -size % _WORD
    if size not in _USUAL_SIZES.get(name, (size,)):
        return
    for version in (signature.version,) if signature.version else (IPV4, IPV6):
        df, id_zero = _df_and_id(version, signature.quirks_in(version))
        windows = _windows(signature.window, (signature.mss,) if signature.mss else _USUAL_MSS[version])
        yield (version, size, df), Trace(name, signature.ttl, id_zero, windows, label.generic, label.tool)


def _df_and_id(version: int, quirks: int) -> tuple[bool, bool | None]:
    if version == IPV6:
        return False, None
    has_df = bool(quirks & BIT["df"])
    id_zero = not quirks & BIT["id+"] if has_df else bool(quirks & BIT["id-"])
    # An ID of 0 goes with DF; where it is 0 without, DF may have been cleared.
    return has_df or id_zero, id_zero


def _windows(wanted: Window, sizes: Iterable[int]) -> frozenset[int] | None:
    """Return the windows that a signature asks for, ``None`` if any will do."""
    number = wanted.number
    match wanted.kind:
        case "=":
            return frozenset({number})
        case "%":
            return frozenset(range(0, WINDOW_MAX + 1, number))
        case "mss*":
            return frozenset([number * size for size in sizes])
        case "mtu*":
            return frozenset([number * (size + _BARE_PACKET) for size in sizes])
        case "//":
            return frozenset([number // size * size for size in sizes])
        case _:
            return None
