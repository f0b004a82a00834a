"""Where a log on another host is: ``ssh://[user@]host[:port]/path``."""

import re
from ipaddress import IPv6Address
from typing import Final, Self

import msgspec

from wallwatch.errors import SourceError

SCHEME: Final = "ssh://"

_USER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
_HOST: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}")
_PORT: Final = re.compile(r"[1-9][0-9]{0,4}")
_PORT_MAX: Final = 65_535
_FORM: Final = "Write it as ssh://[user@]host[:port]/path."


class Address(msgspec.Struct, frozen=True):
    """A file on another host. Nothing in it can be taken for an option or a command."""

    host: str
    path: str
    user: str = ""
    port: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the address that ``text`` is.

        Raises:
            SourceError: it is none, or one that ssh could take for something else.
        """
        place, slash, path = text.removeprefix(SCHEME).partition("/")
        if not slash or not path or not path.isprintable():
            raise SourceError(f"{text!r} names no file on the other host.", _FORM)
        if any(letter in path for letter in "*?["):
            raise SourceError(f"{text!r} is a pattern, which is not followed over ssh.", "Name each file.")
        user, at, place = place.rpartition("@")
        host, port = _host_and_port(place)
        if at and not _USER.fullmatch(user):
            raise SourceError(f"{user!r} is no name of a user.", _FORM)
        if host is None:
            raise SourceError(f"{place!r} is no name of a host.", _FORM)
        if port and not (_PORT.fullmatch(port) and int(port) <= _PORT_MAX):
            raise SourceError(f"{port!r} is no port.", _FORM)
        return cls(host, f"/{path}", user, port)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        user = f"{self.user}@" if self.user else ""
        return f"{SCHEME}{user}{host}{self.port and ':' + self.port}{self.path}"


def _host_and_port(place: str) -> tuple[str | None, str]:
    if place.startswith("["):
        host, _, port = place[1:].partition("]")
        return (host if _is_v6(host) else None), port.removeprefix(":")
    host, _, port = place.partition(":")
    return (host if _HOST.fullmatch(host) else None), port


def _is_v6(host: str) -> bool:
    try:
        return IPv6Address(host).scope_id is None
    except ValueError:
        return False
