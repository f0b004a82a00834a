"""An RDAP answer (RFC 9083) becomes a record. A pure function over bytes; whatever stands in it, it never raises.

What registries do differently: ARIN gives no country but in the holder's address, and older answers of it pad addresses
with zeros; LACNIC once gave the block in ``handle``; RIPE calls maintainers registrants, too.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from wallwatch.text import visible
from wallwatch.whois.accept import accept
from wallwatch.whois.answer import LIMITED, UNKNOWN, Answer, is_placeholder
from wallwatch.whois.entities import Entity, entities
from wallwatch.whois.mail import Contact, first_mail
from wallwatch.whois.record import NetworkRecord
from wallwatch.whois.span import Span, read_span, span_of

_TOO_MANY: Final = 429
_MAINTAINER: Final = "-MNT"
_DIGITS: Final = 20


def parse_rdap(body: bytes, *, source: str, fetched: int, address: str | None = None) -> Answer:
    """Return what an answer says of its block, which has to hold ``address`` if that is given.

    ``source`` is who answered, ``fetched`` when, in microseconds since the epoch.
    """
    found = _decode(body)
    if not isinstance(found, dict):
        return Answer(refused="The registry's answer is no RDAP.")
    if _is_notice_of_limit(found) or found.get("errorCode") == _TOO_MANY:
        return Answer(refused=LIMITED)
    span = _span(found)
    if span is None or (address is not None and not span.holds(address)):
        return Answer(refused=UNKNOWN)
    record = _record(found, span, source, fetched)
    kept = None if is_placeholder(record.name, record.kind) else accept(record)
    return Answer(kept) if kept else Answer(refused=UNKNOWN)


def _decode(body: bytes) -> object:
    """Return what the JSON says. Half a character and a number of a thousand digits do not spoil the rest of it."""
    try:
        return json.loads(body.decode("utf-8", "replace"), parse_int=_number, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _number(digits: str) -> int | None:
    return int(digits) if len(digits) <= _DIGITS else None


def _record(found: Mapping[str, Any], span: Span, source: str, fetched: int) -> NetworkRecord:
    people = tuple(entities(found))
    contact = _abuse(people, found)
    holder = _holder(people)
    return NetworkRecord(
        first=span.first,
        last=span.last,
        name=_text(found.get("name")),
        organisation=holder.name if holder else _described(found),
        country=_text(found.get("country")) or (holder.country if holder else None),
        abuse=contact.mail if contact else None,
        abuse_found=contact.found if contact else None,
        asn=_origin(found),
        kind=_text(found.get("type")),
        source=source,
        fetched=fetched,
    )


def _span(found: Mapping[str, Any]) -> Span | None:
    """Return the block; of LACNIC's old answers, whose addresses are that one asked for, the one in the handle."""
    first, last = (_text(found.get(name)) for name in ("startAddress", "endAddress"))
    span = span_of(first.partition("/")[0], last.partition("/")[0]) if first and last else None
    if span is None or span.size == 1:
        handle = _text(found.get("handle"))
        span = (read_span(handle) if handle else None) or span
    return span


def _holder(people: tuple[Entity, ...]) -> Entity | None:
    """Return the registrant that is no maintainer; an organisation before a person."""
    holders = [
        each
        for each in people
        if "registrant" in each.roles
        and each.name
        and not each.handle.upper().endswith(_MAINTAINER)
        and not each.name.upper().endswith(_MAINTAINER)
    ]
    return min(holders, key=lambda each: (each.depth, not each.is_organisation), default=None)


def _abuse(people: tuple[Entity, ...], found: Mapping[str, Any]) -> Contact | None:
    """Return whom to write to: who is there for abuse alone, before who is also, before remarks and technicians."""
    only = [mail for each in people if each.roles == {"abuse"} for mail in each.mails]
    also = [mail for each in people if "abuse" in each.roles for mail in each.mails]
    telling = [line for line in _remarks(found) if "abuse" in line.lower()]
    technical = [mail for each in people if "technical" in each.roles for mail in each.mails]
    return (
        first_mail(only, "the abuse contact")
        or first_mail(also, "the abuse contact")
        or first_mail(telling, "a remark about abuse")
        or first_mail(technical, "the technical contact, for want of one for abuse")
    )


def _described(found: Mapping[str, Any]) -> str | None:
    """Return the first line of the description, in which RIPE and APNIC hold who has the block."""
    return next(iter(_remarks(found, "description")), None)


def _remarks(found: Mapping[str, Any], title: str | None = None) -> Iterator[str]:
    for remark in _dicts(found.get("remarks")):
        if title is None or _text(remark.get("title")) == title:
            lines = remark.get("description")
            yield from (line for each in (lines if isinstance(lines, list) else [lines]) if (line := _text(each)))


def _origin(found: Mapping[str, Any]) -> int | None:
    """Return the first AS that the registry says announces the block."""
    for name in ("arin_originas0_originautnums", "lacnic_originAutnum"):
        numbers = found.get(name)
        for number in numbers if isinstance(numbers, list) else []:
            digits = str(number).upper().removeprefix("AS")
            if digits.isascii() and digits.isdigit() and len(digits) <= 10:  # noqa: PLR2004 - 32 bits
                return int(digits)
    return None


def _is_notice_of_limit(found: Mapping[str, Any]) -> bool:
    """Tell whether it is LACNIC's way to refuse: a notice, with status 200 and without a block."""
    titles = (_text(notice.get("title")) or "" for notice in _dicts(found.get("notices")))
    return "startAddress" not in found and any("rate limit" in title.lower() for title in titles)


def _dicts(found: object) -> list[dict[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(found: object) -> str | None:
    return visible(found, 256).strip() or None if isinstance(found, str) else None
