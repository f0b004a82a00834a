"""What a format is: three pure functions over one grammar, and a cheap test."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting

Span = tuple[int, int]


class Block(msgspec.Struct, frozen=True, gc=False):
    """The lines of one record, made safe for the eye."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as they stand, joined by newlines."""
        return "\n".join(self.lines)


class Format(Protocol):
    """The grammar of one emitter: a module of this package. Nothing here raises on what a stranger wrote.

    A line of the emitter that speaks of no packet (a start message, an ARP request) is none of the format's: ``frame``
    returns 0, and the line is counted with all others.
    """

    @property
    def name(self) -> str:
        """The format's public name, as in ``snort-dump``."""
        ...

    @property
    def kind(self) -> Kind:
        """What kind of witness its sightings are."""
        ...

    def sniff(self, line: str) -> bool:
        """Tell in a substring test or two whether a record may start at this line."""
        ...

    def frame(self, lines: Sequence[str], at: int, *, final: bool) -> int | None:
        """Return how many lines the record at ``lines[at]`` takes; 0 for none, ``None`` for "more, please".

        ``None`` is never returned when ``final``.
        """
        ...

    def parse(self, block: Block, clock: Clock) -> Sighting | None:
        """Return what the block says of a packet, or ``None`` if it is not a whole record."""
        ...

    def spans(self, block: Block) -> Mapping[str, Span]:
        """Return for each field of the sighting where it stands in ``block.text``."""
        ...
