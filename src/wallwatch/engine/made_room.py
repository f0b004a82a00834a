"""What made room in memory: alerts closed early, scans that cannot go on, knocks forgotten before they were of any."""

from collections.abc import Mapping
from typing import Final

import msgspec

from wallwatch.store import StoreReader

NAME: Final = "made room"
"""Its name among what engines remember in the store."""


class MadeRoom(msgspec.Struct, frozen=True):
    """How many, in all runs over a store. None of them is gone from the store: they only were not looked at again."""

    alerts: int = 0
    """Alerts that were closed early; their later packets opened new ones."""
    scans: int = 0
    """Scans that others needed the room of; who went on with one began another."""
    knocks: int = 0
    """Alerts in no scan that are too many alerts ago to begin one any more."""

    def sentence(self) -> str:
        """Return it for people; nothing where nothing made room."""
        told = (
            (self.alerts, "alert was", "alerts were", "closed early"),
            (self.scans, "scan", "scans", "cannot go on"),
            (self.knocks, "knock is", "knocks are", "too old to begin a scan"),
        )
        parts = [f"{count:,} {one if count == 1 else more} {what}" for count, one, more, what in told if count]
        return f"To keep memory small: {', '.join(parts)}." if parts else ""


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(MadeRoom).decode


def room_words(made: MadeRoom) -> bytes:
    """Return it in words for the store. The alerts are counted there anyway."""
    return _encode(made)


def remembered(words: Mapping[str, bytes]) -> MadeRoom:
    """Return what earlier runs have counted; nothing where the words are garbled."""
    try:
        return _decode(words[NAME]) if NAME in words else MadeRoom()
    except msgspec.DecodeError:
        return MadeRoom()


def made_room(reader: StoreReader) -> MadeRoom:
    """Return what made room in all runs over a store."""
    return msgspec.structs.replace(remembered(reader.memory()), alerts=reader.totals().evicted)
