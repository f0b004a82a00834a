"""A dictionary that keeps what was looked up or put last, within a bound."""

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """At most ``capacity`` entries, and at least half of it.

    There are two generations. What is looked up moves to the young one; when that is half of all, the old one, which
    nobody has asked for since, is dropped. So an entry costs nothing but its place in a dictionary.
    """

    def __init__(self, capacity: int) -> None:
        self._half = max(capacity // 2, 1)
        self._young: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def __contains__(self, key: Key) -> bool:
        return key in self._young or key in self._old

    def get(self, key: Key) -> Value | None:
        """Return an entry, ``None`` if it is not there, and keep it for longer."""
        value = self._young.get(key)
        if value is None and key in self._old:
            value = self._old.pop(key)
            self.put(key, value)
        return value

    def put(self, key: Key, value: Value) -> None:
        """Set an entry that :meth:`get` has not found, or has found."""
        self._young[key] = value
        if len(self._young) >= self._half:
            self._old, self._young = self._young, {}

    def pop(self, key: Key) -> Value | None:
        """Take an entry out and return it, ``None`` if it is not there."""
        old = self._old.pop(key, None)
        return self._young.pop(key, old)
