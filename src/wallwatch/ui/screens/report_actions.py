"""What keys do to put alerts together, and to take them along as reports."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work

from wallwatch.errors import WallwatchError
from wallwatch.filter.parse import parse_query
from wallwatch.filter.query import Query
from wallwatch.filter.quote import quote
from wallwatch.filter.values import InIncident
from wallwatch.model import Alert
from wallwatch.store import Incident
from wallwatch.ui.screens.prompt import PromptScreen
from wallwatch.ui.screens.view_actions import ViewActions
from wallwatch.ui.words import many

if TYPE_CHECKING:
    from wallwatch.ui.scopes import Scope


class ReportActions(ViewActions):
    """A screen from whose alerts incidents and reports are made."""

    @work
    async def action_incident_put(self) -> None:
        """Put the chosen alerts into an incident, or take them out if all are in it; name and note are asked for."""
        if self._is_refused():
            return
        alerts = await self.chosen()
        if not alerts:
            return
        known = [incident.name for incident in self.desk.marks.incidents()][::-1]
        question = f"Put {many(len(alerts), 'alert')} into the incident called"
        name = await self.app.push_screen_wait(
            PromptScreen(question, self._suggested(alerts), suggestions=known, required=True)
        )
        if not name:
            return
        incident = self.desk.marks.incident(name)
        note = await self.app.push_screen_wait(PromptScreen(f"Note on {name}", incident.note if incident else ""))
        if note is not None:
            await self._do(lambda: self.desk.triage.gather(name, alerts, note))

    @work
    async def action_incident_list(self) -> None:
        """List the incidents, and open or report the one that is chosen."""
        from wallwatch.ui.screens.incidents import IncidentsScreen  # noqa: PLC0415 - the first screen does without

        wish = await self.app.push_screen_wait(IncidentsScreen(self.desk))
        if wish is None:
            return
        incident = self.desk.marks.incident(wish.name)
        if incident is None:
            return
        try:
            await (self._report([await self._scope_of(incident)]) if wish.report else self._open(incident))
        except WallwatchError as error:
            self._say(str(error), mistake=True)

    @work
    async def action_report_show(self) -> None:
        """Show the report of the tagged alerts, else of the incident in the filter, else of the one alert."""
        try:
            scopes = await self._scopes()
        except WallwatchError as error:
            self._say(str(error), mistake=True)
            return
        if scopes:
            await self._report(scopes)

    async def _report(self, scopes: "Sequence[Scope]") -> None:
        # Imported here: the first screen does without all the formats.
        from wallwatch.ui.reporting import Reporting  # noqa: PLC0415
        from wallwatch.ui.screens.report import ReportScreen  # noqa: PLC0415

        said = await self.app.push_screen_wait(ReportScreen(Reporting(self.desk, scopes)))
        if said is not None:
            self._say(said)

    async def _scopes(self) -> "list[Scope]":
        """Return what can be reported here: the most special first."""
        # Imported here, as below: the first screen does without all that weighs evidence.
        from wallwatch.reports.gather import PARTS  # noqa: PLC0415
        from wallwatch.ui.scopes import scope  # noqa: PLC0415

        follower, chosen = self.desk.follower, await self.chosen_ids()
        if not chosen:
            return []
        picked = scope(self._picked(len(chosen)), list(chosen))
        incident = self._incident_of(follower.query)
        scopes = [picked] if incident is None else [await self._scope_of(incident), picked]
        if self.feed.tags.count:
            scopes.sort(key=picked.__ne__)
        listed = f"filter {follower.query.text()}" if follower.query.terms else "all listed alerts"
        if opened := self.feed.levels.arrangement.opened:
            ids = await self.desk.listed([each.where for each in opened])
            return [*scopes, scope(f"{listed} of {' > '.join(each.words for each in opened)}", list(ids))]
        rows = await self.desk.all_rows()
        return [*scopes, scope(listed, list(rows.behind(0, PARTS)), total=rows.alerts_listed)]

    def _picked(self, count: int) -> str:
        """Return in words what is chosen."""
        if self.feed.tags.count:
            return many(count, "tagged alert")
        return "this alert" if self.feed.group is None else f"this group of {many(count, 'alert')}"

    async def _scope_of(self, incident: Incident) -> "Scope":
        from wallwatch.ui.scopes import scope  # noqa: PLC0415

        ids = await self.desk.all_like(_members(incident.name))
        return scope(f"incident {incident.name}", list(ids), incident.name, incident.note)

    async def _open(self, incident: Incident) -> None:
        """Filter the feed to an incident, with those of its alerts that a noise rule hides."""
        ids = await self.desk.all_like(_members(incident.name))
        alerts = await self.desk.read(ids)
        if any(self.desk.hidden_by(alert) for alert in alerts) and not self.desk.follower.show_hidden:
            self.action_noise_show_hidden()
        self._filter(_members(incident.name))
        gone = len(incident.subjects) - len(alerts)
        lost = f", {gone:,} more not in the store any more" if gone > 0 else ""
        self._say(
            f"{incident.name}: {many(len(alerts), 'alert')}{lost}; {self.desk.keys['filter.clear']} drops the filter."
        )

    def _incident_of(self, query: Query) -> Incident | None:
        """Return the incident that a filter is about, ``None`` if it is about none, or more."""
        values = [value for term in query.terms if not term.negated for value in term.values]
        names = [value.name for value in values if isinstance(value, InIncident)]
        return self.desk.marks.incident(names[0]) if len(names) == 1 else None

    def _suggested(self, alerts: Sequence[Alert]) -> str:
        """Return a name for an incident of these alerts: the one in the filter, else what they have in common."""
        incident = self._incident_of(self.desk.follower.query)
        if incident is not None:
            return incident.name
        messages = {alert.signature.message for alert in alerts if alert.signature}
        if len(messages) == 1:
            return messages.pop()
        ports = {(alert.proto, alert.dport) for alert in alerts}
        proto, port = next(iter(ports))
        return "" if len(ports) > 1 else proto if port is None else f"{proto}:{port}"


def _members(name: str) -> Query:
    return parse_query(f"incident:{quote(name)}")
