"""Dates in the orders in which emitters write them, down to the minute."""

import re
from typing import Final

Wall = tuple[int, int, int, int]
"""Month, day, hour, minute on the wall clock."""

_TWO_DIGITS: Final = 2
_TURN: Final = 70
"""Of years in two digits, 70 is 1970 and 69 is 2069."""

_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LOCAL: Final = {
    # What %b gives in de, fr, es, it, pt, nl, pl, cs, sv, da, nb, ru: journalctl follows its reader's locale.
    1: "ene gen janv. jan. sty led янв",
    2: "fév févr. feb. lut úno фев fev",
    3: "mär mars mrt märz mrz bře мар",
    4: "abr avril avr. apr. kwi dub апр april",
    5: "mai mag mei maj kvě май мая",
    6: "juin giu cze čen июн juni juni.",
    7: "juil. lug lip čec июл juli juli.",
    8: "ago août sie srp авг aug.",
    9: "set sept. wrz zář сен sep. sept",
    10: "okt out ott oct. paź říj окт okt.",
    11: "lis nov. ноя",
    12: "dez dic déc. gru pro дек des dec. des. dez.",
}
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, start=1)} | {
    word: number for number, words in _LOCAL.items() for word in words.split()
}

MONTH: Final = f"(?:[A-Za-z]{{3}}|{'|'.join(re.escape(word) for word in sorted(_MONTHS, key=len, reverse=True))})"
"""A month: three letters, or the abbreviation of a language that takes more or other letters."""

_HOUR: Final = r"(?P<hour>\d\d):(?P<minute>\d\d)"
_ORDERS: Final = tuple(
    re.compile(order + _HOUR)
    for order in (
        r"(?P<month>" + MONTH + r") {1,2}(?P<day>\d{1,2}) (?:(?P<year>\d{4}) )?",  # RFC 3164, ctime()
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[T ]",  # RFC 3339
        r"(?P<year>\d{4}):(?P<month>\d\d):(?P<day>\d\d)-",  # Astaro
        r"(?P<year>1[3-9]|[2-9]\d)/(?P<month>\d\d)/(?P<day>\d\d)-",  # Snort 3 -y, which is younger than 2012
        r"(?P<month>\d\d)/(?P<day>\d\d)(?:/(?P<year>\d{4}|\d\d))?-",  # Snort 1 and 2, -y; Suricata with four digits
        r"(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d) ",  # p0f 3
        r"(?P<year>\d{4}) (?P<month>" + MONTH + r") {1,2}(?P<day>\d{1,2}) ",  # the year in front
        r"(?P<day>\d{1,2})/(?P<month>[A-Za-z]{3})/(?P<year>\d{4}):",  # Proxmox
    )
)


def read(text: str) -> tuple[int | None, Wall] | None:
    """Return the year, if one is named, and the wall clock; ``None`` if the text is no date. It may be no real one."""
    match = next((found for order in _ORDERS if (found := order.fullmatch(text))), None)
    if match is None:
        return None
    month, year = match["month"], match["year"]
    number = int(month) if month.isdecimal() else _MONTHS.get(month.lower(), 0)
    wall = (number, int(match["day"]), int(match["hour"]), int(match["minute"]))
    return (_full(year) if year else None), wall


def offset(text: str) -> int:
    """Return the seconds east of UTC of ``Z``, ``UTC``, ``+02:00`` or ``-0500``."""
    if text in {"Z", "UTC"}:
        return 0
    east = int(text[1:3]) * 3_600 + int(text[-2:]) * 60
    return -east if text[0] == "-" else east


def _full(year: str) -> int:
    if len(year) > _TWO_DIGITS:
        return int(year)
    return int(year) + (1_900 if int(year) >= _TURN else 2_000)
