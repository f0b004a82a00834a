"""The TCP options of a SYN as a signature sees them: their order, and the few values that count."""

from typing import Final, NamedTuple

_SIZES: Final = {"eol": 1, "nop": 1, "mss": 4, "ws": 3, "sok": 2, "ts": 10}
"""Bytes on the wire (RFC 9293, 7323, 2018) of the options whose length is fixed."""

_OWN_STAMP, _PEER_STAMP = 0, 1


class Options(NamedTuple):
    """An option list. A number is 0 where the option is absent, ``None`` where its value was not logged."""

    layout: str
    """Kinds in order, up to the first ``eol``."""
    mss: int | None
    scale: int | None
    own_stamp: bool | None
    """Whether its timestamp is other than 0; ``False`` without the option too."""
    peer_stamp: bool | None
    """The same of the timestamp that it echoes."""
    size: int | None
    """Bytes that the list takes; ``None`` with an option whose length is not known."""

    @property
    def has_stamp(self) -> bool:
        """Whether the list has a timestamp option."""
        return "ts" in self.layout

    @property
    def ended(self) -> bool:
        """Whether the list has an end-of-list option, which bytes of padding may follow."""
        return self.layout.endswith("eol")


def read_options(options: tuple[str, ...]) -> Options:
    """Return what a signature can see of the options of a header. Of an option that stands twice the last counts.

    An option that is not ``kind`` or ``kind:value:...`` of decimal numbers is taken for one without value.
    """
    parts = [option.split(":") for option in options]
    kinds = [part[0] for part in parts]
    if "eol" in kinds:
        kinds = kinds[: kinds.index("eol") + 1]
    values = {part[0]: part[1:] for part in parts[: len(kinds)]}
    sizes = [_SIZES.get(kind) for kind in kinds]
    return Options(
        layout=",".join(kinds),
        mss=_value(values.get("mss")),
        scale=_value(values.get("ws")),
        own_stamp=_is_set(values.get("ts"), _OWN_STAMP),
        peer_stamp=_is_set(values.get("ts"), _PEER_STAMP),
        size=None if None in sizes else sum(size for size in sizes if size is not None),
    )


def _value(values: list[str] | None, place: int = 0) -> int | None:
    """Return a number of an option: 0 if the option is absent (``None``), ``None`` if its number is."""
    if values is None:
        return 0
    text = values[place] if place < len(values) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(1 << 32)) else None


def _is_set(values: list[str] | None, place: int) -> bool | None:
    number = _value(values, place)
    return None if number is None else number != 0
