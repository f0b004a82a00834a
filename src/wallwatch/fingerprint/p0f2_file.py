"""Signatures of SYNs in the grammar of p0f 2 (``p0f.fp`` until 2006): ``wwww:ttt:D:ss:OOO:QQ:OS:Details``.

A genre may begin with ``-`` or ``*`` (a program that writes its packets itself) or ``@`` (a catch-all).
"""

from typing import Final

from wallwatch.fingerprint.label import Label, family_of
from wallwatch.fingerprint.old_grammar import InexpressibleError, to_signature
from wallwatch.fingerprint.quirks import quirk_bits
from wallwatch.fingerprint.signature import Signature
from wallwatch.text import visible

FIELDS: Final = 8

_QUIRKS: Final = {"U": "uptr+", "A": "ack+", "T": "ts2+", "!": "bad", "0": "seq-"}
_DATA: Final = "D"
_ZERO_ID: Final = "Z"
_PAST_EOL: Final = "P"
_IGNORED: Final = frozenset({_DATA, _ZERO_ID, _PAST_EOL, "."})
"""``P`` is any byte after EOL, zeros too, which the length says already."""

_UNSEEN: Final = quirk_bits(("ecn", "0+", "flow", "opt+", "exws"))
"""What p0f 2 does not look at."""

_TOOL_MARKS: Final = "-*"
_GENERIC_MARK: Final = "@"


def parse_line(fields: list[str]) -> tuple[Signature, Label]:
    """Return the signature and the label of a line that was split at its colons.

    Raises:
        InexpressibleError: it has quirks that a signature of ours does not tell apart.
        SignatureError: it does not follow the grammar.
    """
    letters, genre, details = fields[5:]
    names = []
    for letter in letters:
        if letter in _QUIRKS:
            names.append(_QUIRKS[letter])
        elif letter not in _IGNORED:
            raise InexpressibleError(f"The quirk {letter!r} of p0f 2 has no counterpart.")
    with_df = fields[2] == "1"
    if with_df and _ZERO_ID not in letters:
        names.append("id+")
    elif not with_df and _ZERO_ID in letters:
        names.append("id-")
    signature = to_signature(fields[:5], quirk_bits(names), _UNSEEN, payload=_DATA in letters)
    return signature, named(genre, f"{genre.lstrip(_TOOL_MARKS + _GENERIC_MARK)} {details}")


def named(genre: str, text: str) -> Label:
    """Return the label of a genre with its marks, shown as ``text``."""
    family = genre.lstrip(_TOOL_MARKS + _GENERIC_MARK)
    return Label(
        text=visible(text.strip()),
        family=visible(family_of(family)),
        generic=genre.startswith(_GENERIC_MARK),
        tool=genre[:1] in set(_TOOL_MARKS),
    )
