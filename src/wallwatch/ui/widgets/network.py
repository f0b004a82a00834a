"""Whose network an address is in: the record of its registered block, its source and age, and who was told what."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work

from wallwatch.errors import StoreError
from wallwatch.model.times import to_datetime
from wallwatch.ui.desk import Desk
from wallwatch.ui.paint import Part, fit
from wallwatch.ui.widgets.laid_lines import LaidLine, wrapped
from wallwatch.ui.widgets.pane import Pane
from wallwatch.ui.words import age, many
from wallwatch.whois.lookups import Found
from wallwatch.whois.record import NetworkRecord

if TYPE_CHECKING:
    from textual.timer import Timer

REST: Final = 0.2
"""Seconds for which the selection has to rest before it is followed, and again before a registry is asked."""

_NAME: Final = 9
_NO_RECORD: Final = "No record of this address."


class Network(Pane):
    """The record of the network of one address.

    What is known on this machine is shown at once; what a registry answers comes later, if the address is still the
    one that is looked at.
    """

    TITLE: ClassVar[str] = "network"

    def __init__(self, desk: Desk, *, rest: float = REST, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._desk = desk
        self._rest = rest
        self._resting: Timer | None = None
        self._address: str | None = None
        self._found = Found()
        self._local: tuple[NetworkRecord, ...] = ()
        self._alike = ""
        self._host = ""

    def follow(self, address: str | None) -> None:
        """Show the network of an address once the selection rests on it, and ask for it once it rests longer."""
        self._stop_resting()
        if self._rest == 0:
            self.show(address)
        else:
            self._resting = self.set_timer(self._rest, lambda: self.turn_to(address))

    def turn_to(self, address: str | None) -> None:
        """Show the network of an address now, whatever was followed, and ask for it once somebody rests on it."""
        self._stop_resting()
        if address != self._address:
            self.show(address)
        if self._rest:
            self._resting = self.set_timer(self._rest, self._ask)

    def show(self, address: str | None, *, found: Found | None = None) -> None:
        """Show what is known of an address on this machine, or what was ``found`` out."""
        desk = self._desk
        self._address = address
        self._alike = self._host = ""
        self._local = () if address is None else desk.session.offline.find(address)
        self._found = found or Found(None if address is None else desk.lookups.known(address))
        self.cursor = self.top = 0
        self.lay_again()
        if self.is_attached:
            self._compare()

    def ask_again(self) -> None:
        """Ask the registry for this address alone, whatever is known."""
        self._stop_resting()
        self._ask(again=True)

    def _stop_resting(self) -> None:
        if self._resting is not None:
            self._resting.stop()
            self._resting = None

    @work(exclusive=True, group="whois")
    async def _ask(self, *, again: bool = False) -> None:
        """Ask for the address that is looked at; an answer for another one is kept, and not shown."""
        address = self._address
        if address is None:
            return
        found = await self._desk.look_up(address, again=again)
        if address == self._address:
            self.show(address, found=found)
            self._ask_for_host()

    @work(exclusive=True, group="host")
    async def _ask_for_host(self) -> None:
        """Say the host name of the address, where the user wants to know it."""
        address, reverse = self._address, self._desk.session.reverse
        if address is None or reverse is None:
            return
        host = reverse.problem or await reverse.find(address) or "no name"
        if address == self._address:
            self._host = host
            self.lay_again()

    @work(exclusive=True, group="alike")
    async def _compare(self) -> None:
        """Say what else came from the block."""
        address, record = self._address, self._found.record
        if record is None:
            return
        try:
            alike = await self._desk.seen_from(record.first, record.last)
        except StoreError:
            return  # The follower tells of it.
        if address == self._address and alike.addresses:
            ports = ", ".join(map(str, alike.ports))
            said = many(alike.addresses, "source"), many(alike.packets, "packet"), ports and f"ports {ports}"
            self._alike = ", ".join(filter(None, said))
            self.lay_again()

    def subject(self, width: int) -> str:  # noqa: ARG002 - an address is never cut
        """Return the address."""
        return self._address or ""

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the record, or that there is none."""
        if self._address is None:
            return
        record, found = self._found.record, self._found
        if record is None:
            yield from wrapped("none", _NO_RECORD, width, "strong", " ")
        for name, value in self._facts():
            yield from _line(name, value, width)
        for sentence in (found.sentence, *self._hints(record)):
            if sentence:
                yield from wrapped("why", sentence, width, "label", " ")

    def _facts(self) -> Iterator[tuple[str, str]]:
        found, now = self._found, self._desk.session.clock()
        if self._host:
            yield "host", self._host
        if found.record is not None:
            yield from _facts(found.record, now)
        yield from (("offline", _in_short(each)) for each in self._local)
        if self._alike:
            yield "also", self._alike
        if found.told:
            yield "told", f"{', '.join(found.told)} of {self._address}"

    def _hints(self, record: NetworkRecord | None) -> Iterator[str]:
        """Yield what asking again would do."""
        key = self._desk.keys["network.ask_again"]
        policy = self._desk.lookups.policy
        if policy is None and not self._found.sentence:
            yield f"{key} asks the registry that has it, and asks you first."
        elif record is None and policy == "cache" and not self._found.sentence:
            yield "Records come from the cache on this machine; nobody was asked."
        elif record is not None and record.is_covering and policy in {"rdap", "rdap+whois"}:
            yield f"A provider's block: {key} asks for this address alone."


def _facts(record: NetworkRecord, now: int) -> Iterator[tuple[str, str]]:
    facts = (
        ("name", record.name),
        ("block", f"{record.first} - {record.last}"),
        ("kind", record.kind),
        ("org", record.organisation),
        ("country", record.country),
        ("abuse", f"{record.abuse} ({record.abuse_found})" if record.abuse_found else record.abuse),
        ("AS", None if record.asn is None else f"AS{record.asn}"),
        ("source", record.source),
        ("asked", f"{to_datetime(record.fetched):%Y-%m-%d}, {age(now - record.fetched)} ago"),
    )
    return ((name, value) for name, value in facts if value)


def _in_short(record: NetworkRecord) -> str:
    """Return what a database on this machine says, with its name and its age."""
    system = None if record.asn is None else f"AS{record.asn}"
    said = ", ".join(filter(None, (record.country, system, record.organisation, f"{record.first} - {record.last}")))
    return f"{said} ({record.source}, {to_datetime(record.fetched):%Y-%m-%d})"


def _line(name: str, value: str, width: int) -> Iterator[LaidLine]:
    label: Part = (fit(f" {name}", _NAME), "label")
    blank: Part = (" " * _NAME, "label")
    for index, line in enumerate(wrapped(name, value, max(width - _NAME, 1), "shown")):
        yield LaidLine(name, (blank if index else label, *line.parts))
