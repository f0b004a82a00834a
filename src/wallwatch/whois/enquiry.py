"""What a registry is asked about an address: over RDAP and, where that fails and the user wants it, in the old way."""

from collections.abc import Awaitable, Callable
from typing import Final

from wallwatch.whois.answer import LIMITED, Answer
from wallwatch.whois.dial import AskError
from wallwatch.whois.dialect import parse_text
from wallwatch.whois.fetch import Fetch, Reply
from wallwatch.whois.pace import Pace
from wallwatch.whois.port43 import SERVERS, Port43
from wallwatch.whois.rdap import parse_rdap
from wallwatch.whois.registries import Registries

_TOO_MANY: Final = 429
_OK: Final = 200
_MISSING: Final = 404


class Enquiry:
    """Asks registries and reads what they answer. ``clock`` gives microseconds since the epoch.

    ``registries`` says who answers for which block, ``pace`` is told when a registry wants to be asked less; ``fetch``
    and ``port43`` are there to be replaced in tests.
    """

    def __init__(
        self,
        registries: Registries,
        pace: Pace,
        clock: Callable[[], int],
        *,
        fetch: Callable[[str], Awaitable[Reply]] | None = None,
        port43: Callable[[str, str], Awaitable[bytes]] | None = None,
    ) -> None:
        self._registries = registries
        self._pace = pace
        self._clock = clock
        self._fetch = fetch or Fetch()
        self._port43 = port43 or Port43()

    def url(self, address: str) -> str:
        """Return where the registry that has an address is asked for it over RDAP."""
        return f"{self._registries.find(address)}ip/{address}"

    async def refresh(self) -> None:
        """Ask IANA who answers for which block, if that was not done for a week."""
        if self._registries.is_old(self._clock()):
            await self._registries.refresh()

    async def ask(self, url: str, registry: str, address: str, *, old_way: bool) -> tuple[Answer, tuple[str, ...]]:
        """Return the answer to ``url``, and the servers that were told the address.

        Where there is none, ``old_way`` asks the same registry's server on port 43.
        """
        told = [registry]
        try:
            reply = await self._fetch(url)
            told += [reply.host] if reply.host != registry else []
            answer = self._read(reply, address)
        except AskError as error:
            answer = Answer(refused=str(error))
        if answer.record is None and not answer.is_limit and old_way and registry in SERVERS:
            host, question = SERVERS[registry]
            told.append(host)
            answer = await self._in_the_old_way(host, question.format(address=address), address)
        return answer, tuple(told)

    async def _in_the_old_way(self, host: str, question: str, address: str) -> Answer:
        try:
            body = await self._port43(host, question)
        except AskError as error:
            return Answer(refused=str(error))
        answer = parse_text(body, source=host, fetched=self._clock(), address=address)
        if answer.is_limit:
            self._pace.note_limit(host, self._clock(), None)
        return answer

    def _read(self, reply: Reply, address: str) -> Answer:
        answer = parse_rdap(reply.body, source=reply.host, fetched=self._clock(), address=address)
        if reply.status == _TOO_MANY or answer.is_limit:
            self._pace.note_limit(reply.host, self._clock(), reply.retry_after)
            return Answer(refused=LIMITED)
        if reply.status not in {_OK, _MISSING}:
            return Answer(refused=f"{reply.host} answered with status {reply.status}.")
        return answer
