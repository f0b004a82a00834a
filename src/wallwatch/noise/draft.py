"""Rules that an alert suggests, from the narrowest to the widest. Each of them matches the alert."""

from typing import Final

import msgspec

from wallwatch.filter.block import Block, parse_block
from wallwatch.filter.quote import term_for
from wallwatch.filter.values import folded
from wallwatch.model import Alert
from wallwatch.noise.read import NAME_MAX

_AROUND: Final = {False: 24, True: 64}
"""Length of the network around a source of which no registered one is known, by whether it is IPv6."""

_PHRASE_MAX: Final = 200


class Draft(msgspec.Struct, frozen=True):
    """A rule to be: ``label`` says what it would hide, ``match`` is its filter, ``name`` a name to begin with."""

    label: str
    match: str
    name: str


class _Part(msgspec.Struct, frozen=True):
    """Terms of a filter, in words and in short."""

    terms: str
    label: str
    name: str


def drafts(alert: Alert, network: str | None) -> tuple[Draft, ...]:
    """Return the rules for one alert.

    ``network`` is the registered block of its source (``192.0.2.0/24`` or ``192.0.2.0 - 192.0.2.255``) or its name, as
    the alert has it. Without one the addresses around the source are taken.
    """
    target, source = _target(alert), _source(alert)
    senders = (source, _network(alert, network), _stack(alert))
    aimed = [
        Draft(f"{sender.label} to {target.label}", f"{sender.terms} {target.terms}", f"{target.name} {sender.name}")
        for sender in senders
        if sender is not None
    ]
    wide = [Draft(part.label, part.terms, part.name) for part in (_signature(alert), target) if part is not None]
    anything = Draft(f"{source.label} to anything", source.terms, source.name)
    found = {draft.match: draft for draft in (*aimed[:1], anything, *aimed[1:], *wide)}
    return tuple(Draft(draft.label, draft.match, draft.name[:NAME_MAX].strip()) for draft in found.values())


def _target(alert: Alert) -> _Part:
    proto = term_for("proto", alert.proto)
    if alert.dport is not None:
        return _Part(
            f"dport:{alert.dport} {proto}", f"{alert.proto} port {alert.dport}", f"{alert.proto}/{alert.dport}"
        )
    if alert.icmp_type is not None:
        kind = alert.icmp_type
        return _Part(f"type:{kind} {proto}", f"{alert.proto} type {kind}", f"{alert.proto}/{kind}")
    label = f"protocol {alert.proto}" if alert.proto.isdigit() else alert.proto
    return _Part(proto, label, label)


def _source(alert: Alert) -> _Part:
    return _Part(term_for("src", alert.src), alert.src, f"from {alert.src}")


def _network(alert: Alert, network: str | None) -> _Part | None:
    """Return the block that is registered, or its name, or the addresses around the source."""
    block = parse_block(network or "")
    if block is not None and _holds(block, alert.src):
        return _Part(f"src:{block.name}", f"network {block.name}", f"from {block.name}")
    name = (network or alert.network or "")[:_PHRASE_MAX]
    if name and folded(name) in folded(alert.network or ""):
        return _Part(term_for("net", name), f"network {name}", f"from {name}")
    around = parse_block(_around(alert.src))
    return None if around is None else _Part(f"src:{around.name}", f"addresses {around.name}", f"from {around.name}")


def _holds(block: Block, address: str) -> bool:
    one = parse_block(address)
    return one is not None and block.first <= one.first <= block.last


def _around(address: str) -> str:
    return f"{address}/{_AROUND[':' in address]}"


def _stack(alert: Alert) -> _Part | None:
    name = ((alert.os.family or alert.os.label) if alert.os else "")[:_PHRASE_MAX]
    return _Part(term_for("os", name), name, f"by {name}") if name else None


def _signature(alert: Alert) -> _Part | None:
    signature = alert.signature
    if signature is None:
        return None
    message = signature.message[:_PHRASE_MAX]
    if signature.sid:  # a rule of one's own has often none, or 0
        gid = "" if signature.gid is None else f"{signature.gid}:"
        return _Part(f"sid:{gid}{signature.sid}", f'signature "{message}"', message or f"signature {signature.sid}")
    return _Part(term_for("msg", message), f'signature "{message}"', message) if message else None
