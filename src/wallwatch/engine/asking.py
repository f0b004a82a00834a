"""Whom to ask about networks, put together from the configuration and the files of earlier answers."""

from wallwatch import paths
from wallwatch.config import Config
from wallwatch.store.database import now
from wallwatch.whois.cache import NetworkCache
from wallwatch.whois.lookups import Lookups, Policy
from wallwatch.whois.offline import Offline
from wallwatch.whois.reverse import ReverseNames


def offline(config: Config) -> Offline:
    """Return the databases of networks on this machine; of none of them if whois is off."""
    return Offline(config.mmdb) if config.whois != "off" else Offline(places=())


def reverse_names(config: Config) -> ReverseNames | None:
    """Return who asks for host names, ``None`` unless the user wants that and may ask at all."""
    return ReverseNames() if config.reverse_dns and config.whois != "off" else None


def lookups(config: Config, cache: NetworkCache | None = None, *, offline: bool = False) -> Lookups:
    """Return the look-ups as ``config`` allows them, over ``cache`` or else over the user's own.

    ``offline`` asks nobody, whatever the configuration says. Nothing is written before somebody was asked.
    """
    directory = paths.cache_directory()
    policy: Policy | None = config.whois
    if offline and policy != "off":
        policy = "cache"
    if cache is None:
        cache = NetworkCache.of(None if policy == "off" else directory / "networks.json")
    return Lookups(
        cache,
        policy,
        clock=now,
        own=[block.network for block in config.own],
        diary=directory / "asked.json",
        registries=directory / "registries",
    )
