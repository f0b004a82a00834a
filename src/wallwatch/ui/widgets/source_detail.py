"""One source in full: what asks for attention and what to do about it, what came in, and how far it was read."""

from collections.abc import Iterator
from typing import ClassVar, Final

from wallwatch.engine.positions import told
from wallwatch.engine.remedies import sightings_of
from wallwatch.engine.survey import Surveyed
from wallwatch.model.times import iso
from wallwatch.ui.paint import Ink
from wallwatch.ui.widgets.laid_lines import LaidLine, wrapped
from wallwatch.ui.widgets.pane import Pane
from wallwatch.ui.words import many, share

_INDENT: Final = "   "
_NOTHING: Final = "Nothing asks for attention."


class SourceDetail(Pane):
    """The source that the cursor of the table is on; it follows with the keys of a list where it is long."""

    TITLE: ClassVar[str] = "source"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._source: Surveyed | None = None

    def show(self, source: Surveyed | None) -> None:
        """Show a source; the cursor stays in its place while it is the same one."""
        if source == self._source:
            return
        if source is None or self._source is None or source.row.name != self._source.row.name:
            self.cursor = self.top = 0
        self._source = source
        self.lay_again()

    def subject(self, width: int) -> str:  # noqa: ARG002 - the rule cuts it
        """Return the name of the source."""
        return "" if self._source is None else self._source.row.name

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the findings, each with its remedy, then what was counted and how far the source was read."""
        if self._source is None:
            return
        for text, ink, indent in (*_findings(self._source), *_facts(self._source)):
            yield from wrapped(text, text, width, ink, indent)


def _findings(source: Surveyed) -> Iterator[tuple[str, Ink, str]]:
    for finding in source.findings:
        yield finding.reason, "failed", " "
        yield from ((line, "remedy", _INDENT) for line in finding.remedy.splitlines())
    if not source.findings:
        yield _NOTHING, "label", " "


def _facts(source: Surveyed) -> Iterator[tuple[str, Ink, str]]:
    row = source.row
    sorts = (
        many(row.received, "line"),
        many(sightings_of(row), "event"),
        f"{row.other:,} other",
        f"{row.unparsed:,} unparsed ({share(row.unparsed, row.received)})",
        f"{row.lost:,} lost",
        many(row.gaps, "gap"),
    )
    yield ", ".join(sorts), "shown", " "
    if row.last_event is not None:
        yield f"last event {iso(row.last_event, 0, 1_000_000)}", "shown", " "
    yield from ((words, "shown", " ") for words in told(source.positions))
