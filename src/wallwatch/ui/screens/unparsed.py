"""The lines of a source that look like ours and were not understood, as they stand."""

from collections.abc import Hashable, Iterator, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import Static

from wallwatch.store.unparsed import UnparsedRow
from wallwatch.ui.keymap import bindings
from wallwatch.ui.paint import Ink, Parts, fit
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped

_HINT: Final = "Esc: back   wallwatch explain 'LINE' tells why a line reads as it does"
_FORGED: Final = "possible forgery: "
_NONE: Final = "All lines that were kept of this source were understood."


class UnparsedScreen(ModalScreen[None]):
    """Shows ``lines``, newest first, over the screen before; Esc closes it."""

    CSS_PATH = "unparsed.tcss"
    BINDINGS: ClassVar = [Binding("escape,h,left,q", "close", "Back"), *bindings("everywhere")]

    def __init__(self, source: str, lines: Sequence[UnparsedRow]) -> None:
        super().__init__()
        self._source = source
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay out the lines, and the keys."""
        yield UnparsedLines(self._source, self._lines)
        yield Static(_HINT, id="keys", markup=False)

    def action_close(self) -> None:
        """Go back to the sources."""
        self.dismiss()


class UnparsedLines(LaidLines):
    """The lines, each in full; the byte at which each stands in its file comes first."""

    def __init__(self, source: str, lines: Sequence[UnparsedRow]) -> None:
        super().__init__()
        self._source = source
        self._lines = lines

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield all lines, or that there is none."""
        for line in self._lines:
            mark = _FORGED if line.forged else ""
            ink: Ink = "failed" if line.forged else "shown"
            yield from wrapped(str(line.start), f"{line.start}: {mark}{line.text}", width, ink)
        if not self._lines:
            yield LaidLine("", ((_NONE, "label"),))

    def heading(self, width: int) -> Parts:
        """Return what this is a list of."""
        return [(fit(f" NOT UNDERSTOOD  newest {len(self._lines):,} of {self._source}", width), "frame")]

    def heading_key(self) -> Hashable:
        """Return nothing: the heading is always the same."""
        return None
