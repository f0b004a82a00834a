"""Rules that an alert suggests, from the narrowest to the widest. Each of them matches the alert."""

from typing import Final

import msgspec

from wallwatch.filter.block import Block, parse_block
from wallwatch.filter.quote import term_for
from wallwatch.filter.values import folded
from wallwatch.model import Alert
from wallwatch.model.address import around
from wallwatch.noise.read import NAME_MAX

PHRASE_MAX: Final = 200
"""Characters of a name that are put into a filter."""


class Draft(msgspec.Struct, frozen=True):
    """A rule to be: ``label`` says what it would hide, ``match`` is its filter, ``name`` a name to begin with."""

    label: str
    match: str
    name: str


class Part(msgspec.Struct, frozen=True):
    """Terms of a filter: ``label`` is the same in words, ``name`` in short."""

    terms: str
    label: str
    name: str


def drafts(alert: Alert, network: str | None) -> tuple[Draft, ...]:
    """Return the rules for one alert.

    ``network`` is the registered block of its source (``192.0.2.0/24`` or ``192.0.2.0 - 192.0.2.255``) or its name, as
    the alert has it. Without one the addresses around the source are taken.
    """
    return assembled(
        _source(alert), _network(alert, network), stack_part(alert), target_part(alert), signature_part(alert)
    )


def assembled(
    source: Part | None, network: Part | None, stack: Part | None, target: Part | None, signature: Part | None
) -> tuple[Draft, ...]:
    """Return the rules that can be made of these parts, the narrowest first."""
    senders = [part for part in (source, network, stack) if part is not None]
    aimed = [_aimed(sender, target) for sender in senders] if target is not None else []
    anything = [Draft(f"{source.label} to anything", source.terms, source.name)] if source is not None else []
    wide = [Draft(part.label, part.terms, part.name) for part in (signature, target) if part is not None]
    found = {draft.match: draft for draft in (*aimed[:1], *anything, *aimed[1:], *wide)}
    return tuple(Draft(draft.label, draft.match, draft.name[:NAME_MAX].strip()) for draft in found.values())


def _aimed(sender: Part, target: Part) -> Draft:
    return Draft(f"{sender.label} to {target.label}", f"{sender.terms} {target.terms}", f"{target.name} {sender.name}")


def target_part(alert: Alert) -> Part:
    """Return the target port, the ICMP type or the protocol."""
    proto = term_for("proto", alert.proto)
    if alert.dport is not None:
        return Part(f"dport:{alert.dport} {proto}", f"{alert.proto} port {alert.dport}", f"{alert.proto}/{alert.dport}")
    if alert.icmp_type is not None:
        kind = alert.icmp_type
        return Part(f"type:{kind} {proto}", f"{alert.proto} type {kind}", f"{alert.proto}/{kind}")
    label = f"protocol {alert.proto}" if alert.proto.isdigit() else alert.proto
    return Part(proto, label, label)


def _source(alert: Alert) -> Part:
    return Part(term_for("src", alert.src), alert.src, f"from {alert.src}")


def _network(alert: Alert, network: str | None) -> Part | None:
    """Return the block that is registered, or its name, or the addresses around the source."""
    block = parse_block(network or "")
    if block is not None and holds(block, alert.src):
        return Part(f"src:{block.name}", f"network {block.name}", f"from {block.name}")
    name = (network or alert.network or "")[:PHRASE_MAX]
    if name and folded(name) in folded(alert.network or ""):
        return Part(term_for("net", name), f"network {name}", f"from {name}")
    beside = around(alert.src)
    return None if beside is None else Part(f"src:{beside}", f"addresses {beside}", f"from {beside}")


def holds(block: Block, address: str) -> bool:
    """Tell whether an address is in a block."""
    one = parse_block(address)
    return one is not None and block.first <= one.first <= block.last


def stack_part(alert: Alert) -> Part | None:
    """Return the family of what sent it, or its name; ``None`` where nothing is known of it."""
    name = ((alert.os.family or alert.os.label) if alert.os else "")[:PHRASE_MAX]
    return Part(term_for("os", name), name, f"by {name}") if name else None


def signature_part(alert: Alert) -> Part | None:
    """Return the signature by its number, or its words; ``None`` without one."""
    signature = alert.signature
    if signature is None:
        return None
    message = signature.message[:PHRASE_MAX]
    if signature.sid:  # a rule of one's own has often none, or 0
        gid = "" if signature.gid is None else f"{signature.gid}:"
        return Part(f"sid:{gid}{signature.sid}", f'signature "{message}"', message or f"signature {signature.sid}")
    return Part(term_for("msg", message), f'signature "{message}"', message) if message else None
