"""A database of networks in MaxMind's format (MMDB), which the user has: GeoLite2, DB-IP, ipinfo and others.

Needs the extra ``geo`` (maxminddb). What each vendor calls a thing is in one table.
"""

from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from wallwatch.whois.record import NetworkRecord

if TYPE_CHECKING:
    from maxminddb import Reader

_ASN: Final = (("autonomous_system_number",), ("asn",), ("as_number",))
_HOLDER: Final = (("autonomous_system_organization",), ("as_name",), ("as_organization",), ("name",))
_COUNTRY: Final = (("country", "iso_code"), ("country_code",), ("country",), ("registered_country", "iso_code"))


class Mmdb:
    """An open database. What is broken in it is not known; nothing in it raises."""

    def __init__(self, reader: "Reader") -> None:
        self._reader = reader
        metadata = reader.metadata()
        self._source = metadata.database_type
        self._fetched = metadata.build_epoch * 1_000_000

    @classmethod
    def open(cls, path: Path) -> Self | str:
        """Return the database at ``path``, or a sentence that says why it cannot be read."""
        try:
            import maxminddb  # noqa: PLC0415 - an extra
        except ImportError:
            return f"{path} needs the extra geo: pip install 'wallwatch[geo]'"
        try:
            return cls(maxminddb.open_database(path))
        except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
            return f"{path} cannot be read: {error}"

    def find(self, address: str) -> NetworkRecord | None:
        """Return the network that holds an address, ``None`` if there is none."""
        from maxminddb import InvalidDatabaseError  # noqa: PLC0415 - an extra

        try:
            entry, length = self._reader.get_with_prefix_len(address)
        except (ValueError, InvalidDatabaseError):
            return None
        if not isinstance(entry, dict):
            return None
        network = ip_network(f"{address}/{length}", strict=False)
        return NetworkRecord(
            first=str(network[0]),
            last=str(network[-1]),
            organisation=_text(_first(entry, _HOLDER)),
            country=_text(_first(entry, _COUNTRY)),
            asn=_number(_first(entry, _ASN)),
            source=self._source,
            fetched=self._fetched,
        )


def _first(entry: Mapping[str, Any], ways: tuple[tuple[str, ...], ...]) -> object:
    """Return the first value that one of the ways leads to."""
    for way in ways:
        found: object = entry
        for key in way:
            found = found.get(key) if isinstance(found, dict) else None
        if found is not None and not isinstance(found, dict):
            return found
    return None


def _text(found: object) -> str | None:
    return found if isinstance(found, str) and found else None


def _number(found: object) -> int | None:
    """Return the number of an AS, which ipinfo writes with ``AS`` before it."""
    if isinstance(found, int):
        return found
    digits = found.upper().removeprefix("AS") if isinstance(found, str) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 10 else None  # noqa: PLR2004
