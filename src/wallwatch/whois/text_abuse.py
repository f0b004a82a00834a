"""The abuse contact of a block in an answer in text, by what registries say themselves, the surest first."""

import re
from collections.abc import Iterator
from typing import Final

from wallwatch.whois.candidates import Candidate
from wallwatch.whois.mail import Contact, first_mail
from wallwatch.whois.objects import Paragraph, Text
from wallwatch.whois.span import read_span

# RIPE and APNIC resolve it themselves, through all the blocks above.
_RESOLVED: Final = re.compile(r"Abuse contact for '([^']{1,100})' is '([^']{1,200})'")
_RESOURCE: Final = ("rabuseemail",)
_HOLDERS: Final = ("orgabuseemail", "abuseemail", "abuse-mailbox", "abuse", "abuse-contact")
_HANDLES: Final = ("abuse-c", "mnt-irt")
_TECHNICAL: Final = ("orgtechemail", "rtechemail", "techemail", "tech-contact", "orgnocemail", "e-mail", "email")


def abuse_contact(best: Candidate, text: Text) -> Contact | None:
    """Return whom to write to, and where that stood; ``None`` if the answer names nobody but a registry."""
    return next((contact for contact in _found(best, text) if contact), None)


def _found(best: Candidate, text: Text) -> Iterator[Contact | None]:
    own = [found[2] for line in text.comments if (found := _RESOLVED.search(line)) and _is_of(found[1], best)]
    yield first_mail(own, "the registry's abuse contact of this block")
    yield first_mail(_values(best.around, *_RESOURCE), "the block's abuse contact")
    yield first_mail(_values(best.around, *_HOLDERS), "the holder's abuse contact")
    yield first_mail(_referred(best, text), "the abuse contact that the block refers to")
    yield first_mail(_values(text.paragraphs, *_HOLDERS), "an abuse contact in the answer")
    yield first_mail(_told(best, text), "a remark about abuse")
    yield first_mail(_values(best.around, *_TECHNICAL), "the technical contact, for want of one for abuse")
    yield first_mail(_all(best.around), "the only mail address of the block")


def _is_of(block: str, best: Candidate) -> bool:
    span = read_span(block)
    return span is None or span.holds(best.span.first)


def _values(paragraphs: tuple[Paragraph, ...], *keys: str) -> list[str]:
    return [value for each in paragraphs for value in each.all(*keys)]


def _referred(best: Candidate, text: Text) -> list[str]:
    """Return the mail lines of the persons and teams that the block's handles stand for."""
    handles = {value for each in best.around for value in each.all(*_HANDLES)}
    people = (each for each in text.paragraphs if handles & set(each.all("nic-hdl", "nic-hdl-br", "irt", "handle")))
    return [value for each in people for value in each.all("abuse-mailbox", "e-mail", "email")]


def _told(best: Candidate, text: Text) -> list[str]:
    """Return the lines that speak of abuse, in the block's own remarks before those of the whole answer."""
    near = [field.value for each in best.around for field in each]
    comments = [line for line in text.comments if not _RESOLVED.search(line)]
    return [line for line in (*near, *comments) if "@" in line and "abuse" in line.lower()]


def _all(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [field.value for each in paragraphs for field in each if "@" in field.value]
