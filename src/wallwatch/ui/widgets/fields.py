"""The current packet field by field, what sent it, and the lines in which its witnesses speak of it."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual import work

from wallwatch.errors import StoreError
from wallwatch.evidence import court
from wallwatch.evidence.absent import absent, words
from wallwatch.evidence.court import Companion, Stacks
from wallwatch.model import GAP, Alert, Packet, Sighting
from wallwatch.model.times import off, to_datetime
from wallwatch.ui.explain import Field, ip_fields, quote, transport_fields
from wallwatch.ui.paint import Part, fit
from wallwatch.ui.widgets.court_lines import court_lines
from wallwatch.ui.widgets.gap_lines import gap_lines
from wallwatch.ui.widgets.laid_lines import LaidLine, wrapped
from wallwatch.ui.widgets.packets import Selected
from wallwatch.ui.widgets.pane import Pane
from wallwatch.ui.widgets.raw_lines import raw_lines
from wallwatch.ui.words import endpoint

if TYPE_CHECKING:
    from textual.timer import Timer

Companions = Callable[[Alert], Awaitable[tuple[Companion, ...]]]
"""What finds other alerts of the same source."""

_GROUP: Final = 7
_NAME: Final = 10
_VALUE: Final = 24
_TRUST: Final = {
    "kernel": "only the kernel writes it",
    "file": "a log file",
    "mixed": "a local user may have forged it",
}
_BETWEEN: Final = "\t"
"""Stands between the title of a group and the name of a field, in the name of an entry."""

_TRANSPORTS: Final = {"tcp": "TCP", "udp": "UDP", "icmp": "ICMP", "icmp6": "ICMPv6"}


class Fields(Pane):
    """What is known of one packet. Nothing is made up: a field that no source logged is not there.

    ``now`` gives microseconds since the epoch, ``second`` asks p0f's own database.
    """

    TITLE: ClassVar[str] = "fields"

    def __init__(
        self,
        companions: Companions | None = None,
        *,
        now: Callable[[], int] | None = None,
        second: Stacks | None = None,
        rest: float = 0,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._now = now
        self._second = second
        self._companions = companions
        self._rest = rest
        self._resting: Timer | None = None
        self._alert: Alert | None = None
        self._selected = Selected(None)
        self._others: tuple[Companion, ...] = ()
        self._shown: tuple[int | None, int] = (None, 0)
        self._place = self._read_from = ""

    @property
    def _packet(self) -> Packet | None:
        return self._selected.packet

    def on_show(self) -> None:
        """Ask now for what was not worth asking for while nobody saw it."""
        self._ask_soon()

    def show(self, alert: Alert | None, selected: Selected) -> None:
        """Show a packet of an alert. The cursor stays where it is while it is the same one."""
        shown = (None if alert is None else alert.id, selected.place)
        is_other = shown[0] != self._shown[0]
        if shown != self._shown:
            self.cursor = self.top = 0
        self._alert, self._selected, self._shown = alert, selected, shown
        self._place = f"packet {selected.place + 1} of {selected.of}"
        if is_other:
            self._others = ()
            self._ask_soon()
        self.lay_again()

    def subject(self, width: int) -> str:
        """Return which packet it is, and its time."""
        if self._packet is None or self._alert is None:
            return ""
        moment = to_datetime(self._packet.time, self._alert.zone)
        time = f"{moment:%H:%M:%S}" if self._packet.tick > 1 else f"{moment:%H:%M:%S.%f}"
        return f"{self._place}, {time}" if len(self._place) + len(time) + 2 <= width else self._place

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the groups: IP header, transport header, stack, witnesses."""
        if self._alert is not None and self._alert.proto == GAP:
            yield from gap_lines(self._alert, width)
        if self._packet is None or self._alert is None:
            return
        transport = _TRANSPORTS.get(self._packet.proto, self._packet.proto)
        yield from _group("IP", ip_fields(self._packet), width)
        yield from _group(transport, transport_fields(self._packet), width)
        packets, now = self._selected.packets or (self._packet,), self._now() if self._now else None
        heard = court.hear(self._alert, packets, self._others, now=now, second=self._second)
        yield from court_lines(heard, width)
        place = self._selected.place if self._selected.packets else 0
        missed = absent(packets, [packet for _, theirs in self._others for packet in theirs])
        for sentence in words(missed[place : place + 1]):
            yield from wrapped("absent", sentence, width, "label", " " * _GROUP)
        for sighting in self._packet.sightings:
            yield from _witness(sighting, self._packet, self._read_from, width)

    def move(self, to: int) -> None:
        """Make another line the current one; where its field was read from stands out in the records below."""
        super().move(to)
        marked = (self.entry or "").partition(_BETWEEN)[2]
        if marked != self._read_from:
            self._read_from = marked
            self.lay_again()

    def _ask_soon(self) -> None:
        """Ask for the other alerts of the source once the selection rests on one."""
        if self._companions is None:
            return
        if self._resting is not None:
            self._resting.stop()
        if self._rest == 0:
            self._ask()
        else:
            self._resting = self.set_timer(self._rest, self._ask)

    @work(exclusive=True, group="companions")
    async def _ask(self) -> None:
        """Hear the court again with the other alerts of the source. A store that cannot be read is told elsewhere."""
        alert = self._alert
        if alert is None or alert.proto == GAP or self._companions is None or not self.is_on_screen:
            return
        try:
            others = await self._companions(alert)
        except (StoreError, OSError):
            return
        if others and self._alert is not None and self._alert.id == alert.id:
            self._others = others
            self.lay_again()


