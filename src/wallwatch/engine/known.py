"""What is known beforehand: signature databases and the networks of earlier answers."""

from pathlib import Path

from wallwatch.engine.identify import Networks, Stacks
from wallwatch.fingerprint.database import bundled, read_database
from wallwatch.fingerprint.match import Matcher
from wallwatch.whois.cache import NetworkCache


def stacks(database: Path | None = None) -> Stacks:
    """Return the matcher over our own signatures and, beside them, those of ``database`` (p0f v3 grammar).

    Raises:
        SignatureError: ``database`` cannot be read.
    """
    return Matcher([bundled(), *([read_database(database)] if database else [])]).stack


def network_cache(path: Path | None) -> NetworkCache:
    """Return the cache of whois records at ``path``, or an empty one that is not kept anywhere."""
    cache = NetworkCache(path)
    cache.load()
    return cache


def networks(cache: NetworkCache) -> Networks:
    """Return a look-up of an address's network name and AS number in the cache; it asks nobody."""

    def look_up(address: str) -> tuple[str, int | None] | None:
        record = cache.find(address)
        return None if record is None or record.name is None else (record.name, record.asn)

    return look_up
