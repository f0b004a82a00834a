"""One ``[[rule]]`` of ``noise.toml``, read and checked. Whatever is wrong in a rule, it hides nothing."""

from collections.abc import Callable, Mapping
from datetime import UTC, date
from typing import Any, Final

import msgspec

from wallwatch.config.toml import near, shown
from wallwatch.errors import WallwatchError
from wallwatch.filter.parse import parse_query
from wallwatch.filter.query import Query
from wallwatch.filter.when import DAY, When, parse_duration, parse_when
from wallwatch.model.times import SECOND, to_datetime
from wallwatch.noise.rule import ADDRESS_CHANGE, NoiseRule
from wallwatch.text import visible

DEFAULT_EXPIRY: Final = "30d"
NAME_MAX: Final = 80
WHY_MAX: Final = 1_000
_A_DAY: Final = "%Y-%m-%d"
_A_MINUTE: Final = "%Y-%m-%dT%H:%MZ"


class _End(msgspec.Struct, frozen=True):
    """When a rule ends, in microseconds: ``after`` its creation, or ``at`` a time; neither for ``address-change``."""

    written: str
    after: int | None = None
    at: int | None = None


def new_rule(name: str, why: str, match: str, *, now: int, expires: str = DEFAULT_EXPIRY) -> NoiseRule:
    """Return a rule that is created at ``now`` (microseconds since the epoch, cut to the second).

    Raises:
        WallwatchError: one of them cannot stand in a rule; a ``FilterError`` if it is ``match``.
    """
    parse_query(match)
    table = {"name": name, "why": why, "match": match, "created": to_datetime(now - now % SECOND), "expires": expires}
    rule, wrong = read_rule(table, now)
    if rule is None:
        raise WallwatchError(" ".join(wrong.values()))
    return rule


def extended(rule: NoiseRule, until: str, now: int) -> NoiseRule:
    """Return a rule that holds until a date, or for a duration from ``now`` on; when it was made stays as it is.

    Raises:
        WallwatchError: ``until`` is neither.
    """
    after = parse_duration(until)
    if after is not None:
        until = to_datetime(now + after).strftime(_A_DAY if after % DAY == 0 else _A_MINUTE)
    made = new_rule(rule.name, rule.why, rule.match, now=now, expires=until)
    return msgspec.structs.replace(rule, expires=made.expires, ends=made.ends)


def read_rule(table: Mapping[str, Any], now: int) -> tuple[NoiseRule | None, dict[str, str]]:
    """Return the rule that the keys make, or none and a sentence for each key that is wrong or missing."""
    wrong = {key: f"There is no such key.{near(key, _READERS)}" for key in table if key not in _READERS}
    found: dict[str, Any] = {}
    for key, (read, otherwise) in _READERS.items():
        try:
            found[key] = read(table.get(key, otherwise))
        except WallwatchError as mistake:
            wrong[key] = str(mistake)
    created, end = found.get("created"), found.get("expires")
    if created is not None and created > now + DAY:
        wrong["created"] = "The rule is created in the future."
    if end is not None and end.after is not None and created is None and "created" not in wrong:
        wrong["expires"] = "A duration counts from created, which is missing."
    return (None, wrong) if wrong else (_rule(found), {})


def _rule(found: Mapping[str, Any]) -> NoiseRule:
    (match, query), end, created = found["match"], found["expires"], found["created"]
    return NoiseRule(
        name=found["name"],
        why=found["why"],
        match=match,
        query=query,
        created=created,
        expires=end.written,
        ends=end.at if end.after is None else created + end.after,
        enabled=found["enabled"],
    )


def plain(text: str) -> str:
    """Return ``text`` as one line that is safe for the eye."""
    return visible(" ".join(text.split()))


def _name(value: Any) -> str:
    return _text(value, NAME_MAX, "A rule has a name")


def _why(value: Any) -> str:
    return _text(value, WHY_MAX, "A rule says why it is there")


def _match(value: Any) -> tuple[str, Query]:
    if not isinstance(value, str):
        raise WallwatchError("A rule has a filter: text in quotes.")
    query = parse_query(value)
    if not query.terms:
        raise WallwatchError("An empty filter would hide everything.")
    if any(term.field == "noise" for term in query.terms):
        raise WallwatchError("A rule cannot lean on another rule.", "Write here what that one matches.")
    text = value.strip()
    return (text, query) if visible(text) == text else (query.text(), parse_query(query.text()))


def _created(value: Any) -> int | None:
    if value is None:
        return None
    when = _when(value)
    if when is None:
        raise WallwatchError(f"{shown(value)} is no date.")
    return when.begins(0, UTC)


def _expires(value: Any) -> _End:
    if value == ADDRESS_CHANGE:
        return _End(ADDRESS_CHANGE)
    after = parse_duration(value) if isinstance(value, str) else None
    if after is not None:
        return _End(value.lower(), after=after)
    when = _when(value)
    if when is None:
        ending = f'a date, a duration such as "{DEFAULT_EXPIRY}", or "{ADDRESS_CHANGE}"'
        raise WallwatchError(f"A rule ends: {ending}." if value is None else f"{shown(value)} is not {ending}.")
    return _End(when.text, at=when.ends(0, UTC))


def _enabled(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WallwatchError(f"{shown(value)} is not true or false.")
    return value


def _text(value: Any, longest: int, what: str) -> str:
    text = plain(value) if isinstance(value, str) else ""
    if not 0 < len(text) <= longest:
        raise WallwatchError(f"{what}: text in quotes, of at most {longest:,} characters.")
    return text


def _when(value: Any) -> When | None:
    """Return a date of TOML, or one in quotes; dates without an offset are UTC."""
    text = value.isoformat() if isinstance(value, date) else value
    when = parse_when(text) if isinstance(text, str) else None
    return when if when is not None and when.date is not None else None


_READERS: Final[Mapping[str, tuple[Callable[[Any], Any], Any]]] = {
    "name": (_name, None),
    "why": (_why, None),
    "match": (_match, None),
    "created": (_created, None),
    "expires": (_expires, None),
    "enabled": (_enabled, True),
}
"""How each key is read, and what stands for one that is missing."""
