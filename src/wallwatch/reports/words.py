"""The words that all reports share: titles, times, counts, and what an alert is in one line."""

from collections.abc import Sequence
from typing import Final

from wallwatch.model import Alert, Header
from wallwatch.model.times import iso, to_datetime
from wallwatch.reports.report import Part, Report
from wallwatch.whois.record import NetworkRecord

_PORTS_NAMED: Final = 3


def title(report: Report) -> str:
    """Return the title with date, port and name: ``Incident: 2002-03-02 tcp:6346 gnutella``."""
    name = name_of(report)
    ports = [port for port in ports_of(report.parts) if port.lower() not in name.lower()]
    shown = " ".join(ports) if len(ports) <= _PORTS_NAMED else f"{len(ports)} ports"
    dates = date_of(report.parts)
    return " ".join(word for word in ("Incident:", dates, shown, name) if word)


def name_of(report: Report) -> str:
    """Return the name of a report; without one, what an IDS called all of it."""
    messages = {part.alert.signature.message for part in report.attempts if part.alert.signature}
    return report.name or (messages.pop() if len(messages) == 1 else "")


def ports_of(parts: Sequence[Part]) -> list[str]:
    """Return what was called: ``tcp:6346``, the most called first; ICMP is called by its name alone."""
    counts: dict[str, int] = {}
    for part in parts:
        if not part.is_gap:
            alert = part.alert
            called = alert.proto if alert.dport is None else f"{alert.proto}:{alert.dport}"
            counts[called] = counts.get(called, 0) + alert.packets
    return sorted(counts, key=lambda called: -counts[called])


def date_of(parts: Sequence[Part]) -> str:
    """Return the day of the first alert, or the first and the last day, by the clock of the logs."""
    days = sorted(f"{to_datetime(part.alert.first, part.alert.zone):%Y-%m-%d}" for part in parts)
    return "" if not days else days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"


def summary(report: Report) -> str:
    """Return in a sentence how much it is, from how many, and from when to when, in UTC."""
    attempts = report.attempts
    if not attempts:
        return "No connection attempt."
    packets = sum(part.alert.packets for part in attempts)
    sources = len({part.alert.src for part in attempts})
    first = min(part.alert.first for part in attempts)
    last = max(part.alert.last for part in attempts)
    how_much = f"{many(len(attempts), 'connection attempt')}, {many(packets, 'packet')}"
    return f"{how_much}, from {many(sources, 'address', 'addresses')}; {utc(first)} to {utc(last)}."


def many(count: int, one: str, more: str = "") -> str:
    """Return ``1 packet`` or ``3 packets``; ``more`` is the plural where it is irregular."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def utc(micros: int) -> str:
    """Return a time in UTC for people and machines alike: ``2002-03-02 15:32:54 UTC``."""
    return f"{to_datetime(micros):%Y-%m-%d %H:%M:%S} UTC"


def local(alert: Alert, micros: int) -> str:
    """Return a time by the clock of the alert's logs, with its offset."""
    return iso(micros, alert.zone, alert.tick).replace("T", " ")


def endpoint(address: str, port: int | None) -> str:
    """Return ``address:port``, an IPv6 address in brackets."""
    if port is None:
        return address
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def heading(alert: Alert) -> str:
    """Return who called whom: ``198.51.100.7:3504 > 192.0.2.1:6346 tcp``."""
    kind = "" if alert.icmp_type is None else f" type {alert.icmp_type} code {alert.icmp_code}"
    return f"{tuple_of(alert)} {alert.proto}{kind}"


def tuple_of(header: Alert | Header) -> str:
    """Return ``198.51.100.7:3504 > 192.0.2.1:6346``."""
    return f"{endpoint(header.src, header.sport)} > {endpoint(header.dst, header.dport)}"


