"""Rules that several alerts suggest: what all of them share, from the narrowest to the widest.

Each rule matches every one of the alerts. A few different sources, ports or signatures are named one by one; where they
are many, they are no part of a rule.
"""

import ipaddress
from collections.abc import Callable, Sequence
from typing import Final

from wallwatch.filter.block import parse_block
from wallwatch.filter.quote import term_for
from wallwatch.model import Alert
from wallwatch.model.address import around, canonical
from wallwatch.noise.draft import (
    PHRASE_MAX,
    Draft,
    Part,
    assembled,
    drafts,
    holds,
    signature_part,
    stack_part,
    target_part,
)

_NAMED: Final = 8
"""So many different values are named one by one."""
_WIDEST: Final = {4: 16, 6: 32}
"""Length of the widest network that alerts may have in common, by the version of the address."""


def shared_drafts(alerts: Sequence[Alert], network: str | None) -> tuple[Draft, ...]:
    """Return the rules for all of these alerts together; none if there is nothing that they share.

    ``network`` is the registered block of all sources, as :func:`wallwatch.noise.draft.drafts` has it.
    """
    if len(alerts) == 1:
        return drafts(alerts[0], network)
    return assembled(
        _sources(alerts),
        _network(alerts, network),
        _same(alerts, stack_part),
        _targets(alerts),
        _same(alerts, signature_part),
    )


def _same(alerts: Sequence[Alert], part_of: Callable[[Alert], Part | None]) -> Part | None:
    """Return the part that is the same for all, ``None`` if it differs."""
    found = {part_of(alert) for alert in alerts}
    return found.pop() if len(found) == 1 else None


def _sources(alerts: Sequence[Alert]) -> Part | None:
    found = list(dict.fromkeys(alert.src for alert in alerts))
    if len(found) > _NAMED or not all(map(canonical, found)):
        return None
    label = found[0] if len(found) == 1 else f"these {len(found)} sources"
    return Part(f"src:{','.join(found)}", label, f"from {label}")


def _network(alerts: Sequence[Alert], network: str | None) -> Part | None:
    """Return the block that is registered for all, or its name, or the smallest network that holds all sources.

    Around a single source it is as large as for a single alert: alone it is a part already.
    """
    sources = {alert.src for alert in alerts}
    block = parse_block(network or "")
    if block is not None and all(holds(block, source) for source in sources):
        return Part(f"src:{block.name}", f"network {block.name}", f"from {block.name}")
    names = {alert.network for alert in alerts}
    if len(names) == 1 and (name := (names.pop() or "")[:PHRASE_MAX]):
        return Part(term_for("net", name), f"network {name}", f"from {name}")
    beside = around(*sources) if len(sources) == 1 else _smallest(sources)
    return None if beside is None else Part(f"src:{beside}", f"addresses {beside}", f"from {beside}")


def _smallest(sources: set[str]) -> str | None:
    """Return the smallest network that holds all addresses, ``None`` where that is a large one or there is none."""
    if not all(map(canonical, sources)):
        return None
    addresses = [ipaddress.ip_address(source) for source in sources]
    version = addresses[0].version
    if any(address.version != version for address in addresses):
        return None
    bits = (int(min(addresses, key=int)) ^ int(max(addresses, key=int))).bit_length()
    length = addresses[0].max_prefixlen - bits
    return str(ipaddress.ip_network(f"{addresses[0]}/{length}", strict=False)) if length >= _WIDEST[version] else None


def _targets(alerts: Sequence[Alert]) -> Part | None:
    """Return the target ports with their protocols, or what else is the same for all."""
    ports = sorted({alert.dport for alert in alerts if alert.dport is not None})
    protos = sorted({alert.proto for alert in alerts})
    if any(alert.dport is None for alert in alerts) or len(ports) > _NAMED or len(ports) * len(protos) == 1:
        return _same(alerts, target_part)
    listed, proto = ",".join(map(str, ports)), ",".join(protos)
    return Part(f"dport:{listed} proto:{proto}", f"{proto} port{'s' * (len(ports) > 1)} {listed}", f"{proto}/{listed}")
