"""Rules for packet filters: in front of the rule that logs, so that the firewall does as before and says nothing."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.upstream.flow import Flow, Ports, of_version
from wallwatch.noise.upstream.rendered import Rendered, beyond, label, refused

_WITH_PORTS: Final = ("tcp", "udp")
_ICMP: Final = {4: "icmp", 6: "icmp6"}
_BEFORE: Final = "In front of the rule that logs, in a chain that drops these packets anyway."
_MULTIPORT_MAX: Final = 15
"""Ports that one rule of iptables takes; a range counts twice."""

_NFT_COMMENT_MAX: Final = 127

_NO_FAMILY: Final = "Its addresses are of two families."


def nftables(rule: NoiseRule, flow: Flow) -> Rendered:
    """Return rules for ``nft -f``: sets of addresses and ports, a rule for each family and protocol."""
    if trouble := _trouble("nftables", flow):
        return trouble
    lines = [
        f'insert rule inet filter input {" ".join(words)} drop comment "{label(rule)[:_NFT_COMMENT_MAX]}"'
        for words in _nft(flow)
    ]
    text = "\n".join(("add table inet filter", "add chain inet filter input", *lines)) + "\n"
    return Rendered("nftables", text, f"{_BEFORE} nft -f FILE; table and chain are those of your rules.")


def iptables(rule: NoiseRule, flow: Flow) -> Rendered:
    """Return rules for ``iptables-restore --noflush`` (IPv4)."""
    return _tables("iptables", 4, rule, flow)


def ip6tables(rule: NoiseRule, flow: Flow) -> Rendered:
    """Return rules for ``ip6tables-restore --noflush`` (IPv6)."""
    return _tables("ip6tables", 6, rule, flow)


def ufw(rule: NoiseRule, flow: Flow) -> Rendered:
    """Return commands for UFW, whose rules that deny by themselves do not log."""
    if trouble := _trouble("ufw", flow):
        return trouble
    if flow.type or any(proto not in _WITH_PORTS for proto in flow.proto):
        return refused("ufw", "ufw has words for TCP and UDP only.")
    lines = [f"ufw insert 1 deny {words} comment '{label(rule)}'" for words in _ufw(flow)]
    return Rendered("ufw", "\n".join(lines) + "\n", "In a shell.")


def _trouble(target: str, flow: Flow) -> Rendered | None:
    if words := flow.without("src", "dst", "sport", "dport", "proto", "iface", "type"):
        return beyond(target, words)
    return None if flow.families else refused(target, _NO_FAMILY)


def _protocols(flow: Flow) -> tuple[str | None, ...]:
    """Return the protocols to write a rule for; ports are those of TCP and UDP where none is named."""
    return flow.proto or (_WITH_PORTS if flow.sport or flow.dport else (None,))


def _nft(flow: Flow) -> Iterator[list[str]]:
    versions = flow.families if flow.src or flow.dst else (4,)
    for version, proto in product(versions, _protocols(flow)):
        family = "ip" if version == 4 else "ip6"  # noqa: PLR2004
        words = [f"iifname {{ {', '.join(_quoted(flow.iface))} }}"] if flow.iface else []
        for name, networks in (("saddr", flow.src), ("daddr", flow.dst)):
            if networks:
                words.append(f"{family} {name} {{ {', '.join(of_version(networks, version))} }}")
        if not (flow.src or flow.dst) and proto in _ICMP.values():
            words.append(f"meta nfproto {'ipv4' if proto == 'icmp' else 'ipv6'}")
        yield [*words, *_nft_protocol(flow, proto)]


def _nft_protocol(flow: Flow, proto: str | None) -> Iterator[str]:
    if proto is not None:
        yield f"meta l4proto {'ipv6-icmp' if proto == 'icmp6' else proto}"
    for name, ports in (("sport", flow.sport), ("dport", flow.dport)):
        if ports:
            yield f"{proto} {name} {{ {', '.join(_range(each, '-') for each in ports)} }}"
    if flow.type:
        types = ", ".join(_range(each, "-") for each in flow.type)
        yield f"{'icmpv6' if proto == 'icmp6' else 'icmp'} type {{ {types} }}"


def _tables(target: str, version: int, rule: NoiseRule, flow: Flow) -> Rendered:
    if trouble := _trouble(target, flow):
        return trouble
    if version not in flow.families or _ICMP[10 - version] in flow.proto:
        return refused(target, f"It is not about IPv{version}.")
    if any(_size(ports) > _MULTIPORT_MAX for ports in (flow.sport, flow.dport)):
        return refused(target, f"{target} takes {_MULTIPORT_MAX} ports a rule.")
    if any(low != high for low, high in flow.type):
        return refused(target, f"{target} takes one ICMP type a rule.")
    lines = [f'-I INPUT 1 {words}-m comment --comment "{label(rule)}" -j DROP' for words in _iptables(flow, version)]
    text = "\n".join(("*filter", *lines, "COMMIT")) + "\n"
    return Rendered(target, text, f"{_BEFORE} {target}-restore --noflush < FILE")


def _iptables(flow: Flow, version: int) -> Iterator[str]:
    addresses = (of_version(flow.src, version) or [""], of_version(flow.dst, version) or [""])
    faces, types = flow.iface or ("",), flow.type or (None,)
    for face, proto, src, dst, kind in product(faces, _protocols(flow), *addresses, types):
        words = [f"-i {face}" if face else "", f"-s {src}" if src else "", f"-d {dst}" if dst else ""]
        words.append(f"-p {'ipv6-icmp' if proto == 'icmp6' else proto}" if proto else "")
        words += [
            f"-m multiport --{name} {','.join(_range(each, ':') for each in ports)}"
            for name, ports in (("sports", flow.sport), ("dports", flow.dport))
            if ports
        ]
        words.append(f"--{'icmpv6' if version == 6 else 'icmp'}-type {kind[0]}" if kind else "")  # noqa: PLR2004
        yield "".join(f"{word} " for word in words if word)


def _ufw(flow: Flow) -> Iterator[str]:
    for version in flow.families if flow.src or flow.dst else (4,):
        addresses = (of_version(flow.src, version) or ["any"], of_version(flow.dst, version) or ["any"])
        for face, proto, src, dst in product(flow.iface or ("",), _protocols(flow), *addresses):
            words = [f"in on {face}" if face else "in", f"proto {proto}" if proto else "", f"from {src}"]
            words.append(f"port {_list(flow.sport)}" if flow.sport else "")
            words += [f"to {dst}", f"port {_list(flow.dport)}" if flow.dport else ""]
            yield " ".join(word for word in words if word)


def _list(ports: Sequence[Ports]) -> str:
    return ",".join(_range(each, ":") for each in ports)


def _range(ports: Ports, dash: str) -> str:
    low, high = ports
    return str(low) if low == high else f"{low}{dash}{high}"


def _size(ports: Sequence[Ports]) -> int:
    return sum(1 if low == high else 2 for low, high in ports)


def _quoted(names: Sequence[str]) -> list[str]:
    return [f'"{name}"' for name in names]
