"""Asks how the sources are, beside what the engine says of them: in a thread, for it looks at files."""

from wallwatch.engine.lock import is_held, lock_path
from wallwatch.engine.made_room import made_room
from wallwatch.engine.survey import Surveyed, survey
from wallwatch.store import StoreReader
from wallwatch.ui.open_store import Question
from wallwatch.ui.session import Session


class Surveyor:
    """Surveys the sources of a session each time it is called."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def __call__(self) -> tuple[Surveyed, ...]:
        """Return how the sources are.

        Raises:
            StoreError: the store is missing, or cannot be read.
        """
        return await Question(self._session.store).ask(self._survey)

    async def room(self) -> str:
        """Return in a sentence what was dropped from memory; nothing if nothing was.

        Raises:
            StoreError: the store is missing, or cannot be read.
        """
        return await Question(self._session.store).ask(lambda reader: made_room(reader).sentence())

    def _survey(self, reader: StoreReader) -> tuple[Surveyed, ...]:
        collected = is_held(lock_path(self._session.store))
        return survey(
            reader.sources(), self._session.logs(), reader.streams, collected=collected, memory=reader.memory()
        )
