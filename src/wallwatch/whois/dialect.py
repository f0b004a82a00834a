"""A registry's answer in text becomes a record, whatever its dialect, by the names that its fields have.

ARIN (2002 to now), RIPE, APNIC, AFRINIC, LACNIC, registro.br, KRNIC, JPNIC, TWNIC, rwhois. A pure function over bytes:
unknown text gives what it can, and never an exception.
"""

import re
from typing import Final

from wallwatch.whois.accept import accept
from wallwatch.whois.answer import LIMITED, UNKNOWN, Answer, is_placeholder
from wallwatch.whois.candidates import Candidate, candidates
from wallwatch.whois.objects import Paragraph, Text, read_text
from wallwatch.whois.record import NetworkRecord
from wallwatch.whois.text_abuse import abuse_contact

_NAME: Final = ("netname", "network name", "network-name", "service name")
_HOLDER: Final = (
    "customer", "custname", "organization", "orgname", "org-name", "owner", "organization name", "organisation name",
    "organization-name", "org name",
)  # fmt: skip
_COUNTRY: Final = ("country", "country-code", "organization-country")
_KIND: Final = ("nettype", "status", "network type")
_ORIGIN: Final = ("originas", "origin as", "origin", "aut-num")

_LIMITS: Final = (
    "error:201", "rate limit", "query rate", "quota exceeded", "too many", "access denied", "limit exceeded",
    "excessive quer",
)  # fmt: skip

_NATIONAL: Final = {
    "network number": "JP",
    "ipv4 address": "KR",
    "ipv6 address": "KR",
    "ip address": "KR",
    "ipv4주소": "KR",
    "ipv6주소": "KR",
}
"""The countries of the national registries that name none: whoever uses their words is there."""

_HANDLE: Final = re.compile(r" *\([A-Za-z0-9_.:-]{1,60}\)\Z")
_CODE: Final = re.compile(r"([A-Za-z]{2})(?![A-Za-z])")
_NUMBER: Final = re.compile(r"(?:AS)?([0-9]{1,10})(?![0-9])", re.IGNORECASE)


def parse_text(body: bytes, *, source: str, fetched: int, address: str | None = None) -> Answer:
    """Return what an answer says of the smallest block that holds ``address``, or of the smallest it speaks of.

    ``source`` is who answered, ``fetched`` when, in microseconds since the epoch.
    """
    text = read_text(body)
    fitting = [each for each in candidates(text) if address is None or each.span.holds(address)]
    # Of two that are as small the later one: KRNIC says everything in Korean, and then in English.
    best = min(reversed(fitting), key=lambda each: each.span.size, default=None)
    if best is None:
        return Answer(refused=LIMITED if _is_limit(text) else UNKNOWN)
    record = _record(best, text, source, fetched)
    kept = None if is_placeholder(record.name, record.kind) else accept(record)
    return Answer(kept) if kept else Answer(refused=UNKNOWN)


def _record(best: Candidate, text: Text, source: str, fetched: int) -> NetworkRecord:
    contact = abuse_contact(best, text)
    return NetworkRecord(
        first=best.span.first,
        last=best.span.last,
        name=best.own.get(*_NAME) or best.get(*_NAME),
        organisation=_holder(best, text),
        country=_country(best),
        abuse=contact.mail if contact else None,
        abuse_found=contact.found if contact else None,
        asn=_origin(best),
        kind=best.own.get(*_KIND),
        source=source,
        fetched=fetched,
    )


def _holder(best: Candidate, text: Text) -> str | None:
    """Return who has the block: a field says so, an organisation that is referred to, the heading, or a description."""
    named = best.own.get(*_HOLDER) or _referred(best.own, text) or _of_neighbour(best)
    if named is None:
        named = best.own.get("descr") or next(iter(best.own.free), None)
    return _HANDLE.sub("", named) if named else None


def _referred(own: Paragraph, text: Text) -> str | None:
    """Return the name of the organisation that ``org`` refers to (RIPE, AFRINIC, APNIC)."""
    handle = own.get("org")
    found = (each for each in text.paragraphs if handle and each.get("organisation") == handle)
    return next((name for each in found if (name := each.get("org-name"))), None)


def _of_neighbour(best: Candidate) -> str | None:
    """Return the holder as ARIN gives it, in a paragraph of its own; in 2002 as the heading of an address."""
    for each in (*best.after, *best.before):
        if name := each.get("custname", "orgname", "organization name", "org name"):
            return name
    heading = best.before[0] if best.before else None
    return heading.free[0] if heading and heading.free and "netname" in {field.key for field in best.own} else None


def _country(best: Candidate) -> str | None:
    """Return the code of the country, from a field, the last line of an address, or of the national registry."""
    value = best.get(*_COUNTRY)
    if value and (code := _CODE.match(value)):
        return code[1].upper()
    lines = [*(line for each in best.before[:1] for line in each.free), *best.own.free]
    last = next((line for line in reversed(lines) if len(line) == 2 and line.isalpha()), None)  # noqa: PLR2004
    return last or next((_NATIONAL[field.key] for field in best.own if field.key in _NATIONAL), None)


def _origin(best: Candidate) -> int | None:
    value = best.get(*_ORIGIN)
    number = _NUMBER.match(value) if value else None
    return int(number[1]) if number else None


def _is_limit(text: Text) -> bool:
    lines = (*text.comments, *(field.value for each in text.paragraphs for field in each))
    return any(limit in line.lower() for line in lines for limit in _LIMITS)
