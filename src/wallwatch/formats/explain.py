"""Why a line reads as it does: its head, its format, where each field stands in it; or what each format misses."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from wallwatch.formats import envelope, losses, repeats
from wallwatch.formats.envelope import Envelope
from wallwatch.formats.format import Block, Format, Span
from wallwatch.formats.reader import LineReader
from wallwatch.formats.unfold import shown, text_of
from wallwatch.model import Sighting, Signature, Stack
from wallwatch.model.line import Lines

_OWN: Final = frozenset(
    (
        "tick",
        "zone",
        "year_stated",
        "source",
        "format",
        "kind",
        "trust",
        "raw",
        "lines",
        "stream",
        "start",
        "end",
        "number",
        "skew",
    )
)
"""What a sighting holds beside the fields of its record."""


_NOWHERE: Final = (0, 0)


class Field(msgspec.Struct, frozen=True):
    """A field, its value, and where in the text of the record it stands; ``None`` for what follows from others."""

    name: str
    value: object
    span: Span | None = None


class Explained(msgspec.Struct, frozen=True):
    """What was made of some lines that belong together.

    ``text`` is what the formats read, ``raw`` the lines as they stand. ``refusals`` name each format with the reason
    why it did not read them; ``remarks`` are sentences.
    """

    raw: str
    text: str
    head: Envelope | None
    sighting: Sighting | None = None
    fields: tuple[Field, ...] = ()
    refusals: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


def explain(lines: Sequence[bytes], reader: LineReader, formats: Sequence[Format]) -> Iterator[Explained]:
    """Yield what ``reader`` makes of whole ``lines``, in their order; ``formats`` are those that it reads."""
    # With one byte a line, the places of a reading are the numbers of its lines.
    batch = Lines(
        source="", stream="", start=0, end=len(lines), lines=tuple(lines), starts=tuple(range(len(lines))), ended=True
    )
    reading = reader.feed(batch)
    known = {each.name: each for each in formats}
    sightings = {sighting.start: sighting for sighting in reading.sightings}
    unread = {line.start: line for line in reading.unparsed}
    at = 0
    while at < len(lines):
        sighting = sightings.get(at)
        end = at + 1 if sighting is None else sighting.end
        block = Block(shown(lines[at:end])[0])
        if sighting is not None:
            yield _read(sighting, block, known[sighting.format])
        else:
            line = unread.get(at)
            yield _unread(lines[at], block, formats, forged=line is not None and line.forged)
        at = end


def _read(sighting: Sighting, block: Block, reads: Format) -> Explained:
    head = envelope.split(block.lines[0])
    if sighting.repeat is not None:
        remark = f"It stands for {sighting.repeat} more of the line before it of the same host."
        return Explained(sighting.raw, block.text, head, sighting, tuple(_fields(sighting, {})), remarks=(remark,))
    spans = dict(reads.spans(block))
    fields = sorted(_fields(sighting, spans), key=lambda field: (field.span is None, field.span or _NOWHERE))
    return Explained(sighting.raw, block.text, head, sighting, tuple(fields), remarks=_carried(sighting.raw, block))


def _unread(raw: bytes, block: Block, formats: Sequence[Format], *, forged: bool) -> Explained:
    head = envelope.split(block.text)
    refusals = tuple((each.name, _refusal(each, block)) for each in formats)
    original = text_of(raw)
    remarks = list(_carried(original, block))
    if forged:
        remarks.append("Another program wrote it, and it holds what looks like a record: possible forgery, no event.")
    if head is not None and repeats.read(block.text, head) is not None:
        remarks.append("It repeats the line before it of its host, which is no record.")
    lost = 0 if head is None else losses.read(block.text, head, envelope.uptime(block.text, head.message_at)[1])
    if lost:
        remarks.append(f"It says that at least {lost} lines were not logged.")
    return Explained(original, block.text, head, refusals=refusals, remarks=tuple(remarks))


def _refusal(reads: Format, block: Block) -> str:
    """Return why a format does not read a line, as far as it came with it."""
    lines = list(block.lines)
    if not lines or not reads.sniff(lines[0]):
        return "its words are not in it"
    if not reads.frame(lines, 0, final=True):
        return "its words are in it, but not as and where its emitter writes them, or it speaks of no packet"
    return "it begins like one of its records, and is torn or holds a value that cannot be"


def _carried(raw: str, block: Block) -> tuple[str, ...]:
    return () if raw == block.text else ("It was taken out of a mail or an entry of the journal; this was read:",)


def _fields(sighting: Sighting, spans: dict[str, Span]) -> Iterator[Field]:
    """Yield each field that is known, and where it stands."""
    for name in sighting.__struct_fields__:
        value = getattr(sighting, name)
        if name in _OWN or value is None or name == "more":
            continue
        if isinstance(value, Signature | Stack):
            yield from _parts(value, spans)
        elif isinstance(value, msgspec.Struct):
            quoted = {part: getattr(value, part) for part in value.__struct_fields__}
            yield from (Field(f"quote.{part}", each) for part, each in quoted.items() if each is not None)
        else:
            yield Field(name, value, spans.get(name))
    yield from (Field(name, value, spans.get(name)) for name, value in sighting.more)


def _parts(record: Signature | Stack, spans: dict[str, Span]) -> Iterator[Field]:
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if value is not None and value != ():
            yield Field(name, value, spans.get(name))
