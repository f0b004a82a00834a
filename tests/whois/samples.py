"""Records by hand, with documentation addresses."""

from typing import Any, Final

from wallwatch.whois import NetworkRecord

FETCHED: Final = 1_015_082_000_000_000
DAY: Final = 86_400_000_000


def record(**fields: Any) -> NetworkRecord:
    """Return a record of half of TEST-NET-2, with ``fields`` changed."""
    whole: dict[str, Any] = {
        "first": "198.51.100.0",
        "last": "198.51.100.127",
        "name": "EXAMPLE-54-B",
        "organisation": "Example NetAhead, Inc.",
        "country": "US",
        "abuse": "abuse@example.net",
        "asn": 64496,
        "source": "rdap.example.net",
        "fetched": FETCHED,
    }
    return NetworkRecord(**(whole | fields))
