"""The host name of an address, from reverse DNS. Off unless the user turns it on: it tells who is looked at.

The zone of reverse names is normally run by the party that has the address: a question for it reaches whoever knocked.
What comes back is written by them, too. Needs the extra ``dns`` (dnspython).
"""

from typing import TYPE_CHECKING, Final

from wallwatch.text import visible
from wallwatch.whois.public import is_public

if TYPE_CHECKING:
    from dns.asyncresolver import Resolver

_SECONDS: Final = 3.0
_NAME_MAX: Final = 255


class ReverseNames:
    """Asks for host names. ``resolver`` is there to be replaced in tests."""

    def __init__(self, resolver: "Resolver | None" = None, seconds: float = _SECONDS) -> None:
        self._resolver = resolver
        self._seconds = seconds

    @property
    def problem(self) -> str:
        """A sentence that says why names cannot be asked for; nothing if they can."""
        try:
            import dns.asyncresolver  # noqa: F401, PLC0415 - an extra
        except ImportError:
            return "reverse_dns needs the extra dns: pip install 'wallwatch[dns]'"
        return ""

    async def find(self, address: str) -> str | None:
        """Return the host name of an address out on the Internet, safe for the eye; ``None`` if there is none."""
        if self.problem or not is_public(address):
            return None
        from dns.asyncresolver import Resolver  # noqa: PLC0415 - an extra
        from dns.exception import DNSException  # noqa: PLC0415 - an extra

        resolver = self._resolver or Resolver()
        try:
            answer = await resolver.resolve_address(address, lifetime=self._seconds)
        except (DNSException, OSError):
            return None
        names = [str(record.target).removesuffix(".") for record in answer]
        return visible(names[0], _NAME_MAX) if names else None
