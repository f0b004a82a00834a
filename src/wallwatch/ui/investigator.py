"""Asks which addresses may be one machine's, in a thread each time, with what people decided beside it."""

from collections.abc import Sequence
from typing import Final

from wallwatch.engine.actors import Actor, actor_of, actors_of, survey
from wallwatch.model import Alert
from wallwatch.ui.desk import Desk
from wallwatch.ui.open_store import Question

_PAIR: Final = 2
"""Alerts that are held against each other where a person chose them."""


class Investigator:
    """Asks the store of a desk. All methods raise :class:`StoreError` where it is missing, or cannot be read."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def look_into(self, alerts: Sequence[Alert]) -> list[Actor]:
        """Return who else may be behind an alert; of two alerts of different addresses, whether they are one's."""
        decisions = self._desk.marks.decisions()
        one, *others = alerts
        question = Question(self._desk.session.store)
        if len(alerts) == _PAIR and others[0].src != one.src:
            return await question.ask(lambda reader: actor_of(reader, one, others[0], decisions))
        return await question.ask(lambda reader: actors_of(reader, one, decisions))

    async def survey(self) -> list[Actor]:
        """Return all that is supported, open, or decided on."""
        decisions = self._desk.marks.decisions()
        return await Question(self._desk.session.store).ask(lambda reader: survey(reader, decisions))
