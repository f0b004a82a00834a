"""The packets of the current alert: the ladder of their times, who saw each, and what differs from one to the next."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final, NamedTuple

from textual.reactive import var

from wallwatch.evidence.absent import absent, letters
from wallwatch.evidence.absent import words as absent_words
from wallwatch.model import GAP, Alert, Kind, Packet
from wallwatch.model.services import icmp_name
from wallwatch.model.times import SECOND
from wallwatch.ui.desk import Desk
from wallwatch.ui.messages import AlertsChanged, MarksChanged
from wallwatch.ui.paint import Part
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.widgets.gap_lines import gap_lines
from wallwatch.ui.widgets.laid_lines import LaidLine, wrapped
from wallwatch.ui.widgets.pane import Pane
from wallwatch.ui.words import endpoint

_ID_SPAN: Final = 65_536
_KIND: Final = 3
"""Cells that flags take at least, so that the columns stand still."""


class Selected(NamedTuple):
    """A packet, its ``place`` (from 0) among the ``of`` there are, and all of them; ``None`` where there is none."""

    packet: Packet | None
    place: int = 0
    of: int = 0
    packets: tuple[Packet, ...] = ()


class Packets(Pane):
    """One line a packet. The current one is what the fields are of."""

    TITLE: ClassVar[str] = "packets"

    selected: var[Selected] = var(Selected(None))
    """The packet under the cursor."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._desk = desk
        self._alert: Alert | None = None
        self._packets: tuple[Packet, ...] = ()

    def on_mount(self) -> None:
        """Follow what people note, and what is odd now."""
        subscribe(self, self._desk.bus, AlertsChanged, self._look_again)
        subscribe(self, self._desk.bus, MarksChanged, lambda _: self.lay_again())

    def show(self, alert: Alert | None) -> None:
        """Show the packets of an alert; the cursor stays in its place while the alert is the same."""
        if alert is None or self._alert is None or alert.id != self._alert.id:
            self.cursor = self.top = 0
        self._alert = alert
        self._packets = () if alert is None else self._desk.packets(alert.id)
        self.lay_again()

    def _look_again(self, news: AlertsChanged) -> None:
        """Lay out again what was judged again; the alert itself comes by :meth:`show`."""
        if self._alert is not None and (news.touched is None or self._alert.id in news.touched):
            self.lay_again()

    def subject(self, width: int) -> str:
        """Return the connection: in full, or without the target's address where there is no room for it."""
        alert = self._alert
        if alert is None:
            return ""
        if alert.proto == GAP:
            return alert.src
        source = endpoint(alert.src, alert.sport)
        full = f"{source} > {endpoint(alert.dst, alert.dport)}"
        return full if len(full) <= width or alert.dport is None else f"{source} > :{alert.dport}"

    def move(self, to: int) -> None:
        """Make another packet the current one; the last one, where something else stands below it."""
        super().move(to)
        place, count = min(self.cursor, len(self._packets) - 1), len(self._packets)
        self.selected = Selected(self._packets[place], place, count, self._packets) if count else Selected(None)

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield a line for each packet, what the alert is taken for, and what somebody noted on it."""
        if self._alert is None:
            return
        missed = absent(self._packets)
        yield from self._lines(missed)
        if missing := self._alert.packets - len(self._packets):
            yield from wrapped("more", f" {missing:,} further packets are counted, but not kept.", width, "label")
        for sentence in filter(None, dict.fromkeys(map(_translation, self._packets))):
            yield from wrapped("nat", sentence, width, "label", " ")
        if self._alert.proto == GAP:
            yield from gap_lines(self._alert, width)
        for rule, oddities in self._desk.oddities(self._alert):
            said = "; ".join(oddity.words for oddity in oddities)
            yield from wrapped("odd", f"odd for {rule.name}: {said}", width, "odd")
        if hiding := self._desk.hidden_by(self._alert):
            yield from wrapped("noise", f"noise: {hiding.name} hides it: {hiding.why}", width, "hidden")
        yield from _scan_lines(self._desk, self._alert, width)
        if self._alert.proto != GAP and self._alert.because:
            yield from wrapped("verdict", f"{self._alert.verdict}: {self._alert.because}", width, "strong")
        for sentence in absent_words(missed):
            yield from wrapped("absent", sentence, width, "label", " ")
        if note := self._desk.marks.of(self._alert).note:
            yield from wrapped("note", f"note: {note}", width, "starred", " ")

    def _lines(self, missed: Sequence[tuple[Kind, ...]]) -> Iterator[LaidLine]:
        """Yield the line of each packet; ``missed`` tells who did not see it."""
        rows = [_texts(packet, self._packets[0].time) for packet in self._packets]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for place, (packet, texts) in enumerate(zip(self._packets, rows, strict=True)):
            notes = _differences(self._packets[place - 1], packet) if place else ""
            notes = ", ".join(filter(None, (notes, letters(missed[place]), "NAT" if packet.translated else "")))
            yield LaidLine(str(place), tuple(_cells(texts, widths, packet.seen, notes)))


def _scan_lines(desk: Desk, alert: Alert, width: int) -> Iterator[LaidLine]:
    for scan in desk.scans([alert.scan]) if alert.scan else ():
        yield from wrapped("scan", f"{scan.kind} scan {scan.id}: {scan.because()}", width, "strong")


def _texts(packet: Packet, first: int) -> tuple[str, ...]:
    """Return the columns of a packet's line; what no source logged is empty."""
    numbers = (("id {}", packet.ip_id), ("ttl {}", packet.ttl), ("len {}", packet.length))
    return (
        f"{'~' if packet.estimated else '+'}{(packet.time - first) / SECOND:.3f}",
        _kind(packet).ljust(_KIND),
        "" if packet.seq is None else f"seq {packet.seq:08X}",
        *("" if number is None else words.format(number) for words, number in numbers),
    )


