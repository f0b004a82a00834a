"""What keys do to alerts: tags, done, stars, notes, and the noise rules that are drafted from them.

:meth:`TriageActions.chosen` is the one way to ask which alerts a key is about: the tagged ones, else the one under the
cursor. Whoever adds a key that does something to alerts awaits it, and gives the alerts to one operation.
"""

from collections.abc import Callable, Sequence
from typing import Final

from textual import work

from wallwatch.errors import WallwatchError
from wallwatch.model import GAP, Alert
from wallwatch.ui.screens.alert_actions import AlertActions
from wallwatch.ui.screens.prompt import PromptScreen
from wallwatch.ui.screens.question import QuestionScreen
from wallwatch.ui.triage import MARKED_MAX
from wallwatch.ui.words import many

NO_NOISE: Final = "A gap is no noise: it tells of lines that nobody can read."
ASKED_FROM: Final = 1_000
"""So many alerts are not marked without a question."""

DRAFTED_MAX: Final = 5_000
"""A rule is drafted from so many alerts at most; its preview looks at all there are."""
_NOTHING_SHARED: Final = "These alerts have nothing in common that a rule could say; tag fewer of them."

Deed = Callable[[Sequence[Alert]], str]


class TriageActions(AlertActions):
    """A screen on whose alerts people say what they are."""

    def action_tag_row(self) -> None:
        """Tag the row, or the range that is open; the row of a group are all alerts of the group."""
        if self.feed.ranged or self.feed.group is None:
            self.feed.tag_row()
        else:
            self.action_tag_group()

    def action_tag_range(self) -> None:
        """Open a range, or tag the one that is open."""
        if self.feed.ranged or self.feed.group is None:
            self.feed.tag_range()
        else:
            self._say(f"A range is one of alerts; {self.desk.keys['tag.row']} tags the whole group.", mistake=True)

    @work
    async def action_tag_group(self) -> None:
        """Tag all that are like the cell under the cursor, or take their tags away."""
        term, ids = await self._group()
        if ids:
            on = self.feed.tag(ids)
            self._say(f"{many(len(ids), 'alert')} {'tagged' if on else 'not tagged any more'}: {term}")

    async def action_mark_done(self) -> None:
        """Mark the chosen alerts as done, or not done."""
        await self._upon_chosen(self.desk.triage.done, "done")

    async def action_mark_star(self) -> None:
        """Star the chosen alerts, or take their stars away."""
        await self._upon_chosen(self.desk.triage.star, "starred")

    def action_mark_group_done(self) -> None:
        """Mark all that are like the cell under the cursor as done, or not done."""
        self._upon_group(self.desk.triage.done, "done")

    def action_mark_group_star(self) -> None:
        """Star all that are like the cell under the cursor, or take their stars away."""
        self._upon_group(self.desk.triage.star, "starred")

    @work
    async def action_mark_note(self) -> None:
        """Ask for a note on the chosen alerts."""
        if self._is_refused():
            return
        alerts = await self.chosen()
        if not alerts:
            return
        notes = {self.desk.marks.of(alert).note for alert in alerts}
        about = "this alert" if len(alerts) == 1 else f"these {many(len(alerts), 'alert')}"
        question = PromptScreen(f"Note on {about}", notes.pop() if len(notes) == 1 else "")
        note = await self.app.push_screen_wait(question)
        if note is not None:
            await self._do(lambda: self.desk.triage.note(alerts, note))

    @work
    async def action_noise_draft(self) -> None:
        """Draft a noise rule from the chosen alerts, and put it in force."""
        if self._is_refused():
            return
        # Imported here: the first screen does without them.
        from wallwatch.noise.shared import shared_drafts  # noqa: PLC0415
        from wallwatch.ui.screens.noise_draft import NoiseDraftScreen  # noqa: PLC0415

        ids, desk = await self.chosen_ids(), self.desk
        alerts = [alert for alert in await self._read(ids[:DRAFTED_MAX]) if alert.proto != GAP]
        if not alerts:
            self._say(f"{NO_NOISE} {desk.keys['mark.done']} marks it as done." if ids else "", mistake=True)
            return
        found = shared_drafts(alerts, desk.block_of_all(alert.src for alert in alerts))
        if not found:
            self._say(_NOTHING_SHARED, mistake=True)
            return
        if len(ids) > DRAFTED_MAX:
            self._say(f"Drafted from {DRAFTED_MAX:,} of {many(len(ids), 'alert')}")
        draft = NoiseDraftScreen(found, desk.previews, desk.session.clock, desk.rulebook.rules.names)
        rule = await self.app.push_screen_wait(draft)
        if rule is not None:
            try:
                await desk.hide(rule, self._say)
            except WallwatchError as error:
                self._say(str(error), mistake=True)

    async def action_noise_fine(self) -> None:
        """Let what the alert differs in be usual for its noise rule."""
        alert = self.feed.current
        if alert is not None:
            await self._do(lambda: self.desk.triage.fine(alert, self.desk.oddities(alert)))

    async def chosen(self) -> list[Alert]:
        """Return the alerts that a key is about, in order of time: the tagged ones, else the one under the cursor.

        The row of a group stands for all of its alerts. There may be thousands; none if the list is empty, or the store
        cannot be read, which is said then.
        """
        return await self._read(await self.chosen_ids())

    async def chosen_ids(self) -> Sequence[int]:
        """Return the numbers of the same alerts, which costs less than to read them; an open range is tagged by it."""
        feed = self.feed
        feed.close_range()
        if feed.tags.count:
            return feed.tags.ids()
        if feed.group is not None:
            return (await self._group())[1]
        return () if feed.row_id is None else (feed.row_id,)

    async def _read(self, ids: Sequence[int]) -> list[Alert]:
        try:
            # Before they are read: a group may be half of the store.
            self.desk.triage.must_be_few(len(ids))
            return await self.desk.read(ids)
        except WallwatchError as error:
            self._say(str(error), mistake=True)
            return []

    async def _group(self) -> tuple[str, Sequence[int]]:
        """Return the listed alerts of the group under the cursor, or those like its cell, and what they are called."""
        feed, desk = self.feed, self.desk
        grouping, alert, term = feed.grouping, feed.current, feed.term()
        if alert is None or term is None:
            return "", ()
        within = [each.where for each in feed.levels.arrangement.opened]
        try:
            if grouping is None:
                return term, await desk.like(term, within)
            where = await desk.members_of(grouping, alert.id)
            return f"{grouping.name} {grouping.label(alert)}", await desk.listed([*within, where])
        except WallwatchError as error:
            self._say(str(error), mistake=True)
            return term, ()

    async def _upon_chosen(self, deed: Deed, words: str) -> None:
        """Do something to the chosen alerts: at once, but for a group, whose alerts have to be found first."""
        if self.feed.group is None or self.feed.tags.count:
            await self._upon(await self.chosen_ids(), deed, words)
        else:
            self._upon_group(deed, words)

    @work
    async def _upon_group(self, deed: Deed, words: str) -> None:
        term, ids = await self._group()
        await self._upon(ids, deed, words, term)

    async def _upon(self, ids: Sequence[int], deed: Deed, words: str, term: str = "") -> None:
        """Do something to alerts in one operation; where they are many, ask before."""
        if ASKED_FROM <= len(ids) <= MARKED_MAX:
            self._ask_before(ids, deed, words, term)
        else:
            await self._mark(ids, deed)

    @work
    async def _ask_before(self, ids: Sequence[int], deed: Deed, words: str, term: str) -> None:
        question = f"Mark {many(len(ids), 'alert')} as {words}, or not if all of them are?"
        if await self.app.push_screen_wait(QuestionScreen(question, term)):
            await self._mark(ids, deed)

    async def _mark(self, ids: Sequence[int], deed: Deed) -> None:
        alerts = await self._read(ids)
        follower = self.desk.follower
        unlisted = len(ids) - len(follower.rows.listed(ids)) if follower.is_whole(follower.rows) else 0
        if alerts:
            await self._do(lambda: f"{deed(alerts)}{f' {unlisted:,} of them are not on the list.' if unlisted else ''}")
