"""The answers of p0f, as its logs report them."""

from typing import Final

from wallwatch.model import Stack

_LONG_NAMES: Final = ("Mac OS X", "Mac OS", "HP UX")


def reported(label: str, hops: int | None, raw_sig: str | None = None) -> Stack:
    """Return p0f's own words as a stack; the family is the name that they begin with."""
    family = next((known for known in _LONG_NAMES if label.startswith(known)), label.partition(" ")[0])
    return Stack(label=label, family=family, match="reported", hops=hops, raw_sig=raw_sig)
