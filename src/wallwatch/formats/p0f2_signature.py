"""The signature of a SYN as p0f 2 prints it (p0f.c, display_signature): ``wss:ttl:df:len:options:quirks``."""

import re
from functools import lru_cache
from typing import Final

from wallwatch.formats.grammar import Fields

_SIGNATURE: Final = re.compile(
    r"(?P<window>[ST]?\d{1,5}|\*\(\d{1,5}\)):(?P<ttl>\d{1,3}):(?P<df>[01]):(?P<length>\d{1,5}|\*\(\d{1,5}\)):"
    r"(?P<options>[\w?,.]{1,150}):(?P<quirks>[A-Z0-9!.]{1,20})$"
)
_DIGITS: Final = re.compile(r"\d{1,5}")
_GREATEST: Final = 65_535
_MOST: Final = 16
"""Options that p0f has room for; it does not say that there were more."""

_NAMES: Final = {"N": "nop", "S": "sok", "E": "eol", "?5": "sack"}
_VALUED: Final = {"M": "mss", "W": "ws", "?": "?"}
_OWN_MSS: Final = 1_460
_OWN_MTU: Final = 1_500
_HEADERS: Final = 40


@lru_cache(maxsize=1_024)
def read(signature: str | None) -> Fields:
    """Return the header fields that a signature is sure of; none of one that is not p0f's.

    The window may be given as a multiple (``S4``, ``T4``), and of which number is not said. Time stamps come without
    their values, and a list that has them is not claimed.
    """
    match = _SIGNATURE.match(signature) if signature else None
    if match is None:
        return {}
    names = [] if match["options"] == "." else match["options"].split(",")
    quirks = match["quirks"]
    fields: Fields = {
        "ttl": int(match["ttl"]),
        "df": match["df"] == "1",
        "length": _number(match["length"]),
        "window": _window(match["window"], _mss(names)),
    }
    # A quirk is a bit that p0f has looked at: an IP identification or a sequence number of zero, IP options.
    if "Z" in quirks:
        fields["ip_id"] = 0
    if "0" in quirks:
        fields["seq"] = 0
    if "I" not in quirks:
        fields["ip_header"] = 20
    # "!" is an option list that p0f gave up, for a reason that may also be its own.
    if "!" not in quirks and len(names) < _MOST and not any(option.startswith("T") for option in names):
        fields["options"] = tuple(map(_name, names))
    return fields


def _number(text: str) -> int:
    digits = _DIGITS.search(text)
    return int(digits[0]) if digits is not None else 0


def _mss(names: list[str]) -> int:
    return next((int(option[1:]) for option in names if option[:1] == "M" and option[1:].isdecimal()), 0)


def _name(option: str) -> str:
    name = _NAMES.get(option)
    if name is not None:
        return name
    kind, value = _VALUED.get(option[:1], option[:1]), option[1:]
    return f"?{value}" if kind == "?" else f"{kind}:{value}"


def _window(text: str, mss: int) -> int | None:
    """Return the window; ``None`` if it is a multiple of one of two numbers.

    p0f tries the MSS, then 1460, then the MTU, then 1500, and prints the first that divides.
    """
    if text[0] not in "ST":
        return _number(text)
    count = int(text[1:])
    units = [mss, _OWN_MSS] if text[0] == "S" else [mss + _HEADERS if mss else 0, _OWN_MTU]
    found = {count * unit for unit in units if unit and count * unit <= _GREATEST}
    found = {window for window in found if _printed(window, mss) == text}
    return found.pop() if len(found) == 1 else None


def _printed(window: int, mss: int) -> str | None:
    for letter, unit in (("S", mss), ("S", _OWN_MSS), ("T", mss + _HEADERS if mss else 0), ("T", _OWN_MTU)):
        if unit and window and window % unit == 0:
            return f"{letter}{window // unit}"
    return None
