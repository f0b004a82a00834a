"""The members of a noise rule to be that one has to look at first: those that are starred, and those that differ."""

from collections.abc import Hashable, Iterator
from typing import Final

from wallwatch.engine.preview import OddMember, Preview
from wallwatch.model import Alert
from wallwatch.ui.paint import Parts, fit
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped
from wallwatch.ui.words import date_and_clock, many, share, target

CROWDED: Final = "its source knocks more often than the others"
ALIKE: Final = "All of them look alike, and none is starred."
TOO_FEW: Final = "There are too few of them to tell which look different."
LOOKING: Final = "Looking for those that look different ..."
NOTHING: Final = "It would hide nothing of all that was seen."


class MemberLines(LaidLines):
    """What would be hidden, in the heading, and below it the members that matter; one scrolls through them."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._found: Preview | None = None
        self._trouble = ""

    def show(self, found: Preview | None, trouble: str = "") -> None:
        """Show a preview; without one, that it is awaited or why there is none."""
        self._found, self._trouble = found, trouble
        self.lay_again()

    def heading(self, width: int) -> Parts:
        """Return how much would be hidden."""
        return [(fit(f" {self._words}", width), "failed" if self._trouble else "strong")]

    def heading_key(self) -> Hashable:
        """Return what the heading depends on."""
        return self._words, bool(self._trouble)

    @property
    def _words(self) -> str:
        return self._trouble or ("..." if self._found is None else hides(self._found))

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the starred members, the odd ones, and how many more there are of both."""
        found = self._found
        if found is None:
            return
        for alert in found.starred:
            yield from wrapped(f"s{alert.id}", f"STARRED {_named(alert)}", width, "failed")
        if more := found.starred_alerts - len(found.starred):
            yield from wrapped("starred", f"and {many(more, 'more starred alert')}", width, "failed")
        for member in found.odd:
            yield from wrapped(f"o{member.alert.id}", f"{_named(member.alert)}  {_differs(member)}", width, "odd")
        if more := found.odd_alerts - len(found.odd):
            yield from wrapped("odd", f"and {more:,} more that look different", width, "odd")
        if sentence := _otherwise(found):
            yield from wrapped("", sentence, width, "label")


def hides(found: Preview) -> str:
    """Return how much a rule would hide: ``would hide 90 of 100 alerts (90%), 3.1 a day; 2 look different``."""
    a_day = f", {found.alerts / found.days:,.1f} a day" if found.days >= 1 else ""
    so_far = "" if found.is_whole else " so far"
    odd = f"; {found.odd_alerts:,} look{'s' if found.odd_alerts == 1 else ''} different{so_far}" if found.shape else ""
    starred = f"; {found.starred_alerts:,} STARRED" if found.starred_alerts else ""
    part = share(found.alerts, found.total)
    return f"would hide {found.alerts:,} of {many(found.total, 'alert')} ({part}){a_day}{starred}{odd}"


def _otherwise(found: Preview) -> str:
    """Return what to say below those that stand out, or where none does."""
    if not found.alerts:
        return NOTHING
    if not found.is_whole:
        return LOOKING
    if found.starred or found.odd:
        return ""
    return TOO_FEW if found.shape is None else ALIKE


def _named(alert: Alert) -> str:
    return f"{date_and_clock(alert)} {alert.src} > {target(alert)}"


def _differs(member: OddMember) -> str:
    return "; ".join(oddity.words for oddity in member.oddities) or CROWDED
