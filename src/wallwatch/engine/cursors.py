"""A source's own words for how far it is, put into what was made of its lines.

The words of a batch are about lines, what is committed is about what was decided of them: a line that waits for the
rest of its record is not decided, and neither is its word.
"""

from collections import deque
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from wallwatch.model.line import Lines, Reading

WAITING: Final = 65_536
"""Words of undecided lines that are kept, at most: more than the lines of any record."""


class Cursors:
    """The words of one source's lines that are not decided, by stream."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[tuple[int, str]]] = {}

    def passed_on(self, lines: Lines, reading: Reading) -> Reading:
        """Return the reading of a batch with the batch's mark, and the word of the last line that is decided by it."""
        cursor = self._cursor(lines, reading.end) if lines.cursors or self._waiting else ""
        return replace(reading, mark=lines.mark, cursor=cursor) if cursor or lines.mark else reading

    def _cursor(self, lines: Lines, decided: int) -> str:
        waiting = self._waiting.setdefault(lines.stream, deque(maxlen=WAITING))
        waiting.extend(zip(_ends(lines), lines.cursors, strict=False))
        cursor = ""
        while waiting and waiting[0][0] <= decided:
            _, cursor = waiting.popleft()
        if not waiting:
            del self._waiting[lines.stream]
        return cursor


def _ends(lines: Lines) -> Sequence[int]:
    return (*lines.starts[1:], lines.end)
