"""Configuration files, read: what they say, and the mistakes in them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Annotated, Any, Final, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import UNSET, Meta

from wallwatch.config.amounts import Duration, Size
from wallwatch.config.block import Block
from wallwatch.config.settings import Config
from wallwatch.config.toml import Place, Problem, near, problems_at, read_toml, shown

_TYPES: Final = {field.name: field.type for field in msgspec.structs.fields(Config)}
_CONTAINERS: Final = {tuple: "a list", dict: "a table"}


def load(text: str | None, path: str) -> tuple[Config, tuple[Problem, ...]]:
    """Return what the text of ``config.toml`` says, and the mistakes in it; ``None`` is a file that is not there."""
    table, problems = read_toml(text or "", path)
    wrong: dict[Place, str] = {}
    good = {key: _taken(value, (key,), wrong) for key, value in table.items() if _is_known(key, wrong)}
    config = Config(**{key: value for key, value in good.items() if value is not UNSET})
    return config, problems + problems_at(wrong, text or "", path)


def load_keys(text: str | None, path: str) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return what the text of ``keys.toml`` sets: keys by id, as in ``"noise.draft" = "i"`` below ``[keys]``.

    Whether an id or a key exists is not looked at.
    """
    table, problems = read_toml(text or "", path)
    wrong: dict[Place, str] = {}
    keys: dict[str, str] = {}
    for place, value in _leaves(table, ()):
        if place[0] != "keys" or len(place) == 1:
            wrong[place] = "Ids of keys stand below [keys]."
        elif not isinstance(value, str):
            wrong[place] = f"{shown(value)} is not the name of a key in quotes."
        else:
            keys[".".join(place[1:])] = value
    return keys, problems + problems_at(wrong, text or "", path)


def _is_known(key: str, wrong: dict[Place, str]) -> bool:
    if key not in _TYPES:
        wrong[key,] = f"There is no such key.{near(key, _TYPES)}"
    return key in _TYPES


def _taken(value: Any, place: Place, wrong: dict[Place, str]) -> Any:
    """Return the value of a key without the entries that are wrong, or ``UNSET`` if it is wrong itself."""
    kind, meta = get_args(_TYPES[str(place[0])])
    container, inner = get_origin(kind), get_args(kind)
    if container is tuple and isinstance(value, list):
        taken = [_converted(entry, inner[0], meta, (*place, number), wrong) for number, entry in enumerate(value)]
        return tuple(entry for entry in taken if entry is not UNSET)
    if container is dict and isinstance(value, dict):
        named = {key: _converted(entry, inner[1], meta, (*place, key), wrong) for key, entry in value.items()}
        return {key: entry for key, entry in named.items() if entry is not UNSET}
    if container in _CONTAINERS:
        wrong[place] = f"{shown(value)} is not {_CONTAINERS[container]}."
        return UNSET
    return _converted(value, Annotated[kind, meta], meta, place, wrong)


def _converted(value: Any, kind: Any, meta: Meta, place: Place, wrong: dict[Place, str]) -> Any:
    try:
        return msgspec.convert(value, kind, dec_hook=_special)
    except msgspec.ValidationError:
        wrong[place] = f"{shown(value)} is not {meta.title}."
        return UNSET


def _special(kind: type, value: Any) -> tzinfo | Path | Duration | Size | Block:
    """Return a zone, a path, an amount or a block. What it raises, msgspec turns into an error of its own."""
    if not isinstance(value, str):
        raise TypeError(value)
    return _READERS[kind](value)


def _zone(text: str) -> tzinfo:
    if text.startswith(("+", "-")):
        return datetime.strptime(text, "%z").tzinfo or UTC
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(text) from error


def _absolute(text: str) -> Path:
    try:
        path = Path(text).expanduser()
    except RuntimeError as error:  # there is no such user
        raise ValueError(text) from error
    if not path.is_absolute():
        raise ValueError(text)
    return path


_READERS: Final[Mapping[type, Callable[[str], tzinfo | Path | Duration | Size | Block]]] = {
    tzinfo: _zone,
    Path: _absolute,
    Duration: Duration.parse,
    Size: Size.parse,
    Block: Block.parse,
}


def _leaves(table: Mapping[str, Any], place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every value of nested tables with its keys."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*place, key))
        else:
            yield (*place, key), value
