"""What is known of one packet, field by field, what sent it, and the lines in which its witnesses speak of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from wallwatch.evidence import court
from wallwatch.evidence.absent import absent, words
from wallwatch.evidence.court import Companion, Stacks
from wallwatch.model import Alert, Packet, Sighting
from wallwatch.model.times import off
from wallwatch.ui.explain import Field, ip_fields, quote, transport_fields
from wallwatch.ui.paint import Part, fit
from wallwatch.ui.widgets.court_lines import court_lines
from wallwatch.ui.widgets.laid_lines import BETWEEN, LaidLine, wrapped
from wallwatch.ui.widgets.raw_lines import raw_lines
from wallwatch.ui.words import endpoint

if TYPE_CHECKING:
    from wallwatch.ui.widgets.packets import Selected

_GROUP: Final = 7
_NAME: Final = 10
_VALUE: Final = 24
_TRUST: Final = {
    "kernel": "only the kernel writes it",
    "file": "a log file",
    "mixed": "a local user may have forged it",
}
_TRANSPORTS: Final = {"tcp": "TCP", "udp": "UDP", "icmp": "ICMP", "icmp6": "ICMPv6"}


def field_lines(
    alert: Alert,
    selected: "Selected",
    others: Sequence[Companion],
    *,
    width: int,
    marked: str = "",
    now: int | None = None,
    second: Stacks | None = None,
) -> Iterator[LaidLine]:
    """Yield the groups of a packet: IP header, transport header, stack, witnesses; none where none is selected.

    ``others`` are other alerts of its source. In the records of the witnesses stands out where the field ``marked``
    was read from. ``now`` is in microseconds since the epoch, ``second`` asks p0f's own database.
    """
    packet = selected.packet
    if packet is None:
        return
    transport = _TRANSPORTS.get(packet.proto, packet.proto)
    yield from _group("IP", ip_fields(packet), width)
    yield from _group(transport, transport_fields(packet), width)
    packets = selected.packets or (packet,)
    yield from court_lines(court.hear(alert, packets, others, now=now, second=second), width)
    place = selected.place if selected.packets else 0
    missed = absent(packets, [each for _, theirs in others for each in theirs])
    for sentence in words(missed[place : place + 1]):
        yield from wrapped("absent", sentence, width, "label", " " * _GROUP)
    for sighting in packet.sightings:
        yield from _witness(sighting, packet, marked, width)


def _group(title: str, fields: Iterable[Field], width: int) -> Iterator[LaidLine]:
    for index, field in enumerate(fields):
        yield from _line("" if index else title, field, width)


def _line(title: str, field: Field, width: int) -> Iterator[LaidLine]:
    """Yield a field in one line, or with its meaning below where both do not fit."""
    head: Part = (fit(f" {title}", _GROUP), "frame")
    name: Part = (fit(field.name, _NAME), "label")
    entry = f"{title}{BETWEEN}{field.name}"
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
