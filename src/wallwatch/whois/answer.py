"""What a registry's answer comes to, whatever language it was in."""

from typing import Final

import msgspec

from wallwatch.whois.record import NetworkRecord

_NOBODYS: Final = ("IANA-BLK", "NON-RIPE-NCC-MANAGED", "ERX-NETBLOCK", "IANA-NETBLOCK", "IPV4-ADDRESS-BLOCK")
_ELSEWHERE: Final = (
    "ALLOCATED TO ",
    "TRANSFERRED TO ",
    "EARLY REGISTRATIONS",
    "IANA RESERVED",
    "ALLOCATED UNSPECIFIED",
)


class Answer(msgspec.Struct, frozen=True):
    """The smallest block that the answer speaks of, or why there is none.

    ``refused`` is a sentence when the registry does not answer now (a limit was reached) or not at all.
    """

    record: NetworkRecord | None = None
    refused: str = ""

    @property
    def is_limit(self) -> bool:
        """Tell whether it is to be asked again later."""
        return self.refused == LIMITED


LIMITED: Final = "The registry answers no more for now: too many questions."
UNKNOWN: Final = "The registry knows no such block."


def is_placeholder(name: str | None, kind: str | None) -> bool:
    """Tell whether a block is one that a registry names only to say that it is somebody else's to answer for."""
    return (name or "").upper().startswith(_NOBODYS) or (kind or "").upper().startswith(_ELSEWHERE)
