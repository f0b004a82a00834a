"""Pauses before something is tried again: each longer than the one before, until it works."""

from typing import Final

SHORTEST: Final = 1.0
LONGEST: Final = 60.0


class Pauses:
    """The pauses of one source, in seconds: the first is ``shortest``, each is twice the last, up to ``longest``."""

    def __init__(self, shortest: float = SHORTEST, longest: float = LONGEST) -> None:
        self.coming = shortest
        """The pause that comes next."""
        self._shortest = shortest
        self._longest = longest

    def next(self) -> float:
        """Return how long to wait now."""
        pause, self.coming = self.coming, min(self._longest, 2 * self.coming)
        return pause

    def reset(self) -> None:
        """Begin again with the shortest: it works."""
        self.coming = self._shortest
