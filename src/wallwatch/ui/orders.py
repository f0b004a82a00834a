"""What a list can be sorted by: alerts by what is in their columns, groups by what is counted of them."""

from typing import Final, NamedTuple


class Order(NamedTuple):
    """An order. ``sql`` is what is compared; ``falls`` begins with the largest; ``says`` is what stands at the top."""

    name: str
    sql: str
    falls: bool
    says: tuple[str, str]

    def clause(self, *, backwards: bool) -> str:
        """Return the order as SQL: what is not known comes last either way, and what is equal in order of time."""
        down = self.falls != backwards
        return f"({self.sql}) IS NULL, {self.sql} {'DESC' if down else 'ASC'}"

    def words(self, *, backwards: bool) -> str:
        """Return what it is sorted by, and what comes first: ``packets, most first``."""
        return f"{self.name}, {self.says[backwards]} first"


_NUMBERS: Final = ("most", "fewest")
_NAMES: Final = ("A", "Z")
_TIMES: Final = ("latest", "earliest")

TIME: Final = Order("time", "first", falls=False, says=("oldest", "newest"))

ORDERS: Final = (
    TIME,
    Order("last packet", "last", falls=True, says=_TIMES),
    Order("packets", "packets", falls=True, says=_NUMBERS),
    Order("lines", "lines", falls=True, says=_NUMBERS),
    Order("source", "src_key", falls=False, says=("lowest", "highest")),
    Order("target", "dst_key", falls=False, says=("lowest", "highest")),
    Order("target port", "dport", falls=False, says=("lowest", "highest")),
    Order("what", "coalesce(msg, chain)", falls=False, says=_NAMES),
    Order("stack", "os_label", falls=False, says=_NAMES),
    Order("hops", "hops", falls=True, says=("farthest", "nearest")),
    Order("verdict", "verdict", falls=False, says=_NAMES),
    Order("network", "network", falls=False, says=_NAMES),
)
"""Every order of alerts; the first is the one that can be followed."""

GROUP_ORDERS: Final = (
    Order("alerts", "count(*)", falls=True, says=_NUMBERS),
    Order("lines", "sum(lines)", falls=True, says=_NUMBERS),
    Order("last packet", "max(last)", falls=True, says=_TIMES),
    Order("first packet", "min(first)", falls=False, says=("earliest", "latest")),
)
"""Every order of groups."""
