"""Whether an abuse desk should be written to at all, and what to it: one incident, in one network.

What desks ask for: source address and port, target, times in UTC with their zone, how often, a short plain
description, some log lines as text. What they do not want: threats, noise, single packets, old news.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from wallwatch.model.times import SECOND
from wallwatch.reports.report import Part, Report, networks_of
from wallwatch.reports.words import many
from wallwatch.whois.mail import mails
from wallwatch.whois.record import NetworkRecord

OLD: Final = 7 * 86_400 * SECOND
"""After this time (microseconds) a desk can hardly tell any more who had a dial-up address."""

_NO_ATTACK: Final[dict[str, str]] = {
    "leftover": "a real system calls a service that the last holder of this address had",
    "backscatter": "it answers packets that somebody else sent in our name",
}
"""Verdicts that are no reason to complain, and why."""


class Doubt(msgspec.Struct, frozen=True):
    """Why not to write, in a sentence; one that ``refuses`` has to be overruled."""

    sentence: str
    refuses: bool = False


def doubts(report: Report) -> list[Doubt]:
    """Return what speaks against writing to an abuse desk about all this, the most serious first."""
    if not report.attempts:
        return [Doubt("There is no connection attempt to write about.", refuses=True)]
    found = [*_many_networks(report), *_no_attack(report), *_single(report), *_no_contact(report), *_old(report)]
    return sorted(found, key=lambda doubt: not doubt.refuses)


def reported(report: Report) -> tuple[Part, ...]:
    """Return the attempts that are worth reporting; all of them where none is."""
    worth = tuple(part for part in report.attempts if not _is_no_attack(part))
    return worth or report.attempts


def contact(report: Report) -> str | None:
    """Return the one address to write to, ``None`` where it is not known or not one."""
    found = {record.abuse for record in networks_of(reported(report)) if record.abuse}
    return found.pop() if len(found) == 1 and all(mails(each) == [each] for each in found) else None


def networks(parts: Sequence[Part]) -> list[tuple[str, NetworkRecord | None]]:
    """Return who is responsible for the sources: each abuse contact, block or unknown address once."""
    found: dict[str, NetworkRecord | None] = {}
    for part in parts:
        record = part.network
        found.setdefault(part.alert.src if record is None else record.abuse or record.first, record)
    return list(found.items())


def _many_networks(report: Report) -> Iterator[Doubt]:
    responsible = networks(reported(report))
    if len(responsible) > 1:
        names = ", ".join((record.name or who) if record else who for who, record in responsible[:4])
        more = f" and {len(responsible) - 4} more" if len(responsible) > 4 else ""  # noqa: PLR2004
        yield Doubt(
            f"These alerts come from {len(responsible)} networks ({names}{more}): one mail is for one network. "
            "Choose one with --where src:...",
            refuses=True,
        )


def _no_attack(report: Report) -> Iterator[Doubt]:
    harmless = [part for part in report.attempts if _is_no_attack(part)]
    for verdict in dict.fromkeys(part.alert.verdict for part in harmless):
        count = sum(part.alert.verdict == verdict for part in harmless)
        all_of_it = len(harmless) == len(report.attempts)
        left = "" if all_of_it else f"; {many(count, 'alert')} left out"
        yield Doubt(f"{verdict}: {_NO_ATTACK[verdict]}. That is no attack{left}.", refuses=all_of_it)


def _single(report: Report) -> Iterator[Doubt]:
    parts = reported(report)
    if sum(part.alert.packets for part in parts) == 1:
        yield Doubt("It is a single packet: it may be a mistake, and its source may be forged.", refuses=True)
    elif all(part.alert.proto != "tcp" for part in parts):
        yield Doubt("Without TCP the source of all of it may be forged.")


def _no_contact(report: Report) -> Iterator[Doubt]:
    if contact(report) is None:
        source = report.attempts[0].alert.src
        yield Doubt(f"No abuse contact is known; wallwatch whois {source} asks for it, if config.toml allows that.")


def _old(report: Report) -> Iterator[Doubt]:
    age = report.made - max(part.alert.last for part in report.attempts)
    if age > OLD:
        days = age // (86_400 * SECOND)
        yield Doubt(f"It is {days:,} days old: addresses that are handed out anew may have another holder by now.")


def _is_no_attack(part: Part) -> bool:
    return part.alert.verdict in _NO_ATTACK
