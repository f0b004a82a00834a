"""The sum of all lines in words."""

from typing import Final

from wallwatch.ui.messages import Sum
from wallwatch.ui.words import many

_ALWAYS: Final = frozenset({"shown", "hidden", "lost"})
"""Terms of the sum that are shown also where they are 0."""
_JUDGED: Final = frozenset({"shown", "hidden"})


def sum_words(lines: Sum, rules: int, plus: str, *, gaps: bool = False, zeros: bool = True) -> str:
    """Return the sum as a sum: ``4812 = 22 shown + 4790 hidden + 0 lost · 6 rules``.

    A log that leaves out lines says how many at least, and of a gap nobody knows how many there were in it. While
    alerts are judged, their lines are in a term of their own: ``4812 = 4812 counting + 0 lost``. Without ``zeros``,
    of the terms that are 0 only the lost lines are said.
    """
    least = ">=" if lines.lost or gaps else ""
    terms = [(getattr(lines, name), name) for name in Sum.__struct_fields__]
    always = _ALWAYS - _JUDGED if lines.counting or not zeros else _ALWAYS
    shown = plus.join(
        f"{least if name == 'lost' else ''}{count} {name}" for count, name in terms if count or name in always
    )
    equals = plus.replace("+", "=")
    return f"{least}{lines.received}{equals}{shown}{plus.replace('+', '·')}{many(rules, 'rule')}"
