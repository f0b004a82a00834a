"""Asks for the network of an address: the cache first, then the registry that has it, once, politely and in private."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

import msgspec

from wallwatch.errors import WallwatchError
from wallwatch.model.address import Network
from wallwatch.model.times import SECOND
from wallwatch.whois.answer import UNKNOWN, Answer
from wallwatch.whois.cache import NetworkCache
from wallwatch.whois.diary import read_asked, write_asked
from wallwatch.whois.pace import Pace
from wallwatch.whois.public import why_not
from wallwatch.whois.record import NetworkRecord

if TYPE_CHECKING:
    from wallwatch.whois.enquiry import Enquiry
    from wallwatch.whois.fetch import Reply

Policy = Literal["off", "cache", "rdap", "rdap+whois"]

NEGATIVE: Final = 6 * 3600 * SECOND
"""How long nobody is asked again about an address of which nothing is known, in microseconds."""

FAILED: Final = 60 * SECOND
"""The same for one of which nobody could be asked."""

_ASKING: Final = frozenset({"rdap", "rdap+whois"})
_NOBODY: Final[dict[Policy | None, str]] = {
    None: "Nobody was asked: you have not said yet whether registries may be.",
    "cache": "Nobody was asked: whois looks into its cache only.",
    "off": "Nobody was asked: whois is off.",
}


class Found(msgspec.Struct, frozen=True):
    """What is known of an address's network. ``told`` are the servers that were told the address just now.

    ``sentence`` says why there is no record, or why it is an old one.
    """

    record: NetworkRecord | None = None
    told: tuple[str, ...] = ()
    sentence: str = ""


class Lookups:
    """Answers about addresses. ``own`` are the user's networks; ``clock`` gives microseconds since the epoch.

    ``policy`` says whom to ask, ``None`` that the user has not said so yet. ``diary`` is where it is kept what was
    asked today, ``registries`` the directory of the lists of who answers for which block.
    """

    def __init__(
        self,
        cache: NetworkCache,
        policy: Policy | None,
        *,
        clock: Callable[[], int],
        own: Iterable[Network] = (),
        diary: Path | None = None,
        registries: Path | None = None,
        fetch: "Callable[[str], Awaitable[Reply]] | None" = None,
        port43: Callable[[str, str], Awaitable[bytes]] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.pace = Pace(read_asked(diary))
        self._diary = diary
        self._cache = cache
        self.policy = policy
        """Whom to ask; nobody as long as it is ``None``."""
        self._clock = clock
        self._own = tuple(own)
        self._registries = registries
        self._fetch = fetch
        self._port43 = port43
        self._sleep = sleep
        self._locks: dict[str, asyncio.Lock] = {}
        self._unknown: dict[str, tuple[int, str]] = {}
        """Until when nobody is asked about an address, and why."""

    def known(self, address: str) -> NetworkRecord | None:
        """Return what the cache holds, however old; nobody is asked."""
        return None if self.policy == "off" else self._cache.find(address)

    async def find(self, address: str, *, again: bool = False) -> Found:
        """Return the network of an address, from the cache if it is fresh there and not asked for ``again``."""
        record = self.known(address)
        if record is not None and not again and not record.is_stale(self._clock()):
            return Found(record)
        reason = self._why_not(address, again=again)
        if reason:
            return Found(record, sentence=reason)
        return await self._ask(address, record, again=again)

    def _why_not(self, address: str, *, again: bool) -> str:
        """Return why nobody is asked; nothing if a registry may be."""
        if self.policy != "off" and (reason := why_not(address, self._own)):
            return reason
        if self.policy not in _ASKING:
            return _NOBODY.get(self.policy, "")
        until, reason = self._unknown.get(address, (0, ""))
        return reason if not again and until - NEGATIVE <= self._clock() < until else ""

    async def _ask(self, address: str, record: NetworkRecord | None, *, again: bool) -> Found:
        url = self._enquiry.url(address)
        registry = urlsplit(url).hostname or ""
        async with self._locks.setdefault(registry, asyncio.Lock()):
            # Somebody may have asked for a neighbour meanwhile.
            now_known = self.known(address)
            if now_known is not None and not again and not now_known.is_stale(self._clock()):
                return Found(now_known)
            if refusal := self.pace.refusal(registry, self._clock()):
                return Found(record, sentence=refusal)
            await self._sleep(self.pace.wait(registry, self._clock()))
            self.pace.note(registry, self._clock())
            answer, told = await self._enquiry.ask(url, registry, address, old_way=self.policy == "rdap+whois")
        return await self._keep(address, answer, told, record)

    async def _keep(self, address: str, answer: Answer, told: tuple[str, ...], before: NetworkRecord | None) -> Found:
        kept = answer.record is not None and self._cache.add(answer.record)
        if kept:
            self._unknown.pop(address, None)
        else:
            pause = NEGATIVE if answer.refused in {UNKNOWN, ""} else FAILED
            self._unknown[address] = self._clock() + pause, answer.refused or UNKNOWN
        trouble = await asyncio.to_thread(self._save, self._cache.text() if kept else None)
        return Found(self.known(address) if kept else before, told, trouble if kept else answer.refused)

    def _save(self, records: str | None) -> str:
        """Write what is kept between runs; an answer that cannot be kept is an answer all the same."""
        try:
            if records is not None:
                self._cache.write(records)
        except (WallwatchError, OSError) as error:
            return f"The answer is not kept: {error}"
        return write_asked(self._diary, self.pace.asked)

    async def refresh(self) -> None:
        """Ask IANA who answers for which block, if that is allowed and was not done for a week."""
        if self.policy in _ASKING:
            await self._enquiry.refresh()

    @cached_property
    def _enquiry(self) -> "Enquiry":
        # Imported here: who asks nobody does without TLS, and without the grammars of answers.
        from wallwatch.whois.enquiry import Enquiry  # noqa: PLC0415
        from wallwatch.whois.registries import Registries  # noqa: PLC0415

        return Enquiry(Registries(self._registries), self.pace, self._clock, fetch=self._fetch, port43=self._port43)
