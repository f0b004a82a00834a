"""A SYN written as a signature: ``4:117+11:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0``, as p0f prints ``raw_sig``."""

from typing import Final

from wallwatch.fingerprint.distance import HOPS_MAX, guessed_hops
from wallwatch.fingerprint.quirks import quirk_names
from wallwatch.fingerprint.shape import Shape
from wallwatch.fingerprint.window import Window

_UNKNOWN: Final = "*"
_PAYLOADS: Final = {True: "+", False: "0", None: _UNKNOWN}


class RawText:
    """The text of all SYNs of a shape, of which only TTL and window are open.

    ``*`` stands for a number that was not logged; open quirks are left out.
    """

    def __init__(self, shape: Shape, quirks: int) -> None:
        layout = f"{shape.layout}+{_known(shape.eol_pad)}" if shape.layout.endswith("eol") else shape.layout
        self._version = shape.version
        self._lengths = f"{_known(shape.ip_options)}:{_known(shape.mss)}"
        names = ",".join(quirk_names(quirks))
        self._rest = f"{_known(shape.scale)}:{layout}:{names}:{_PAYLOADS[shape.payload]}"

    def text(self, ttl: int | None, window: int, multiple: Window | None) -> str:
        """Return the text for a TTL and a window."""
        size = f"{multiple.kind}{multiple.number}" if multiple else window
        return f"{self._version}:{_ttl(ttl)}:{self._lengths}:{size},{self._rest}"


def _ttl(ttl: int | None) -> str:
    """Return the TTL and the distance that it speaks of, ``?`` where that would be too far."""
    if ttl is None:
        return _UNKNOWN
    hops = guessed_hops(ttl)
    return f"{ttl}+{hops if hops <= HOPS_MAX else '?'}"


def _known(number: int | None) -> str:
    return _UNKNOWN if number is None else str(number)
