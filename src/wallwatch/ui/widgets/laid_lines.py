"""Lines that are laid out anew for each width: what is too long goes on below, and nothing is cut."""

from collections.abc import Hashable, Iterator
from typing import ClassVar, Final, NamedTuple

from wallwatch.ui.paint import Ink, Part, wrap_cells
from wallwatch.ui.widgets.lines import MARGIN, Lines

BETWEEN: Final = "\t"
"""Stands between the title of a group and the name of a field, in the name of an entry."""


RAW: Final = " raw"
"""Ends the name of the entry that is a record as it was logged, and begins with its source's."""


class LaidLine(NamedTuple):
    """One line on the screen, and the name of the entry that it is part of."""

    entry: str
    parts: tuple[Part, ...]


class LaidLines(Lines):
    """A list whose entries take as many lines as they need. A subclass says what they are (``lay``)."""

    ALWAYS_MARKED: ClassVar[bool] = True

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._laid: list[LaidLine] = []

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the lines of all entries, for ``width`` cells."""
        raise NotImplementedError

    @property
    def entry(self) -> str | None:
        """The name of the entry under the cursor."""
        return self._laid[self.cursor].entry if self._laid else None

    def lay_again(self) -> None:
        """Lay the entries out as they are now; the cursor stays on its entry."""
        entry = self.entry
        self._laid = list(self.lay(max(self.size.width - MARGIN, 1)))
        places = [index for index, line in enumerate(self._laid) if line.entry == entry]
        self.move(places[0] if places and self.cursor not in places else self.cursor)

    def on_resize(self) -> None:
        """Lay the entries out for the new width."""
        self.lay_again()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._laid)

    def parts(self, index: int, width: int) -> tuple[Part, ...]:  # noqa: ARG002 - the width is known
        """Return what stands in line ``index``."""
        return self._laid[index].parts

    def key(self, index: int) -> Hashable:
        """Return all that line ``index`` depends on."""
        return self._laid[index]


def wrapped(entry: str, text: str, width: int, ink: Ink, indent: str = "") -> Iterator[LaidLine]:
    """Yield ``text`` in lines of ``width`` cells, all of them of one entry."""
    return (LaidLine(entry, ((line, ink),)) for line in wrap_cells(text, width, indent))
