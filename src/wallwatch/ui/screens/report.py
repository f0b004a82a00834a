"""A report before it is written: every format of it can be looked at, and says where its file is."""

import asyncio
from collections.abc import Hashable, Iterator, Sequence
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wallwatch.errors import WallwatchError
from wallwatch.ui.key_names import key_names_of
from wallwatch.ui.keymap import bindings
from wallwatch.ui.paint import Parts, fit
from wallwatch.ui.reporting import FORMS, Reporting
from wallwatch.ui.widgets.key_line import Hint, KeyLine
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped
from wallwatch.ui.words import many

LINES: Final = 2_000
"""Lines that are shown; a file has all."""


class ReportLines(LaidLines):
    """The lines of a report as they are in its file, what speaks against it above them."""

    def __init__(self) -> None:
        super().__init__()
        self._warnings: Sequence[str] = ()
        self._text: Sequence[str] = ()
        self._heading = ""

    def show(self, heading: str, warnings: Sequence[str], text: str) -> None:
        """Show another report, from its first line on."""
        lines = text.splitlines()
        more = len(lines) - LINES
        self._heading, self._warnings = heading, warnings
        self._text = [*lines[:LINES], f"({many(more, 'more line')} in the file)"] if more > 0 else lines
        self.lay_again()
        self.move(0)
        self.changed()

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the warnings and the lines, each in full."""
        for warning in self._warnings:
            yield from wrapped("warning", warning, width, "failed")
        for number, line in enumerate(self._text):
            yield from wrapped(str(number), line, width, "shown") if line else (LaidLine(str(number), ()),)

    def heading(self, width: int) -> Parts:
        """Return of what the report is, and in which format."""
        return [(fit(self._heading, width), "frame")]

    def heading_key(self) -> Hashable:
        """Return what the heading depends on."""
        return self._heading


class ReportScreen(ModalScreen[str | None]):
    """Shows reports, and closes with the sentence that says which file was written; ``None`` without one."""

    CSS_PATH = "report.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("report", "everywhere")]

    def __init__(self, reporting: Reporting) -> None:
        super().__init__()
        self._reporting = reporting
        self._lines = ReportLines()
        self._form = 0
        self._scope = 0
        self._anonymise = False
        self._warned: tuple[int, int] | None = None
        """The scope and format of which it was said that there is a reason not to write it."""

    def compose(self) -> ComposeResult:
        """Lay out the formats, the report, what was said, and the keys."""
        yield Static(id="forms", markup=False)
        yield self._lines
        yield Static(id="said", markup=False)
        yield KeyLine(
            Hint("report.next", "format"),
            Hint("report.anonymise", "stand-ins"),
            Hint("report.scope", "of what"),
            Hint("report.write", "write to a file"),
            Hint("report.out", "back"),
            Hint("help", "all keys"),
            id="keys",
        )

    def on_mount(self) -> None:
        """Begin with text."""
        self._lines.focus()
        self._look()

    def action_report_next(self) -> None:
        """Show the next format."""
        self._turn(1)

    def action_report_previous(self) -> None:
        """Show the format before."""
        self._turn(-1)

    def action_report_anonymise(self) -> None:
        """Show stand-ins for our own addresses and names, or these as they are."""
        self._anonymise = not self._anonymise
        self._look()

    def action_report_scope(self) -> None:
        """Report something else: the row, what is tagged, the incident, or all that the filter lets through."""
        self._scope = (self._scope + 1) % len(self._reporting.scopes)
        self._look()

    @work(exclusive=True, group="action.write")
    async def action_report_write(self) -> None:
        """Write the report to a file; what should not be written is said first."""
        of, form, chosen = self._reporting.scopes[self._scope], FORMS[self._form], (self._scope, self._form)
        try:
            if self._warned != chosen and await self._reporting.refused(of, form):
                self._warned = chosen
                self._say(f"{key_names_of(self.app)['report.write']} again writes it all the same.")
                return
            path = await self._reporting.write(of, form, anonymise=self._anonymise)
        except (WallwatchError, OSError) as error:
            self._say(str(error))
            return
        self.dismiss(f"Written: {path.name}, in {path.parent}")

    def action_report_out(self) -> None:
        """Go back without a file."""
        self.dismiss(None)

    def _turn(self, by: int) -> None:
        self._form = (self._form + by) % len(FORMS)
        self._look()

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        """Render what is chosen now, and show it."""
        of, form = self._reporting.scopes[self._scope], FORMS[self._form]
        self.query_one("#forms", Static).update(_forms(form))
        masked = ", own addresses and names replaced" if self._anonymise else ""
        try:
            warnings = await self._reporting.warnings(of, form)
            text = await self._reporting.render(of, form, anonymise=self._anonymise)
        except (WallwatchError, OSError) as error:
            warnings, text = [str(error)], ""
        await asyncio.sleep(0)
        self._lines.show(f" REPORT of {of.words}{masked}", warnings, text)
        self._say("")

    def _say(self, sentence: str) -> None:
        self.query_one("#said", Static).update(Content(sentence))


def _forms(current: str) -> Content:
    """Return all formats, the current one in brackets: without a colour it is the current one as well."""
    return Content("".join(f"[{form}]" if form == current else f" {form} " for form in FORMS))
