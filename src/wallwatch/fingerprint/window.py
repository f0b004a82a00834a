"""The window of a SYN: what a signature asks of it, and which multiple of the segment size it is."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from wallwatch.fingerprint.numeral import IPV6, parse_number

WINDOW_MAX: Final = 65_535
_SMALLEST_MSS: Final = 100
_TIMESTAMP: Final = 12
"""Bytes of a timestamp option with its padding, which some systems take off the segment size."""

_FLOOR: Final = "//mss*mss"
_PREFIXES: Final = ("mss*", "mtu*", "%")


class Window(NamedTuple):
    """What a signature asks of the window.

    ``kind`` is ``*`` (any), ``=`` (the number itself), ``%`` (divisible by it), ``mss*`` or ``mtu*`` (so many segment
    or packet sizes), or ``//`` (the largest multiple of the MSS that is not above the number).
    """

    kind: str
    number: int = 0


ANY_WINDOW: Final = Window("*")


def parse_window(text: str) -> Window:
    """Return the window field of a signature: ``*``, ``8192``, ``%8192``, ``mss*4``, ``mtu*2``, ``65535//mss*mss``.

    The last form is ours (p0f's grammar cannot say it); it may have blanks, as in ``65535 // mss * mss``.

    Raises:
        SignatureError: it is none of these, or its number is not in 1-65535 (a window itself may be 0).
    """
    text = text.replace(" ", "")
    if text == "*":
        return ANY_WINDOW
    if text.endswith(_FLOOR):
        return Window("//", parse_number(text.removesuffix(_FLOOR), "window", WINDOW_MAX, 1))
    for prefix in _PREFIXES:
        if text.startswith(prefix):
            return Window(prefix, parse_number(text.removeprefix(prefix), "window", WINDOW_MAX, 1))
    return Window("=", parse_number(text, "window", WINDOW_MAX))


def fits(wanted: Window, window: int, mss: int | None, multiple: Window | None) -> bool:
    """Tell whether a window is what a signature asks for.

    ``mss`` is 0 without an MSS option and ``None`` where its value was not logged: such a window is no multiple of
    anything that a signature could name. ``multiple`` is what :func:`multiple_of` says of the window.
    """
    if wanted.kind == "%":
        return window % wanted.number == 0
    if wanted.kind == "//":
        return mss is not None and mss > 0 and window == wanted.number // mss * mss
    return wanted in (ANY_WINDOW, multiple, ("=", window))


def segment_sizes(mss: int | None, version: int, headers: int | None, *, stamped: bool) -> tuple[tuple[str, int], ...]:
    """Return the sizes of which p0f takes a window for a multiple, in p0f's order.

    ``headers`` is the length of the IP and TCP headers in bytes, ``None`` where it was not logged; ``stamped`` tells
    that the SYN has a timestamp of its own other than 0. The order follows p0f 3.09b, fp_tcp.c: the MSS as
    announced, less a timestamp option, that of Ethernet (a host that announces the MSS of another link), and only
    then what those are with headers.
    """
    if mss is None or mss < _SMALLEST_MSS:
        return ()
    six = version == IPV6
    sizes = (
        ("mss*", mss),
        ("mss*", mss - _TIMESTAMP if stamped else 0),
        ("mss*", 1460),
        ("mss*", 1448),
        ("mss*", 1440 if six else 0),
        ("mss*", 1428 if six else 0),
        ("mtu*", mss + 40),
        ("mtu*", mss + headers if headers else 0),
        ("mtu*", mss + 60 if six else 0),
        ("mtu*", 1500),
    )
    return tuple((kind, size) for kind, size in sizes if size)


def multiple_of(window: int, sizes: Iterable[tuple[str, int]]) -> Window | None:
    """Return the multiple of the first of ``sizes`` that divides a window, ``None`` for a window of 0."""
    if window:
        for kind, size in sizes:
            if not window % size:
                return Window(kind, window // size)
    return None
