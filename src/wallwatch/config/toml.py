"""TOML texts that people edit: read with :mod:`tomllib`, and where in them each key stands."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final

import msgspec

from wallwatch.text import visible

SIZE_MAX: Final = 1_000_000
"""Longest file that is read, in characters."""

Place = tuple[str | int, ...]
"""A key in its tables: ``("rule", 0, "match")`` is ``match`` of the first ``[[rule]]``."""

Span = tuple[int, int]
"""The first and the last line of something, counted from 1."""

_DEPTH_MAX: Final = 16
_TOO_DEEP: Final = "The file is nested too deeply."
_SHOWN: Final = 60
_CLOSERS: Final = ("]", '"""', "'''")


class Problem(msgspec.Struct, frozen=True):
    """A mistake in a file. ``key`` is empty where none is meant, ``line`` is ``None`` where no line is."""

    file: str
    line: int | None
    key: str
    sentence: str


def read_toml(text: str, file: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return the tables of a text; of a text that is no TOML, nothing and the one problem with it. Never raises."""
    if len(text) > SIZE_MAX:
        return {}, (Problem(file, None, "", f"The file is longer than {SIZE_MAX:,} characters."),)
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        return {}, (Problem(file, None, "", _TOO_DEEP),)
    except ValueError as error:  # TOMLDecodeError is one, and so is what an integer of 5,000 digits raises
        words, _, place = visible(str(error)).partition(" (at ")
        number = place.removeprefix("line ").partition(",")[0]
        line = int(number) if number.isdigit() else text.rstrip().count("\n") + 1 if place else None
        return {}, (Problem(file, line, "", f"This is no TOML: {words}."),)
    return ({}, (Problem(file, None, "", _TOO_DEEP),)) if _is_deep(tables) else (tables, ())


def problems_at(wrong: Mapping[Place, str], text: str, file: str) -> tuple[Problem, ...]:
    """Return a problem for each sentence about a place in a text that is TOML, in the order of its lines."""
    if not wrong:
        return ()
    spans = line_spans(text)
    found = [Problem(file, _line(place, spans), _name(place), sentence) for place, sentence in wrong.items()]
    return tuple(sorted(found, key=lambda problem: problem.line or 0))


def near(name: str, names: Iterable[str]) -> str:
    """Return a question about the name that may be meant, or nothing."""
    found = get_close_matches(name[:_SHOWN], names, n=1)
    return f" Did you mean {found[0]}?" if found else ""


def shown(value: Any) -> str:
    """Return a value of a TOML file as people see it, safe and short."""
    return visible(json.dumps(value, default=str, ensure_ascii=False), _SHOWN)


def line_spans(text: str) -> dict[Place, Span]:
    """Return the lines of every header and every key with its value; ``text`` is TOML.

    The reading is left to :mod:`tomllib`: a statement is the fewest lines that it takes.
    """
    lines = text.split("\n")
    spans: dict[Place, Span] = {}
    table: Place = ()
    counts: dict[Place, int] = {}
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        end = at + 1
        if line.startswith("["):
            table = _table(_path(tomllib.loads(line)), counts, is_array=line.startswith("[["))
            spans[table] = (at + 1, end)
        elif line and not line.startswith("#"):
            end = _end(lines, at)
            path = _path(tomllib.loads("\n".join(lines[at:end])))
            for depth in range(1, len(path) + 1):
                spans.setdefault(table + path[:depth], (at + 1, end))
        at = end
    return spans


def _is_deep(tables: dict[str, Any]) -> bool:
    level: list[Any] = [tables]
    for _ in range(_DEPTH_MAX):
        inner = (part for one in level for part in (one.values() if isinstance(one, dict) else one))
        level = [part for part in inner if isinstance(part, (dict, list))]
    return bool(level)


def _end(lines: list[str], start: int) -> int:
    """Return the line after the statement that starts at ``start``."""
    for end in range(start + 1, len(lines)):
        if end == start + 1 or any(closer in lines[end - 1] for closer in _CLOSERS):
            try:
                tomllib.loads("\n".join(lines[start:end]))
            except tomllib.TOMLDecodeError:
                continue
            return end
    return len(lines)


def _path(tables: Any) -> tuple[str, ...]:
    """Return the keys down to the first value of a statement."""
    path: tuple[str, ...] = ()
    while isinstance(tables, dict) and tables:
        ((key, tables), *_) = tables.items()
        path += (key,)
        if isinstance(tables, list) and tables:
            (tables, *_) = tables
    return path


def _table(path: tuple[str, ...], counts: dict[Place, int], *, is_array: bool) -> Place:
    """Return the place of a header, with the number of each ``[[...]]`` on the way."""
    place: Place = ()
    for depth, key in enumerate(path, 1):
        place += (key,)
        if is_array and depth == len(path):
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place += (counts[place],)
    return place


def _line(place: Place, spans: Mapping[Place, Span]) -> int | None:
    """Return the line where a place begins, or the nearest that it is in."""
    while place:
        for found, (first, _) in spans.items():
            if found[: len(place)] == place:
                return first
        place = place[:-1]
    return None


def _name(place: Place) -> str:
    return visible(".".join(part for part in place if isinstance(part, str)), 100)