def _group(title: str, fields: Iterable[Field], width: int) -> Iterator[LaidLine]:
    for index, field in enumerate(fields):
        yield from _line("" if index else title, field, width)


def _line(title: str, field: Field, width: int) -> Iterator[LaidLine]:
    """Yield a field in one line, or with its meaning below where both do not fit."""
    head: Part = (fit(f" {title}", _GROUP), "frame")
    name: Part = (fit(field.name, _NAME), "label")
    entry = f"{title}{_BETWEEN}{field.name}"
    room = width - _GROUP - _NAME
    if max(cell_len(field.value), _VALUE) + 1 + cell_len(field.meaning) <= room:
        value = field.value.ljust(_VALUE) + " " if field.meaning else field.value
        yield LaidLine(entry, (head, name, (value, "strong"), (field.meaning, "shown")))
        return
    indent = " " * (_GROUP + _NAME)
    first, *rest = wrapped(entry, field.value, max(room, 1), "strong")
    yield LaidLine(entry, (head, name, *first.parts))
    for line in rest:
        yield LaidLine(entry, ((indent, "shown"), *line.parts))
    yield from wrapped(entry, field.meaning, width, "shown", indent)


def _witness(sighting: Sighting, packet: Packet, marked: str, width: int) -> Iterator[LaidLine]:
    words = f"{sighting.source}  {sighting.format}, {_TRUST.get(sighting.trust, sighting.trust)}"
    for index, line in enumerate(wrapped(sighting.source, words, max(width - _GROUP, 1), "strong")):
        head: Part = (fit("" if index else " SEEN", _GROUP), "frame")
        yield LaidLine(sighting.source, (head, *line.parts))
    for name, mine, its in (
        ("target", (sighting.dst, sighting.dport), (packet.dst, packet.dport)),
        ("source", (sighting.src, sighting.sport), (packet.src, packet.sport)),
    ):
        if mine[0] != its[0] and sighting.quote is None:
            yield from _line("", Field(name, endpoint(*mine), "the address is translated"), width)
    for field in _said(sighting):
        yield from _line("", field, width)
    yield from raw_lines(sighting, marked, width, " " * _GROUP)


def _said(sighting: Sighting) -> Iterator[Field]:
    """Yield what the witness says beside the header."""
    signature = sighting.signature
    if signature is not None:
        numbers = ":".join(
            str(number) for number in (signature.gid, signature.sid, signature.rev) if number is not None
        )
        yield Field("signature", signature.message, numbers)
        yield from _named(("class", signature.classification), ("priority", signature.priority))
    through = " > ".join(name for name in (sighting.iface_in, sighting.iface_out) if name)
    yield from _named(
        ("host", sighting.host),
        ("clock", f"{off(sighting.skew)} the other sources" if sighting.skew else None),
        ("through", through or None),
        ("hardware", sighting.mac_src),
        ("chain", sighting.chain),
        ("rule", sighting.rule),
        ("action", sighting.action),
        ("repeats", sighting.repeat),
        ("quotes", None if sighting.quote is None else quote(sighting.quote)),
    )
    yield from _named(*sighting.more)


def _named(*pairs: tuple[str, str | int | None]) -> Iterator[Field]:
    return (Field(name, str(value)) for name, value in pairs if value is not None)
