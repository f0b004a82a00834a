"""What people call the keys: as they are now, whatever ``keys.toml`` has made of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol, runtime_checkable

from wallwatch.ui.keymap import KEYS, REACHES, first_key, key_words, keys_of

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class KeyNames:
    """The key of each action, for sentences: ``keys["triage.undo"]`` is ``z``. ``overrides`` are other keys, by id."""

    def __init__(self, overrides: Mapping[str, str] = _NONE) -> None:
        self._overrides = overrides

    def __getitem__(self, id_: str) -> str:
        """Return what people call the first key that does something."""
        return first_key(id_, self._overrides)

    def among_alerts(self, key: str) -> str:
        """Return in a sentence what a key (by Textual's name) does on the alerts screen; an empty one for nothing."""
        for each in KEYS:
            if each.where in REACHES[0] and key in keys_of(each, self._overrides):
                return f"{key_words((key,))} ({each.words}) is a key of the alerts; {self['screen.alerts']} goes there."
        return ""


AS_THEY_ARE: Final = KeyNames()
"""The keys of the table."""


def choosing(keys: KeyNames, words: str = "take it") -> str:
    """Return how one of several is chosen; Enter does what the ``words`` say."""
    return f"{keys['feed.down']} {keys['feed.up']}: another one   Enter: {words}   Esc: leave"


@runtime_checkable
class Keyed(Protocol):
    """An app whose keys the user may have changed."""

    @property
    def key_names(self) -> KeyNames:
        """What its keys are called."""
        ...


def key_names_of(app: object) -> KeyNames:
    """Return what the keys of ``app`` are called; of any other app, as they are in the table."""
    return app.key_names if isinstance(app, Keyed) else AS_THEY_ARE
