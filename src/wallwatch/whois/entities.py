"""The people and organisations in an RDAP answer: what their jCards (RFC 7095) say, as far as it is of use."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from wallwatch.text import visible

_DEPTH: Final = 3
_MOST: Final = 200
_TEXT: Final = 256
_PROPERTY: Final = 4
"""Parts of a property of a jCard at least: its name, parameters, type and value."""


class Entity(msgspec.Struct, frozen=True):
    """Somebody in an answer. ``depth`` is 1 for the block's own, 2 for theirs."""

    handle: str
    roles: frozenset[str]
    depth: int
    name: str | None = None
    is_organisation: bool = False
    country: str | None = None
    mails: tuple[str, ...] = ()


def entities(found: Mapping[str, Any], depth: int = 1) -> Iterator[Entity]:
    """Yield the entities of an answer, those of one level before those within them; a bounded number of them."""
    waiting = [(each, depth) for each in _listed(found)]
    for _ in range(_MOST):
        if not waiting:
            return
        entity, at = waiting.pop(0)
        yield _entity(entity, at)
        if at < _DEPTH:
            waiting += [(each, at + 1) for each in _listed(entity)]


def _listed(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    within = found.get("entities")
    return [each for each in within if isinstance(each, dict)][:_MOST] if isinstance(within, list) else []


def _entity(entity: Mapping[str, Any], depth: int) -> Entity:
    card = list(_card(entity.get("vcardArray")))
    kind = _first(card, "kind")
    organisation = _first(card, "org")
    roles = entity.get("roles")
    handle = entity.get("handle")
    return Entity(
        handle=visible(handle, _TEXT) if isinstance(handle, str) else "",
        roles=frozenset(role for role in roles if isinstance(role, str)) if isinstance(roles, list) else frozenset(),
        depth=depth,
        name=_first(card, "fn") or organisation,
        is_organisation=kind == "org" or (kind is None and organisation is not None),
        country=_country(card),
        mails=tuple(text for name, _, value in card if name == "email" and (text := _text(value))),
    )


def _card(found: object) -> Iterator[tuple[str, Mapping[str, Any], object]]:
    """Yield name, parameters and value of each property of a jCard."""
    properties = found[1] if isinstance(found, list) and len(found) > 1 else None
    for each in properties if isinstance(properties, list) else []:
        if isinstance(each, list) and len(each) >= _PROPERTY and isinstance(each[0], str):
            yield each[0], each[1] if isinstance(each[1], dict) else {}, each[3]


def _first(card: list[tuple[str, Mapping[str, Any], object]], wanted: str) -> str | None:
    return next((text for name, _, value in card if name == wanted and (text := _text(value))), None)


def _country(card: list[tuple[str, Mapping[str, Any], object]]) -> str | None:
    """Return the country of the postal address: its last part, or the last line of its label, as ARIN has it."""
    for name, parameters, value in card:
        if name != "adr":
            continue
        if isinstance(value, list) and value and (country := _text(value[-1])):
            return country
        label = parameters.get("label")
        lines = label.strip().splitlines() if isinstance(label, str) else []
        if lines:
            return visible(lines[-1].strip(), _TEXT)
    return None


def _text(value: object) -> str | None:
    """Return a value as text; a list of parts (a name of an organisation may have units) as its first one."""
    if isinstance(value, list):
        value = value[0] if value else None
    return visible(value, _TEXT).strip() or None if isinstance(value, str) else None
