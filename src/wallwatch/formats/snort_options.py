"""TCP options in the words of Snort's packet dump (src/log.c, PrintTcpOptions; src/log/log_text.cc in Snort 3)."""

import re
from functools import lru_cache
from typing import Final

from wallwatch.formats.tcpopt import Options

WRAP: Final = "\nTCP Options => "
"""What 1.x and 2.2 put in before an option when the line has become longer than 60 columns."""

_HEAD: Final = 2
"""Bytes of the kind and the length, which the length that is printed leaves out."""

_WORDS: Final = tuple(
    (re.compile(pattern), name, size)
    for pattern, name, size in (
        (r"MSS: (\d{1,5})", "mss:{0}", 4),
        (r"NOP", "nop", 1),
        (r"EOL", "eol", 1),
        (r"WS: (\d{1,3})", "ws:{0}", 3),
        (r"SackOK", "sok", 2),
        (r"TS: (\d{1,10}) (\d{1,10})", "ts:{0}:{1}", 10),
        (r"Sack: \d{1,10}@\d{1,10}", "sack", None),
        (r"Echo: \d{1,10}", "?6", 6),
        (r"Echo Rep: \d{1,10}", "?7", 6),
        (r"CC \d{1,10}", "?11", 6),
        (r"CCNEW: \d{1,10}", "?12", 6),
        (r"CCECHO: \d{1,10}", "?13", 6),
        (r"Kind (\d{1,3}), Len \d{1,3} \|[\dA-Fa-f ]{0,120}\|", "?{0}", None),
    )
)
"""Words → name and size in bytes. Of ``Sack`` Snort prints two halves of one edge, whatever its size."""

_UNKNOWN: Final = re.compile(r"Opt (\d{1,3})(?: \((\d{1,2})\):)?")
_OCTET: Final = re.compile(r" ?[\dA-F]{2}")


@lru_cache(maxsize=512)
def read(text: str, count: int, size: int) -> Options | None:
    """Return the ``count`` options of a list of ``size`` bytes, or ``None`` if the words are not Snort's.

    Snort prints nothing after an EOL and nothing after a malformed option: how much there was, the size tells, unless
    an option is in the list whose size is not printed.
    """
    rest = text.replace(WRAP, "").strip()
    names: list[str] = []
    sizes: list[int | None] = []
    while rest:
        option = _option(rest)
        if option is None:
            return None
        name, length, taken = option
        names.append(name)
        sizes.append(length)
        rest = rest[taken:].lstrip()
    known = [length for length in sizes if length is not None]
    unseen = size - sum(known) if len(known) == len(sizes) else None
    if "eol" in names:
        return Options(tuple(names), size, eol_pad=unseen, bad=len(names) != count)
    return Options(tuple(names), size, bad=None if unseen is None else unseen > 0 or len(names) != count)


def _option(words: str) -> tuple[str, int | None, int] | None:
    """Return name and size of the option that begins the words, and how many characters it takes."""
    for pattern, name, size in _WORDS:
        match = pattern.match(words)
        if match is not None:
            return name.format(*match.groups()), size, match.end()
    match = _UNKNOWN.match(words)
    if match is None:
        return None
    length = int(match[2] or 0)
    end = match.end()
    # 2.2 glues the next word to the last octet, and in `89CC 5` not all hex digits are octets.
    for _ in range(length):
        octet = _OCTET.match(words, end)
        if octet is None:
            return None
        end = octet.end()
    return f"?{match[1]}", _HEAD + length, end
