"""What is known beforehand: signature databases and the networks of earlier answers."""

from functools import cache as once
from pathlib import Path

from msgspec.structs import replace

from wallwatch.config.settings import Config
from wallwatch.engine.identify import Networks, Stacks
from wallwatch.errors import SignatureError
from wallwatch.evidence.burst import Limits
from wallwatch.evidence.scan import Scans
from wallwatch.fingerprint import P0F_PATH, Matcher, bundled, read_database, tools
from wallwatch.fingerprint.partial import family
from wallwatch.fingerprint.trace import traces
from wallwatch.model import Header, Stack
from wallwatch.model.times import SECOND
from wallwatch.whois.cache import NetworkCache


def stacks(database: Path | None = None) -> Stacks:
    """Return the matcher over our own signatures; with ``database`` (p0f 3, p0f 2 or pf.os) that over these instead.

    Instead, because who names a database wants to read what p0f would say: the same names, and nothing where p0f knows
    nothing. Only a tool that a number of the packet proves is named all the same, and the family of a SYN whose options
    were not logged, on which p0f has no opinion.

    Raises:
        SignatureError: ``database`` cannot be read.
    """
    if database is None:
        return matcher().stack
    named = matcher(database)

    def answer(header: Header) -> Stack | None:
        raw = named.raw(header)
        proven = tools.proven(header)
        if proven is not None:
            return replace(proven, raw_sig=raw)
        # A dump states the length of the header, too; it has no options line where they cannot be decoded.
        is_bare_line = raw is None and header.tcp_header is None
        return family(header) if is_bare_line else named.stack(header)

    return answer


def prepare() -> None:
    """Read now what is read when it is first asked for: with a hundred logs no descriptor may be left then."""
    traces()


def matcher(database: Path | None = None) -> Matcher:
    """Return the matcher over our own signatures, or one that answers as p0f does, over those of ``database``.

    Raises:
        SignatureError: ``database`` cannot be read.
    """
    return Matcher([bundled()]) if database is None else Matcher([read_database(database)], as_p0f=True)


def p0f_answer(header: Header) -> Stack | None:
    """Return what p0f 3.09b would call the sender of a SYN, ``None`` if it would not know, or is not installed."""
    second = installed_p0f()
    return None if second is None else second.stack(header)


@once
def installed_p0f() -> Matcher | None:
    """Return the matcher over p0f's own database, read once."""
    try:
        return Matcher([read_database(P0F_PATH)], as_p0f=True)
    except SignatureError:
        # p0f is not on every box, and a second opinion may be missing.
        return None


def scans(config: Config) -> Scans:
    """Return who recognises scans, with the thresholds of a configuration."""
    return Scans(
        Limits(
            doors=config.scan_doors,
            gap=config.scan_gap * SECOND,
            slow_doors=config.slow_scan_doors,
            slow_gap=config.slow_scan_gap * SECOND,
            sources=config.distributed_sources,
            sources_gap=config.distributed_gap * SECOND,
        )
    )


def network_cache(path: Path | None) -> NetworkCache:
    """Return the cache of whois records at ``path``, or an empty one that is not kept anywhere."""
    return NetworkCache.of(path)


def networks(cache: NetworkCache) -> Networks:
    """Return a look-up of an address's network name and AS number in the cache; it asks nobody."""

    def look_up(address: str) -> tuple[str, int | None] | None:
        record = cache.find(address)
        return None if record is None or record.name is None else (record.name, record.asn)

    return look_up
