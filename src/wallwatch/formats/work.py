"""The lines of one batch on their way through the reader, and what is kept of a range between two batches of it."""

import msgspec

from wallwatch.formats.unfold import Carried, Unfolder
from wallwatch.model import Sighting
from wallwatch.model.line import Lines, Unparsed


class Range(msgspec.Struct, gc=False):
    """What is kept of a range of a stream between two batches of it."""

    texts: list[str] = msgspec.field(default_factory=list)
    """The lines of a record whose end has not been seen."""
    starts: list[int] = msgspec.field(default_factory=list)
    carried: dict[int, Carried] = msgspec.field(default_factory=dict)
    unfolder: Unfolder = msgspec.field(default_factory=Unfolder)
    last: dict[str | None, Sighting | None] = msgspec.field(default_factory=dict)
    """What the last line of each host said; of any host under ``None``."""

    @property
    def start(self) -> int | None:
        """The first byte that is kept, if any is."""
        return self.starts[0] if self.starts else self.unfolder.held[0][1] if self.unfolder.held else None


class Work(msgspec.Struct, gc=False):
    """The lines of one batch, behind those that were kept; ``starts`` has the end as its last. ``at`` is the next."""

    lines: Lines
    texts: list[str]
    starts: list[int]
    carried: dict[int, Carried]
    last: dict[str | None, Sighting | None]
    sightings: list[Sighting] = msgspec.field(default_factory=list)
    unparsed: list[Unparsed] = msgspec.field(default_factory=list)
    received: int = 0
    other: int = 0
    lost: int = 0
    at: int = 0

    def count(self, taken: int) -> int:
        """Return how many lines of the source the next ``taken`` lines of text were."""
        if not self.carried:
            return taken
        return sum(self._originals(at) for at in range(self.at, self.at + taken))

    def raw(self, taken: int) -> str:
        """Return the next ``taken`` lines as they stand in the source."""
        if not self.carried:
            return self.texts[self.at] if taken == 1 else "\n".join(self.texts[self.at : self.at + taken])
        return "\n".join(line.text for at in range(self.at, self.at + taken) for line in self._as_they_stand(at))

    def trust(self) -> str | None:
        """Return who can have written the next line, if what carried it knows."""
        carried = self.carried.get(self.at)
        return None if carried is None else carried.trust

    def advance(self, taken: int) -> None:
        """Count the next ``taken`` lines as decided."""
        self.received += self.count(taken) if self.carried else taken
        self.at += taken

    def give_up(self, *, forged: bool = False) -> None:
        """Keep the next line as one that was not understood."""
        for line in self._as_they_stand(self.at):
            self.unparsed.append(Unparsed(line.text, line.start, line.end, forged))
        self.advance(1)

    def rest(self) -> tuple[list[str], list[int], dict[int, Carried]]:
        """Return what is not decided."""
        carried = {at - self.at: carried for at, carried in self.carried.items() if at >= self.at}
        return self.texts[self.at :], self.starts[self.at : -1], carried

    def _originals(self, at: int) -> int:
        carried = self.carried.get(at)
        return 1 if carried is None else len(carried.raws)

    def _as_they_stand(self, at: int) -> list[Unparsed]:
        carried = self.carried.get(at)
        if carried is None:
            return [Unparsed(self.texts[at], self.starts[at], self.starts[at + 1])]
        return [
            Unparsed(raw, start, end)
            for raw, start, end in zip(carried.raws, carried.starts, carried.starts[1:], strict=False)
        ]
