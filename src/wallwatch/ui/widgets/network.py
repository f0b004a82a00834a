"""Whose network an address is in: the record of its registered block, with its source and age."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from wallwatch.model.times import to_datetime
from wallwatch.ui.desk import Desk
from wallwatch.ui.paint import Part, fit
from wallwatch.ui.widgets.laid_lines import LaidLine, wrapped
from wallwatch.ui.widgets.pane import Pane
from wallwatch.ui.words import age
from wallwatch.whois.record import NetworkRecord

if TYPE_CHECKING:
    from textual.timer import Timer

REST: Final = 0.2
"""Seconds for which the selection has to rest before it is followed."""

_NAME: Final = 9
_NO_RECORD: Final = "No record of this address."
_WHY: Final = "Records come from the cache on this machine; nobody was asked."


class Network(Pane):
    """The record of the network of one address."""

    TITLE: ClassVar[str] = "network"

    def __init__(self, desk: Desk, *, rest: float = REST, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._desk = desk
        self._rest = rest
        self._resting: Timer | None = None
        self._address: str | None = None
        self._record: NetworkRecord | None = None

    def follow(self, address: str | None) -> None:
        """Show the network of an address once the selection rests on it."""
        if self._resting is not None:
            self._resting.stop()
        if self._rest == 0:
            self.show(address)
        elif address != self._address:
            self._resting = self.set_timer(self._rest, lambda: self.show(address))

    def show(self, address: str | None) -> None:
        """Show the network of an address."""
        self._address = address
        self._record = None if address is None else self._desk.session.networks.find(address)
        self.cursor = self.top = 0
        self.lay_again()

    def subject(self, width: int) -> str:  # noqa: ARG002 - an address is never cut
        """Return the address."""
        return self._address or ""

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the record, or that there is none."""
        if self._address is None:
            return
        if self._record is None:
            yield from wrapped("none", _NO_RECORD, width, "strong", " ")
            yield from wrapped("none", _WHY, width, "label", " ")
            return
        for name, value in _facts(self._record, self._desk.session.clock()):
            yield from _line(name, value, width)


def _facts(record: NetworkRecord, now: int) -> Iterator[tuple[str, str]]:
    facts = (
        ("name", record.name),
        ("block", f"{record.first} - {record.last}"),
        ("org", record.organisation),
        ("country", record.country),
        ("abuse", record.abuse),
        ("AS", None if record.asn is None else f"AS{record.asn}"),
        ("source", record.source),
        ("asked", f"{to_datetime(record.fetched):%Y-%m-%d}, {age(now - record.fetched)} ago"),
    )
    return ((name, value) for name, value in facts if value)


def _line(name: str, value: str, width: int) -> Iterator[LaidLine]:
    label: Part = (fit(f" {name}", _NAME), "label")
    blank: Part = (" " * _NAME, "label")
    for index, line in enumerate(wrapped(name, value, max(width - _NAME, 1), "shown")):
        yield LaidLine(name, (blank if index else label, *line.parts))
