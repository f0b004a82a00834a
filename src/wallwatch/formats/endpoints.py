"""``src[:sport] -> dst[:dport]``, as Snort and p0f 1 print it."""

import re
from typing import Final

from wallwatch.formats.grammar import Fields
from wallwatch.formats.protocol import PORTED
from wallwatch.model.address import canonical

_GROUPS: Final = 8
_ADDRESS: Final = r"(?:\d{1,3}\.){3}\d{1,3}|(?:[\da-fA-F]{1,4}:){7}[\da-fA-F]{1,4}|[\da-fA-F:]{2,39}"

ENDPOINTS: Final = rf"(?P<src>{_ADDRESS})(?::(?P<sport>\d{{1,5}}))? -> (?P<dst>{_ADDRESS})(?::(?P<dport>\d{{1,5}}))?"
"""Groups ``src``, ``sport``, ``dst``, ``dport``. IPv6 comes without brackets, and with all its groups."""


def endpoints(match: re.Match[str], proto: str) -> Fields | None:
    """Return the four fields, or ``None`` if an address is none.

    An abbreviated IPv6 address with a port behind it could be read in two ways, so it is not read at all.
    """
    src, dst = canonical(match["src"]), canonical(match["dst"])
    if src is None or dst is None or (proto in PORTED and _abbreviated(match["src"], match["dst"])):
        return None
    if proto not in PORTED or match["sport"] is None or match["dport"] is None:
        return {"src": src, "dst": dst}
    return {"src": src, "sport": int(match["sport"]), "dst": dst, "dport": int(match["dport"])}


def _abbreviated(*addresses: str) -> bool:
    return any(":" in address and address.count(":") < _GROUPS - 1 for address in addresses)
