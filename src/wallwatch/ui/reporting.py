"""Reports on their way from the screen to files: what they are of, in which format, and where they go."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.errors import WallwatchError
from wallwatch.reports.abuse import doubts
from wallwatch.reports.file import file_name, free_name, write_new
from wallwatch.reports.gather import About
from wallwatch.reports.mail import draft
from wallwatch.reports.mask import masked
from wallwatch.reports.render import FORMATS
from wallwatch.reports.report import Report
from wallwatch.reports.reporter import parse_reporter
from wallwatch.reports.words import title
from wallwatch.reports.xarf import xarf_lines
from wallwatch.ui.desk import Desk
from wallwatch.ui.scopes import Scope

MAIL: Final = "abuse mail"
XARF: Final = "xarf"
NO_REPORTER: Final = "XARF names who reports: say it as reporter in config.toml."
"""What stands in the place of XARF where nobody is said to report."""

_TO_DESKS: Final = frozenset({MAIL, XARF})
_SUFFIXES: Final = {name: form.suffix for name, form in FORMATS.items()} | {MAIL: ".eml", XARF: ".xarf.json"}

FORMS: Final = tuple(_SUFFIXES)
"""The names of all formats, in their order on the screen."""


class Reporting:
    """Gathers reports and renders them. ``scopes`` are what it can be of; the first one is meant."""

    def __init__(self, desk: Desk, scopes: Sequence[Scope]) -> None:
        self.scopes = scopes
        self._desk = desk
        self._plain: dict[str, Report] = {}

    async def render(self, of: Scope, form: str, *, anonymise: bool) -> str:
        """Return the report in a format.

        Raises:
            WallwatchError: the store cannot be read, or nobody is said to report.
        """
        found = await self.report(of, anonymise=anonymise)
        return self._renderers()[form](found)

    async def report(self, of: Scope, *, anonymise: bool) -> Report:
        """Return the report of a scope, with our own addresses in it or without."""
        if of.words not in self._plain:
            self._plain[of.words] = await self._gathered(of)
        plain, ours = self._plain[of.words], self._desk.session.reports
        return masked(plain, ours.own, ours.hosts) if anonymise else plain

    async def warnings(self, of: Scope, form: str) -> list[str]:
        """Return what speaks against writing to an abuse desk, where the format is for one."""
        if form not in _TO_DESKS:
            return []
        return [doubt.sentence for doubt in doubts(await self.report(of, anonymise=False))]

    async def refused(self, of: Scope, form: str) -> bool:
        """Tell whether it has to be said twice that this is to be written."""
        if form not in _TO_DESKS:
            return False
        return any(doubt.refuses for doubt in doubts(await self.report(of, anonymise=False)))

    async def write(self, of: Scope, form: str, *, anonymise: bool) -> Path:
        """Write the report to a new file, and return where it is.

        Raises:
            WallwatchError: this console is read-only, or the file cannot be written.
        """
        session = self._desk.session
        if session.read_only:
            raise WallwatchError("This console is read-only.", "wallwatch report writes files without a screen.")
        found = await self.report(of, anonymise=anonymise)
        folder = session.reports.directory
        name = free_name(folder, file_name(title(found), _SUFFIXES[form]))
        return write_new(folder / name, self._renderers()[form](found))

    async def _gathered(self, of: Scope) -> Report:
        desk = self._desk
        alerts = await desk.read(of.ids)
        notes = {alert.id: desk.marks.of(alert).note for alert in alerts}
        networks = {alert.src: desk.network_of(alert.src) for alert in alerts}
        about = About(
            name=of.name,
            note=of.note,
            chosen=of.words,
            made=desk.session.clock(),
            network=networks.get,
            note_of=lambda alert: notes[alert.id],
            decisions=desk.marks.decisions(),
        )
        found = await desk.evidence_of(alerts, about)
        return msgspec.structs.replace(found, left_out=of.more)

    def _renderers(self) -> dict[str, Callable[[Report], str]]:
        sender = self._desk.session.reports.reporter
        return {name: form.render for name, form in FORMATS.items()} | {
            MAIL: lambda report: draft(report, parse_reporter(sender).line if sender else ""),
            XARF: lambda report: _xarf(report, sender),
        }


def _xarf(report: Report, sender: str | None) -> str:
    if sender is None:
        raise WallwatchError(NO_REPORTER)
    return xarf_lines(report, parse_reporter(sender))
