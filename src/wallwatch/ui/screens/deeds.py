"""What screens have in common on which people do what can be undone."""

from collections.abc import Callable

from wallwatch.ui.desk import Desk
from wallwatch.ui.widgets.status import NoteLine


class Deeds:
    """Part of a screen: each deed says what was done, or why not. Such a screen binds the keys of ``undone``, too."""

    desk: Desk
    note_line: NoteLine

    async def action_triage_undo(self) -> None:
        """Undo what was done last."""
        await self._do(self.desk.triage.undo)

    async def action_triage_redo(self) -> None:
        """Do again what was undone."""
        await self._do(self.desk.triage.redo)

    def _is_refused(self) -> bool:
        """Say why nothing can be changed, where that is so; tell whether it is."""
        if refusal := self.desk.triage.refusal:
            self._say(refusal, mistake=True)
        return bool(refusal)

    async def _do(self, deed: Callable[[], str]) -> None:
        """Do something, and say what was done or why not."""
        await self.note_line.tell(self.desk.do(deed))

    def _say(self, sentence: str, *, mistake: bool = False) -> None:
        self.note_line.say(sentence, mistake=mistake)
