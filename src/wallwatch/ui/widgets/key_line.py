"""The line with the keys to know: as they are now, and as many as there is room for."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len

from wallwatch.ui.key_names import key_names_of
from wallwatch.ui.paint import Parts
from wallwatch.ui.widgets.bar import Bar

_BETWEEN: Final = "  "


class Hint(NamedTuple):
    """A key, by its id in the table of keys, and in a word or two what it does here.

    Without an id the words have a key that is always the same.
    """

    id: str
    words: str


class KeyLine(Bar):
    """The ``hints`` in their order; where there is no room for all, the first and the last ones stay."""

    def __init__(self, *hints: Hint, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._hints = hints

    def parts(self, width: int) -> Parts:
        """Return the line."""
        texts = said(self._hints, self.app)
        kept: set[int] = set()
        for place in _by_rank(len(texts)):
            if cell_len(_BETWEEN.join(texts[each] for each in sorted({*kept, place}))) < width:
                kept.add(place)
        return [(f" {_BETWEEN.join(texts[place] for place in sorted(kept))}", "label")]


def said(hints: Sequence[Hint], app: object) -> tuple[str, ...]:
    """Return each hint with the key that is its one in ``app``: ``? all keys``."""
    keys = key_names_of(app)
    return tuple(f"{keys[hint.id]} {hint.words}" if hint.id else hint.words for hint in hints)


def _by_rank(count: int) -> Iterator[int]:
    """Yield the places of hints, those that go last first: from both ends, the last one before the first."""
    for place in range((count + 1) // 2):
        yield count - 1 - place
        if place != count - 1 - place:
            yield place
