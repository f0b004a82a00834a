"""Rules for what reads logs or packets itself: Snort, Suricata, psad, fail2ban and logcheck."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from wallwatch.model.address import Network
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.upstream.flow import Flow, Ports, of_version
from wallwatch.noise.upstream.rendered import Rendered, beyond, label, refused

_GID: Final = 1
_OCTETS: Final = (0, 8, 16, 24, 32)
_PORTS_MAX: Final = 16


def snort(rule: NoiseRule, flow: Flow) -> Rendered:
    """Return lines for Snort's ``threshold.conf``."""
    return _suppress("snort", "threshold.conf", rule, flow)


def suricata(rule: NoiseRule, flow: Flow) -> Rendered:
    """Return lines for Suricata's ``threshold.config``."""
    return _suppress("suricata", "threshold.config", rule, flow)


def psad(rule: NoiseRule, flow: Flow) -> Rendered:
    """Return lines for psad's ``auto_dl`` (danger level 0 is never told of), or for ``psad.conf`` without a source."""
    if not flow.src:
        return _psad_ignores(rule, flow)
    if words := flow.without("src", "dport", "proto"):
        return beyond("psad", words)
    wanted = ",".join(_psad_ports(flow)) or ",".join(flow.proto)
    lines = [f"{network}    0{f'    {wanted}' if wanted else ''};    # {label(rule)}" for network in _all(flow.src)]
    return Rendered("psad", "\n".join(lines) + "\n", "In /etc/psad/auto_dl; then psad --HUP")


def _psad_ignores(rule: NoiseRule, flow: Flow) -> Rendered:
    """Return what psad ignores whoever it comes from: ports of TCP and UDP, or whole protocols."""
    if words := flow.without("dport", "proto"):
        return beyond("psad", words)
    if flow.dport and set(flow.proto) <= {"tcp", "udp"}:
        line = f"IGNORE_PORTS    {', '.join(_psad_ports(flow))};"
    elif flow.proto and not flow.dport:
        line = f"IGNORE_PROTOCOLS    {', '.join(flow.proto)};"
    else:
        return refused("psad", "psad needs a source, ports of TCP or UDP, or a protocol.")
    place = "In /etc/psad/psad.conf, together with what that line has already; then psad --HUP"
    return Rendered("psad", f"# {label(rule)}\n{line}\n", place)


def _psad_ports(flow: Flow) -> list[str]:
    return [f"{proto}/{_span(ports)}" for proto in flow.proto or ("tcp", "udp") for ports in flow.dport]


def fail2ban(rule: NoiseRule, flow: Flow) -> Rendered:
    """Return the line for ``jail.local``; fail2ban knows addresses only."""
    if words := flow.without("src"):
        return beyond("fail2ban", words)
    if not flow.src:
        return refused("fail2ban", "fail2ban ignores addresses, and the rule has none.")
    text = f"[DEFAULT]\n# {label(rule)}\nignoreip = 127.0.0.1/8 ::1 {' '.join(_all(flow.src))}\n"
    return Rendered("fail2ban", text, "In /etc/fail2ban/jail.local; add to the line that is there.")


def logcheck(rule: NoiseRule, flow: Flow) -> Rendered:
    """Return an extended regular expression for logcheck, over the lines of netfilter."""
    if words := flow.without("src", "dst", "sport", "dport", "proto", "iface"):
        return beyond("logcheck", words)
    try:
        lines = [_line(flow, proto) for proto in flow.proto or (None,)]
    except ValueError as error:
        return refused("logcheck", str(error))
    text = "\n".join(lines) + "\n"
    return Rendered("logcheck", text, f"In /etc/logcheck/ignore.d.server/local-wallwatch, for {label(rule)}")


def _suppress(target: str, file: str, rule: NoiseRule, flow: Flow) -> Rendered:
    """Return a ``suppress`` line for each signature and each network."""
    if words := flow.without("sid", "src", "dst"):
        return beyond(target, words)
    if not flow.sid:
        return refused(target, f"{target} suppresses signatures, and the rule names none.")
    if flow.src and flow.dst:
        return refused(target, f"{target} takes a source or a target, not both.")
    if any(rule_id.ids[2] is not None for rule_id in flow.sid):
        return refused(target, f"{target} does not tell revisions of a signature apart.")
    track = "by_dst" if flow.dst else "by_src"
    networks = [f", track {track}, ip {network}" for network in _all(flow.dst or flow.src)] or [""]
    lines = [
        f"suppress gen_id {_GID if rule_id.ids[0] is None else rule_id.ids[0]}, sig_id {rule_id.ids[1]}{network}"
        for rule_id in flow.sid
        for network in networks
    ]
    return Rendered(target, "\n".join((f"# {label(rule)}", *lines)) + "\n", f"In {file}")


def _line(flow: Flow, proto: str | None) -> str:
    """Return the pattern of a line of the kernel's firewall log, its words in their order.

    Raises:
        ValueError: a network or a range of ports is too long to be spelled out.
    """
    words = [
        f"IN={_one(map(re.escape, flow.iface))}" if flow.iface else "",
        f"SRC={_one(_addresses(flow.src))}" if flow.src else "",
        f"DST={_one(_addresses(flow.dst))}" if flow.dst else "",
        f"PROTO={re.escape(proto.upper())}" if proto else "",
        f"SPT={_one(_numbers(flow.sport))}" if flow.sport else "",
        f"DPT={_one(_numbers(flow.dport))}" if flow.dport else "",
    ]
    head = r"^(\w{3} [ :[:digit:]]{11}|[0-9T:.+Z-]{20,32}) [._[:alnum:]-]+ kernel: "
    # logcheck cuts the blank at the end of a line.
    return head + "".join(f".*{word}( |$)" for word in words if word) + ".*$"


def _addresses(networks: Sequence[Network]) -> Iterator[str]:
    """Yield the pattern of each network, which has to end at a dot of an IPv4 address."""
    for network in networks:
        if network.version == 6 and network.num_addresses == 1:  # noqa: PLR2004
            yield network.network_address.exploded
        elif network.version == 4 and (wider := [each for each in _OCTETS if each >= network.prefixlen]):  # noqa: PLR2004
            parts = list(network.subnets(new_prefix=wider[0]))
            if len(parts) > _PORTS_MAX:
                raise ValueError(f"{network} would be {len(parts)} patterns.")
            for part in parts:
                kept = str(part.network_address).split(".")[: wider[0] // 8]
                yield r"\.".join((*kept, *("[0-9]+",) * (4 - len(kept))))
        else:
            raise ValueError(f"{network} cannot be written as a pattern.")


def _numbers(ports: Sequence[Ports]) -> Iterator[str]:
    for low, high in ports:
        if high - low >= _PORTS_MAX:
            raise ValueError(f"{low}-{high} would be {high - low + 1} numbers.")
        yield from map(str, range(low, high + 1))


def _one(patterns: Iterator[str]) -> str:
    return f"({'|'.join(patterns)})"


def _all(networks: Sequence[Network]) -> list[str]:
    return [*of_version(networks, 4), *of_version(networks, 6)]


def _span(ports: Ports) -> str:
    low, high = ports
    return str(low) if low == high else f"{low}-{high}"
