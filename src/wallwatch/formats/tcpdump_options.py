"""TCP options in the words of tcpdump (print-tcp.c), of today and of 3.x."""

import re
from functools import lru_cache
from typing import Final

from wallwatch.formats.tcpopt import Options

_HEAD: Final = 2
"""Bytes of the kind and the length."""

_EDGES: Final = 8
"""Bytes of one block of a SACK."""

_WORDS: Final = tuple(
    (re.compile(pattern), name, size)
    for pattern, name, size in (
        (r"mss (\d{1,5})", "mss:{0}", 4),
        (r"nop", "nop", 1),
        (r"eol", "eol", 1),
        (r"wscale (\d{1,3})", "ws:{0}", 3),
        (r"sackOK", "sok", 2),
        (r"(?:TS val|timestamp) (\d{1,10})(?: ecr)? (\d{1,10})", "ts:{0}:{1}", 10),
        (r"sack(?: \d{1,2})? [{}\d:, ]{1,120}", "sack", None),
        (r"(?:unknown|opt)-(\d{1,3})(?:[ :](?:0x)?[\da-f]{0,80})?", "?{0}", None),
        (r"tfo {1,2}cookie(?:req| [\da-f]{1,40})", "?34", None),
        (r"exp-[^,]{1,60}", "?254", None),
        (r"echo \d{1,10}", "?6", 6),
        (r"echoreply \d{1,10}", "?7", 6),
        (r"cc \d{1,10}", "?11", 6),
        (r"ccnew \d{1,10}", "?12", 6),
        (r"ccecho \d{1,10}", "?13", 6),
        (r"md5[^,]{0,60}", "?19", 18),
        (r"scps[^,]{0,60}", "?20", None),
        (r"uto[^,]{0,60}", "?28", 4),
        (r"(?:tcp-ao|enhanced auth)[^,]{0,80}", "?29", None),
        (r"mptcp[^,]{0,120}", "?30", None),
    )
)
"""Words → name and size in bytes, where all that have the name are of one size."""

_BLOCK: Final = re.compile(r"\{\d{1,10}:\d{1,10}\}")


@lru_cache(maxsize=1_024)
def read(text: str, size: int | None) -> Options | None:
    """Return the options of a list of ``size`` bytes, or ``None`` if one of them is broken, cut off or not known.

    tcpdump prints nothing after an EOL: how much there was, the size tells.
    """
    found = [_option(word) for word in text.split(",")]
    options = [option for option in found if option is not None]
    if len(options) < len(found):
        return None
    names = tuple(name for name, _ in options)
    sizes = [length for _, length in options if length is not None]
    sized = size is not None and len(sizes) == len(options)
    unseen = size - sum(sizes) if sized and size is not None else None
    if unseen is not None and unseen < 0:
        return None
    return Options(
        names, size or sum(sizes), eol_pad=unseen if "eol" in names else None, bad=False if unseen is not None else None
    )


def _option(word: str) -> tuple[str, int | None] | None:
    """Return the name of an option and its size in bytes, if that is known."""
    for pattern, name, size in _WORDS:
        match = pattern.fullmatch(word)
        if match is not None:
            length = _HEAD + _EDGES * len(_BLOCK.findall(word)) if name == "sack" else size
            return name.format(*match.groups()), length
    return None
