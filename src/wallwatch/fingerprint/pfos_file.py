"""Signatures of SYNs in the grammar of pf.os, which came with OpenBSD and comes with nftables and psad.

``wwww:ttt:D:ss:OOO:class:version:subtype:description``. It has no quirks: pf looks at none, and neither does a
signature that is read here.
"""

from typing import Final

from wallwatch.fingerprint.label import Label
from wallwatch.fingerprint.old_grammar import to_signature
from wallwatch.fingerprint.p0f2_file import named
from wallwatch.fingerprint.quirks import QUIRKS, quirk_bits
from wallwatch.fingerprint.signature import Signature

FIELDS: Final = 9

_LOOKED_AT: Final = frozenset({"df", "ts1-"})
_UNSEEN: Final = quirk_bits(name for name in QUIRKS if name not in _LOOKED_AT)


def parse_line(fields: list[str]) -> tuple[Signature, Label]:
    """Return the signature and the label of a line that was split at its colons.

    Raises:
        InexpressibleError: it says what a signature of ours cannot.
        SignatureError: it does not follow the grammar.
    """
    genre, _version, _subtype, description = fields[5:]
    return to_signature(fields[:5], 0, _UNSEEN), named(genre, description or genre)
