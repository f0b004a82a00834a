"""Proofs that bytes are the ones that were read, which the tools of any host can check: ``length:cksum:md5sum``."""

import hashlib
import re
from typing import Final

_POLYNOMIAL: Final = 0x04C11DB7
_WORD: Final = 0xFFFFFFFF
_TOP: Final = 0x80000000
_PROOF: Final = re.compile(r"[0-9]{1,4}:[0-9]{1,10}:[0-9a-f]{32}")

NOTHING: Final = "0:0:0"
"""The proof of nothing: whatever the bytes are, it holds."""


def _entry(byte: int) -> int:
    value = byte << 24
    for _ in range(8):
        value = ((value << 1) ^ (_POLYNOMIAL if value & _TOP else 0)) & _WORD
    return value


_TABLE: Final = tuple(map(_entry, range(256)))


def proof(data: bytes) -> str:
    """Return the proof of some bytes, a few at most."""
    return f"{len(data)}:{cksum(data)}:{hashlib.md5(data, usedforsecurity=False).hexdigest()}" if data else NOTHING


def is_proof(text: str) -> bool:
    """Tell whether ``text`` is the proof of something."""
    return text == NOTHING or _PROOF.fullmatch(text) is not None


def cksum(data: bytes) -> int:
    """Return what POSIX ``cksum`` prints for some bytes."""
    value = 0
    for byte in data:
        value = ((value << 8) & _WORD) ^ _TABLE[(value >> 24) ^ byte]
    length = len(data)
    while length:
        value = ((value << 8) & _WORD) ^ _TABLE[(value >> 24) ^ (length & 0xFF)]
        length >>= 8
    return value ^ _WORD
