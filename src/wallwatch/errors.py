"""What can go wrong, in sentences for people.

Every error that wallwatch raises on purpose is a :class:`WallwatchError`. Its text is shown as it stands, so it
says what happened and, in ``remedy``, what to do about it.
"""


class WallwatchError(Exception):
    """Base of all errors that are shown to people without a traceback."""

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".rstrip()


class FilterError(WallwatchError):
    """A filter that cannot be read; ``start`` and ``end`` are the place of the mistake in its text."""

    def __init__(self, sentence: str, start: int, end: int, remedy: str = "") -> None:
        super().__init__(sentence, remedy)
        self.start = start
        self.end = end


class ConfigError(WallwatchError):
    """A configuration that cannot be used at all (a file that is no TOML, a theme that does not exist)."""


class SourceError(WallwatchError):
    """A source that cannot be read now: it is missing, or its permissions forbid it."""


class StoreError(WallwatchError):
    """A store that cannot be opened: it is damaged, newer than this program, or in use."""


class SignatureError(WallwatchError):
    """A line of a fingerprint database that does not follow its grammar."""