def _cells(texts: Sequence[str], widths: Sequence[int], seen: str, notes: str) -> Iterator[Part]:
    time, *others = (f"{text:<{width}}  " if width else "" for text, width in zip(texts, widths, strict=True))
    yield f" {time}", "strong"
    yield "".join(others), "shown"
    yield seen, "witness"
    yield f"  {notes}", "changed"


def _kind(packet: Packet) -> str:
    if packet.flags is not None:
        return packet.flags or "none"
    return "" if packet.icmp_type is None else f"{packet.icmp_type}/{packet.icmp_code or 0}"


def _translation(packet: Packet) -> str:
    """Return the other target or source of a packet that was logged before and after its address was translated."""
    other = packet.translated
    if other is None:
        return ""
    if other.dst != packet.dst:
        return f"NAT: also logged to {endpoint(other.dst, other.dport)}"
    return f"NAT: also logged from {endpoint(other.src, other.sport)}"


def _differences(previous: Packet, packet: Packet) -> str:
    """Say what a packet has in common with the one before it, and what differs."""
    if packet.icmp_type is not None and packet.proto != previous.proto:
        return f"{icmp_name(packet.proto, packet.icmp_type) or 'an error'}, from {packet.src}"
    steps = (_same(previous, packet), _id_step(previous, packet), _ttl_step(previous, packet))
    return ", ".join(step for step in steps if step)


def _same(previous: Packet, packet: Packet) -> str:
    if packet.seq is None or packet.flags is None or (packet.seq, packet.flags) != (previous.seq, previous.flags):
        return ""
    return "same SYN" if packet.flags == "S" else "same segment"


def _id_step(previous: Packet, packet: Packet) -> str:
    if packet.ip_id is None or previous.ip_id is None:
        return ""
    step = (packet.ip_id - previous.ip_id) % _ID_SPAN
    return "same id" if step == 0 else f"+{step} ids"


def _ttl_step(previous: Packet, packet: Packet) -> str:
    if packet.ttl is None or previous.ttl is None or packet.ttl == previous.ttl:
        return ""
    return f"ttl {packet.ttl - previous.ttl:+}"
