"""The incidents: alerts that people put together. One is opened as a filter, reported, or dissolved; z undoes that."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import ClassVar, Final, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wallwatch.errors import WallwatchError
from wallwatch.reports.words import utc
from wallwatch.store import Incident
from wallwatch.ui.desk import Desk
from wallwatch.ui.key_names import key_names_of
from wallwatch.ui.keymap import bindings
from wallwatch.ui.messages import MarksChanged
from wallwatch.ui.paint import Parts, fit
from wallwatch.ui.screens.deeds import Deeds
from wallwatch.ui.screens.prompt import PromptScreen
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.widgets.key_line import Hint, KeyLine
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped
from wallwatch.ui.words import many

_NONE: Final = "Nobody has put alerts together yet: {} does that with the tagged alerts, or with the current one."


class Wish(NamedTuple):
    """What somebody wants of the incident of this name: to see its alerts, or its report."""

    name: str
    report: bool


class IncidentLines(LaidLines):
    """The incidents with their notes, newest first."""

    def __init__(self, incidents: Sequence[Incident]) -> None:
        super().__init__()
        self.incidents = incidents

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield each incident: its name, how much it is and when it was, and its note."""
        for incident in reversed(self.incidents):
            first = min(subject.first for subject in incident.subjects)
            last = max(subject.last for subject in incident.subjects)
            sources = len({subject.src for subject in incident.subjects})
            much = (
                f"{many(len(incident.subjects), 'alert')} from {many(sources, 'source')}, {utc(first)} to {utc(last)}"
            )
            yield from wrapped(incident.name, incident.name, width, "strong")
            yield from wrapped(incident.name, f"  {much}", width, "shown", "  ")
            if incident.note:
                yield from wrapped(incident.name, f"  {incident.note}", width, "label", "  ")
        if not self.incidents:
            yield from wrapped("", _NONE.format(key_names_of(self.app)["incident.put"]), width, "label")

    def heading(self, width: int) -> Parts:
        """Return what this is a list of."""
        return [(fit(f" INCIDENTS  {len(self.incidents):,}", width), "frame")]

    def heading_key(self) -> Hashable:
        """Return what the heading depends on."""
        return len(self.incidents)


class IncidentsScreen(Deeds, ModalScreen[Wish | None]):
    """Lists the incidents; closes with what is wanted of one, or ``None``."""

    CSS_PATH = "incidents.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("incidents", "undone", "everywhere")]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._lines = IncidentLines(desk.marks.incidents())

    def compose(self) -> ComposeResult:
        """Lay out the list, what was said, and the keys."""
        yield self._lines
        yield Static(id="said", markup=False)
        yield KeyLine(
            Hint("incidents.open", "its alerts"),
            Hint("incidents.report", "report"),
            Hint("incidents.note", "note"),
            Hint("incidents.dissolve", "dissolve"),
            Hint("triage.undo", "undo"),
            Hint("incidents.out", "back"),
            Hint("help", "all keys"),
            id="keys",
        )

    def on_mount(self) -> None:
        """Begin with the newest one; another console may change them."""
        self._lines.focus()
        subscribe(self._lines, self.desk.bus, MarksChanged, lambda _: self._look(), MarksChanged)

    def action_incidents_open(self) -> None:
        """Show the alerts of the incident."""
        self._close_with(report=False)

    def action_incidents_report(self) -> None:
        """Report the incident."""
        self._close_with(report=True)

    @work
    async def action_incidents_note(self) -> None:
        """Ask for another note on the incident."""
        incident = self._current
        if incident is None:
            return
        if self._is_refused():
            return
        note = await self.app.push_screen_wait(PromptScreen(f"Note on {incident.name}", incident.note))
        if note is not None and note != incident.note:
            await self._do(lambda: self.desk.triage.annotate(incident.name, note))

    async def action_incidents_dissolve(self) -> None:
        """Take all alerts out of the incident."""
        incident = self._current
        if incident is not None:
            await self._do(lambda: self.desk.triage.dissolve(incident.name))

    def action_incidents_out(self) -> None:
        """Go back to the alerts."""
        self.dismiss(None)

    @property
    def _current(self) -> Incident | None:
        return self.desk.marks.incident(self._lines.entry or "")

    def _close_with(self, *, report: bool) -> None:
        incident = self._current
        if incident is not None:
            self.dismiss(Wish(incident.name, report))

    async def _do(self, deed: Callable[[], str]) -> None:
        try:
            said = await self.desk.do(deed)
        except WallwatchError as error:
            said = str(error)
        self._look()
        self._say(said)

    def _say(self, sentence: str, *, mistake: bool = False) -> None:  # noqa: ARG002 - it is shown in one colour here
        self.query_one("#said", Static).update(Content(sentence))

    def _look(self) -> None:
        """List the incidents as they are now."""
        self._lines.incidents = self.desk.marks.incidents()
        self._lines.lay_again()
        self._lines.changed()
