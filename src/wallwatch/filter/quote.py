"""How a value that holds blanks or signs is written in a filter, so that it reads back as itself."""

from collections.abc import Iterable
from typing import Final

_PLAIN: Final = frozenset("._/:*+@#%^~-")
ANYTHING_UNKNOWN: Final = "?"
"""The value that asks for records that do not know the field."""

NO_FLAGS: Final = "none"
"""The value that asks for a TCP segment without flags."""


def quote(text: str) -> str:
    r"""Return ``text`` as one value: as it is, or in quotes with ``\"`` for a quote and ``\\`` for a backslash."""
    if text and all(char.isalnum() or char in _PLAIN for char in text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def unquoted(text: str) -> str:
    r"""Return what stands between two quotes; a backslash before anything but a quote or a backslash is itself."""
    plain: list[str] = []
    chars = iter(text)
    for char in chars:
        if char != "\\":
            plain.append(char)
            continue
        following = next(chars, "")
        plain.append(following if following in {'"', "\\"} else char + following)
    return "".join(plain)


def term_for(field: str, value: str | int | None, *, negate: bool = False) -> str:
    """Return the term for one value of a field, as a cell of a row has it; ``None`` is a value the record lacks."""
    written = ANYTHING_UNKNOWN if value is None else quote(str(value))
    return f"{'-' if negate else ''}{field}:{written}"


def term_for_any(field: str, values: Iterable[str]) -> str:
    """Return the term for any one of some values of a field."""
    return f"{field}:{','.join(map(quote, values))}"
