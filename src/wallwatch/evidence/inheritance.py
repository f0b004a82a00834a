"""What the last holder of our address left behind: calls of those who do not know yet that it is another's now."""

from typing import Final

import msgspec

from wallwatch.evidence.calls import HOSTS, Calls
from wallwatch.evidence.phrases import article, count
from wallwatch.evidence.sharing import peers_at
from wallwatch.evidence.tenure import Line, Port, Tenure
from wallwatch.model import AddressChange, Alert
from wallwatch.model.times import SECOND, to_datetime

_LINES: Final = 16
"""Interfaces that are kept apart."""
_HOSTS_MIN: Final = 5
_NETWORKS_MIN: Final = 3
"""Callers of a port, and the networks that they are in, from which on they are no chance."""
_BEGINS: Final = 4
"""So many times the callers that the address before had on that port: the calls began with the change."""
_NEW: Final = 64
"""Knocks after which an address is not new any more."""
_DAY: Final = 86_400 * SECOND
_AGAIN: Final = 3_600 * SECOND
"""Microseconds within which another interface tells of the same change."""

_MANY: Final = ("224.", "239.", "255.", "0.", "169.254.", "ff", "fe80:")
"""What no single host has for good: multicast, broadcast, link-local addresses."""
_BROADCAST: Final = ".255"


class Inheritance:
    """Follows our own addresses, and who calls them. Alerts come in about the order of their times."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str | None, str | None], Line] = {}
        self._changes: list[AddressChange] = []
        self._told: dict[tuple[str, str], int] = {}

    def note(self, alert: Alert) -> Tenure | None:
        """Take in a new alert that came to us; return what is known of the address it came to."""
        key = (alert.host, alert.iface)
        line = self._lines.get(key)
        if line is None:
            if len(self._lines) >= _LINES:
                return None
            line = self._lines[key] = Line()
        tenure = line.at(alert.dst, alert.first)
        if tenure is None:
            return None
        if not tenure.knocks and (alert.dst.startswith(_MANY) or alert.dst.endswith(_BROADCAST)):
            del line.tenures[alert.dst]
            return None
        tenure.note(alert.src, alert.first)
        if tenure.before is None and len(line.tenures) > 1 and (old := self._moved(line, tenure)) is not None:
            self._tell(AddressChange(
                at=tenure.first, before=old.address, after=tenure.address, host=alert.host, iface=alert.iface
            ))  # fmt: skip
        return tenure

    @staticmethod
    def _moved(line: Line, tenure: Tenure) -> Tenure | None:
        """Return the address that was given up for this one. Of one that is called all the time, ask now and then."""
        return line.moved(tenure) if tenure.knocks < _NEW or tenure.knocks % _NEW == 0 else None

    def drain(self) -> list[AddressChange]:
        """Return the changes found since the last call."""
        changes, self._changes = self._changes, []
        return changes

    def known(self, alert: Alert) -> Tenure | None:
        """Return what is known of the address that an alert came to."""
        line = self._lines.get((alert.host, alert.iface))
        return None if line is None else line.tenures.get(alert.dst)

    def _tell(self, change: AddressChange) -> None:
        told = self._told.get((change.before, change.after))
        if told is None or abs(told - change.at) > _AGAIN:
            self._told[change.before, change.after] = change.at
            self._changes.append(change)


class Legacy(msgspec.Struct, frozen=True, gc=False):
    """What came with an address: who calls ``port`` of it ``since`` (microseconds) it is ours."""

    since: int
    port: Port
    hosts: int
    networks: int
    decays: bool

    def words(self, zone: int, now: int) -> str:
        """Return it in one line; ``now`` decides whether the time needs its date, ``zone`` is seconds east of UTC."""
        moment = to_datetime(self.since, zone)
        time = f"{moment:%H:%M}" if abs(now - self.since) < _DAY else f"{moment:%m-%d %H:%M}"
        peers = peers_at(*self.port)
        server = f"{article(peers.name)} {peers.name} server" if peers else "a server"
        decays = ", fewer and fewer" if self.decays else ""
        return (
            f"since {time} this address has a new holder: {count(self.hosts, HOSTS, 'host')} in"
            f" {count(self.networks, HOSTS, 'network')} call port {self.port[1]}{decays}, {server} stood here"
        )


def legacy(tenure: Tenure | None, port: Port, now: int) -> Legacy | None:
    """Return what the address's last holder left behind on a port, ``None`` if that is not known of it.

    That is a port which hosts of many networks call, and which hardly any called at the address that was ours before.
    """
    if tenure is None or tenure.before is None:
        return None
    calls = tenure.calls.get(port)
    if calls is None or len(calls.hosts) < _HOSTS_MIN or len(calls.networks) < _NETWORKS_MIN:
        return None
    earlier = tenure.before.calls.get(port, _NOBODY)
    if len(calls.hosts) < _BEGINS * len(earlier.hosts):
        return None
    decays = calls.decays(tenure.first, max(now, tenure.last))
    return Legacy(tenure.first, port, len(calls.hosts), len(calls.networks), decays)


_NOBODY: Final = Calls()
