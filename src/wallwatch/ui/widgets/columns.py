"""The columns of the feed: what each shows, how wide it is, and which filter term its cell stands for.

Which columns there are depends on the width alone, so that nothing jumps while rows come. An address is never cut: a
row whose address is too long takes the room from what may be cut, its message first.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from rich.cells import cell_len

from wallwatch.filter.quote import term_for
from wallwatch.model import GAP, Alert
from wallwatch.model.times import iso
from wallwatch.store.ledger import Mark
from wallwatch.ui import words
from wallwatch.ui.ledger import HIDDEN, ODD
from wallwatch.ui.paint import Ink, fit, fit_right

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})

Asked = tuple[str, str | int | None]
"""A field of the query language and a value of it; ``None`` is a value that the alert lacks."""


class Column(NamedTuple):
    """A column. ``width`` 0 takes what the others leave; it stands from ``since`` to below ``until`` cells in all."""

    name: str
    width: int
    text: Callable[[Alert], str]
    asks: Callable[[Alert], Asked]
    gap: int = 2
    right: bool = False
    kept: bool = False
    """Never cut."""
    since: int = 0
    until: int = 10_000


class Slot(NamedTuple):
    """A column in its place: ``at`` cells from the start of the row, ``width`` cells wide."""

    column: Column
    at: int
    width: int


def _asked_time(alert: Alert) -> Asked:
    return "since", iso(alert.first, alert.zone, alert.tick)


def _asked_target(alert: Alert) -> Asked:
    return ("dport", alert.dport) if alert.dport is not None else ("proto", alert.proto)


def _asked_what(alert: Alert) -> Asked:
    signature = alert.signature
    if signature is None:
        found = ((name, getattr(alert, name)) for name in ("rule", "chain", "dport"))
        return next((pair for pair in found if pair[1] is not None), ("proto", alert.proto))
    # Snort numbers a rule that has no sid 0: all such rules share it.
    if not signature.sid or signature.gid is None:
        return "msg", signature.message or None
    return "sid", f"{signature.gid}:{signature.sid}"


def _asked_stack(alert: Alert) -> Asked:
    return "os", None if alert.os is None else alert.os.label


def _asked_hops(alert: Alert) -> Asked:
    return "hops", None if alert.os is None else alert.os.hops


def _in_few_words(alert: Alert) -> str:
    return _marked(words.stack_in_few_words(alert), alert, _OS_SHORT)


def _stack(alert: Alert) -> str:
    return _marked(words.stack(alert), alert, _OS)


def _marked(text: str, alert: Alert, width: int) -> str:
    """Return the name of a stack; a ``!`` at its end, which is never cut, if other witnesses contradict it."""
    if alert.os is None or not alert.os.disputed:
        return text
    room = width - len(_DISPUTED)
    name = text if cell_len(text) <= room else text[: room + 1].rpartition(" ")[0] or text
    return f"{fit(name, room).rstrip()}{_DISPUTED}"


def _verdict(alert: Alert) -> str:
    return "" if alert.proto == GAP else alert.verdict


_DISPUTED: Final = " !"
_OS_SHORT: Final = 10
_OS: Final = 18

_COLUMNS: Final = (
    Column("TIME", 8, words.clock, _asked_time, gap=1, until=112),
    Column("TIME", 14, words.date_and_clock, _asked_time, gap=1, since=112),
    Column("N", 3, words.packets, lambda alert: ("packets", alert.packets), right=True),
    Column("FROM", 15, lambda alert: alert.src, lambda alert: ("src", alert.src), gap=1, kept=True),
    Column("TO", 5, words.port, _asked_target, kept=True, until=100),
    Column("TO", 21, words.target, _asked_target, kept=True, since=100),
    Column("WHAT", 0, words.what, _asked_what, gap=1),
    Column("OS", _OS_SHORT, _in_few_words, _asked_stack, gap=1, since=68, until=132),
    Column("OS", _OS, _stack, _asked_stack, gap=1, since=132),
    Column("HOP", 3, words.hops, _asked_hops, gap=1, right=True, since=74),
    Column("SEEN", 4, lambda alert: alert.witnesses, lambda alert: ("seen", alert.witnesses), gap=1, since=56),
    Column("VERDICT", 11, _verdict, lambda alert: ("verdict", alert.verdict), since=112),
)
FIRST_CELL: Final = 2
"""Where the cursor begins: in the column of the sources, which is what one asks about most."""
_READABLE: Final = 3
"""Cells below which a cut text says nothing."""
_CUT_FIRST: Final = ("WHAT", "OS")
"""Where the room for a long address comes from."""


@lru_cache(maxsize=16)
def slots(width: int) -> tuple[Slot, ...]:
    """Return the columns of a row of ``width`` cells."""
    columns = [column for column in _COLUMNS if column.since <= width < column.until]
    columns[-1] = columns[-1]._replace(gap=0)
    rest = width - sum(column.width + column.gap for column in columns)
    placed: list[Slot] = []
    at = 0
    for column in columns:
        cells = column.width or (rest if rest >= _READABLE else 0)
        placed.append(Slot(column, at, cells))
        at += cells + column.gap
    return tuple(placed)


def header(width: int) -> list[str]:
    """Return the names of the columns, each padded to its place."""
    return [_padded(slot, slot.column.name) for slot in slots(width)]


def cells(alert: Alert, width: int, time: str | None = None, instead: Mapping[str, str] = NOTHING) -> list[str]:
    """Return what stands in each slot, padded to its place.

    ``time`` is shown instead of the alert's own time, ``instead`` has other texts by the names of the columns.
    """
    placed = slots(width)
    texts = [instead.get(slot.column.name) or slot.column.text(alert) for slot in placed]
    if time is not None:
        texts[0] = time
    return [_padded(slot, text) for slot, text in zip(_squeezed(placed, texts), texts, strict=True)]


def flag(mark: Mark, standing: int) -> tuple[str, Ink]:
    """Return the letter before a row, and its colour: what people and rules say of an alert."""
    if mark.starred:
        return "*", "starred"
    if standing & ODD:
        return "!", "odd"
    if standing & HIDDEN:
        return "h", "hidden"
    if mark.done:
        return "d", "done"
    return "n" if mark.note else " ", "shown"


def term(alert: Alert, column: Column, *, negate: bool = False) -> str:
    """Return the filter term that only (or, with ``negate``, not) alerts like this one in this column match.

    A gap has a time and a source, and nothing else that an alert has.
    """
    field, value = column.asks(alert)
    if alert.proto == GAP and column.name != "TIME":
        field, value = ("source", alert.src) if column.name == "FROM" else ("proto", GAP)
    return term_for(field, value, negate=negate)


def _squeezed(placed: Sequence[Slot], texts: Sequence[str]) -> list[Slot]:
    """Give what must not be cut the room it needs, at the cost of what may be cut."""
    wanted = [
        max(slot.width, cell_len(text)) if slot.column.kept else slot.width
        for slot, text in zip(placed, texts, strict=True)
    ]
    missing = sum(wanted) - sum(slot.width for slot in placed)
    for name in _CUT_FIRST if missing else ():
        for at, slot in enumerate(placed):
            if slot.column.name == name:
                given = min(missing, wanted[at])
                wanted[at] -= given
                missing -= given
    return [slot._replace(width=cells) for slot, cells in zip(placed, wanted, strict=True)]


def _padded(slot: Slot, text: str) -> str:
    shown = fit_right(text, slot.width) if slot.column.right else fit(text, slot.width)
    return shown + " " * slot.column.gap