def facts(part: Part) -> list[tuple[str, str]]:
    """Return what is known of an alert as names and values, in the order of the reports; what is not known is not."""
    alert, stack = part.alert, part.alert.os
    signature = alert.signature
    hops = "" if stack is None or stack.hops is None else f", {many(stack.hops, 'hop')} away"
    rows = (
        ("when", f"{local(alert, alert.first)}{_until(alert)}"),
        ("packets", f"{alert.packets}{_ladder(alert)}"),
        ("translated", _translated(part)),
        ("flags", alert.flags),
        ("signature", None if signature is None else signature.message),
        ("firewall", " ".join(filter(None, (alert.action, alert.chain, alert.rule and f"rule {alert.rule}")))),
        ("system", None if stack is None else f"{stack.label}{hops}{' (disputed)' if stack.disputed else ''}"),
        ("seen by", alert.witnesses),
        ("verdict", f"{alert.verdict}: {alert.because}" if alert.because else alert.verdict),
        ("note", part.note),
    )
    return [(name, value) for name, value in rows if value]


def _until(alert: Alert) -> str:
    if alert.last == alert.first:
        return ""
    first, last = local(alert, alert.first), local(alert, alert.last)
    day, _, clock = last.partition(" ")
    return f" to {clock if first.startswith(day) else last}"


def _translated(part: Part) -> str:
    """Return the tuple on the other side of a NAT, if lines of that side were put to the packets."""
    others = (packet.translated for packet in part.packets)
    return next((f"also logged as {tuple_of(other)}" for other in others if other is not None), "")


def _ladder(alert: Alert) -> str:
    return f" ({', '.join(f'{step:.2f} s' for step in alert.ladder)} apart)" if alert.ladder else ""


def network_lines(record: NetworkRecord) -> list[str]:
    """Return a whois record as BW whois laid it out, with who answered, and when."""
    holder = f"{record.organisation} ({record.name})" if record.organisation and record.name else record.organisation
    rows = (
        f"Netname: {record.name}" if record.name else "",
        f"   Netblock: {record.first} - {record.last}",
        f"   Kind: {record.kind}" if record.kind else "",
        f"   AS: AS{record.asn}" if record.asn is not None else "",
    )
    head = [line for line in (holder or "", f"   {record.country}" if record.country else "") if line]
    abuse = ["", "Abuse contact:", f"      {record.abuse}"] if record.abuse else []
    return [*head, *([""] if head else []), *filter(None, rows), *abuse]


def network_title(record: NetworkRecord) -> str:
    """Return who said so, and when."""
    return f"whois ({record.source}, {to_datetime(record.fetched):%Y-%m-%d})"


def is_again(part: Part, before: Part) -> bool:
    """Tell whether a part is of the same kind as one before it: the same service called, or the same signature."""
    one, other = part.alert, before.alert
    return (one.proto, one.dport, one.icmp_type) == (other.proto, other.dport, other.icmp_type) or (
        one.signature is not None and one.signature == other.signature
    )


def made(report: Report) -> str:
    """Return who made the report and when, and what a reader has to know of it."""
    words = [f"Made by wallwatch, {utc(report.made)}."]
    if report.chosen:
        words.append(f"Chosen: {report.chosen}.")
    if report.left_out:
        words.append(f"{many(report.left_out, 'further alert')} of these {_is(report.left_out)} left out.")
    if report.masked:
        words.append("Addresses and names of the reporting side are stand-ins.")
    return " ".join(words)


def unweighed(report: Report) -> str:
    """Return in a sentence what hypotheses are not told, and what was not looked into; nothing if all was."""
    more, others = report.untold, many(report.unlooked, "address", "addresses")
    told = (
        f"{many(more, 'more pair')} {_is(more)} not told." if more else "",
        f"{others} of this report {_is(report.unlooked)} not held against others." if report.unlooked else "",
    )
    return " ".join(filter(None, told))


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def unshown(part: Part) -> str:
    """Return in a sentence how many lines of an alert are not shown; nothing if all are."""
    return f"{many(part.unshown, 'more line')} {_is(part.unshown)} not shown." if part.unshown else ""
