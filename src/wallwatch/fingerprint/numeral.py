"""Numbers as they stand in a signature (decimal digits, no sign, no blanks), and the two that stand for a protocol."""

from typing import Final

from wallwatch.errors import SignatureError

IPV4: Final = 4
IPV6: Final = 6

_DIGITS_MAX: Final = 5
"""Nothing in a SYN's signature is larger than 65535, and a number of thousands of digits is not worth reading."""


def parse_number(text: str, what: str, most: int, least: int = 0) -> int:
    """Return ``text`` as a number from ``least`` to ``most``.

    Raises:
        SignatureError: it is none; the sentence calls it ``what``.
    """
    if text.isascii() and text.isdecimal() and len(text) <= _DIGITS_MAX and least <= int(text) <= most:
        return int(text)
    raise SignatureError(f"The {what} {text!r} is no number from {least} to {most}.")
