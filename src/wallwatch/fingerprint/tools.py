"""Scanners and other tools that write their packets themselves, and how one packet gives them away.

A row names its tool, what to look for, and how likely it is to be wrong. It is three-valued: it fires only if every
field that it ``needs`` was logged. Tools that a signature describes well enough (nmap) stand among the signatures; what
takes many packets is in :mod:`~wallwatch.fingerprint.tools_many`.
"""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from wallwatch.fingerprint import tool_signs as signs
from wallwatch.fingerprint.distance import HOPS_MAX, guessed_hops
from wallwatch.fingerprint.syn import SYN_FLAGS
from wallwatch.model import Header, Stack

TOOL: Final = "tool"
"""How a stack matches that is a tool and no system."""

HPING: Final = "hping"
UNICORNSCAN: Final = "unicornscan"
RAW_SCANNER: Final = "raw SYN scanner"

_ONE_IN_65536: Final = "1 in 65,536 by chance"
_ONE_IN_25000: Final = "1 in 25,000 by chance, 1 in 3,000 where the log does not state the year"
_FOLDED: Final = "its IP ID is target, port and sequence number folded together, as masscan computes it"
_EPOCH: Final = "its TCP timestamp is the time of day, which no system sends, and DF is missing"

_MASSCAN_WINDOW: Final = 1_024
_ZMAP_WINDOW: Final = 65_535
_SCAPY_WINDOW: Final = 8_192
_HPING_WINDOW: Final = 512
_HPING_TTL: Final = 64
_NMAP_TTL: Final = 59

_AS_LINUX: Final = "mss,sok,ts,nop,ws"
_AS_BSD: Final = "mss,nop,ws,nop,nop,ts,sok,eol"


class Rule(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How one tool is known, as far as that is the same for all SYNs of a stack (``fits``) and for one (``proves``)."""

    label: str
    family: str
    because: str
    chance: str
    """How likely it is to be wrong."""
    ttl: int
    """The TTL that the tool starts from."""
    needs: tuple[str, ...]
    """Fields that must have been logged."""
    fits: Callable[[Header], bool]
    proves: Callable[[Header], bool] | None = None
    certain: bool = False
    """The proof is a relation between numbers, which stands whatever else the packet looks like."""
    last_resort: bool = False
    """It counts only if no signature agrees."""

    def stack(self, ttl: int | None, raw_sig: str | None = None) -> Stack:
        """Return the answer for a packet that came with ``ttl``."""
        return Stack(self.label, self.family, TOOL, None if ttl is None else _hops(self.ttl, ttl), raw_sig)


def _is_masscan_old(header: Header) -> bool:
    return signs.is_raw(header, _MASSCAN_WINDOW) and signs.is_bare(header)


def _is_masscan_new(header: Header) -> bool:
    return signs.is_raw(header, _MASSCAN_WINDOW) and signs.is_mss_alone(header)


def _is_masscan_shaped(header: Header) -> bool:
    """Without a sequence number the proof is missing; a TTL from 255 keeps it apart from nmap's up to 59."""
    shaped = header.seq is None and signs.is_ttl_large(header)
    return shaped and (_is_masscan_old(header) or _is_masscan_new(header))


def _is_nmap_shaped(header: Header) -> bool:
    """Where the options were logged, a signature knows nmap."""
    near = header.ttl is not None and header.ttl <= _NMAP_TTL
    return near and header.options is None and _is_masscan_new(header)


def _is_zmap_bare(header: Header) -> bool:
    return signs.is_raw(header, _ZMAP_WINDOW) and signs.is_bare(header)


def _is_zmap_as(layout: str) -> Callable[[Header], bool]:
    return lambda header: signs.is_raw(header, _ZMAP_WINDOW) and signs.layout(header) == layout


def _is_zmap_with(options: tuple[str, ...]) -> Callable[[Header], bool]:
    return lambda header: header.options == options and signs.is_raw(header, _ZMAP_WINDOW) and signs.is_ttl_odd(header)


def _is_scapy_shaped(header: Header) -> bool:
    return signs.is_raw(header, _SCAPY_WINDOW) and (header.seq == 0 or signs.is_bare(header))


def _has_stray_ack(header: Header) -> bool:
    """IPv4 only, and nothing else that is odd: a fuzzer's packets are no scan."""
    plain = header.flags == "S" and not header.urgent and header.ttl is not None and header.ttl <= _HPING_TTL
    return plain and bool(header.ack) and ":" not in header.src and signs.is_bare(header)


def _is_hping_shaped(header: Header) -> bool:
    return header.ack is None and signs.is_raw(header, _HPING_WINDOW) and signs.is_bare(header)


RULES: Final = (
    Rule(
        label="Mirai", family="Mirai", ttl=64, needs=("seq",), chance="1 in 4 billion by chance", certain=True,
        because="its sequence number is the address that it calls, as Mirai's scanner writes it",
        fits=signs.is_bare, proves=signs.is_seq_the_target,
    ),
    Rule(
        label="masscan (old)", family="masscan", ttl=255, needs=("seq", "ip_id", "dport"), chance=_ONE_IN_65536,
        because=f"{_FOLDED}, and it has no options, as up to 1.3.2", certain=True,
        fits=_is_masscan_old, proves=signs.is_id_folded,
    ),
    Rule(
        label="masscan", family="masscan", ttl=255, needs=("seq", "ip_id", "dport"), chance=_ONE_IN_65536,
        because=f"{_FOLDED}, and an MSS is its only option, as since 2023", certain=True,
        fits=_is_masscan_new, proves=signs.is_id_folded,
    ),
    Rule(
        label="zmap (old)", family="zmap", ttl=255, needs=("ip_id", "window", "df"), chance=_ONE_IN_65536,
        because="the IP ID 54321, a window of 65535 and no options, which is zmap before 4.1",
        fits=_is_zmap_bare, proves=signs.has_zmap_id,
    ),
    Rule(
        label="zmap (as Linux)", family="zmap", ttl=64, needs=("options", "df"), chance=_ONE_IN_25000,
        because=f"{_EPOCH} from Linux's options", certain=True,
        fits=_is_zmap_as(_AS_LINUX), proves=signs.is_stamp_the_time,
    ),
    Rule(
        label="zmap (as BSD)", family="zmap", ttl=64, needs=("options", "df"), chance=_ONE_IN_25000,
        because=f"{_EPOCH} from macOS's options", certain=True,
        fits=_is_zmap_as(_AS_BSD), proves=signs.is_stamp_the_time,
    ),
    Rule(
        label="zmap (as Windows)", family="zmap", ttl=64, needs=("options", "df", "ttl"),
        chance="low to medium: Windows behind a device that rewrites both",
        because="Windows's options, but no DF and a TTL that Windows does not start from",
        fits=_is_zmap_with(signs.ZMAP_AS_WINDOWS),
    ),
    Rule(
        label="zmap (smallest probes)", family="zmap", ttl=64, needs=("options", "df", "ttl"),
        chance="low to medium: a small stack", because="a full window, no DF and an MSS of 1460 as its only option",
        fits=_is_zmap_with(signs.MSS_ALONE),
    ),
    Rule(
        label="scapy", family="scapy", ttl=64, needs=("ip_id", "window", "df"), chance=_ONE_IN_65536,
        because="the IP ID 1 and the window 8192, scapy's own values, in a packet that no system sends",
        fits=_is_scapy_shaped, proves=signs.has_scapy_id,
    ),
    Rule(
        label=HPING, family="hping", ttl=64, needs=("ack", "window"),
        chance="low: another program with both its window and its leftover",
        because="no options, the window 512, and an ACK number without its flag: hping3 draws one at random",
        fits=_has_stray_ack,
    ),
    Rule(
        label=HPING, family="hping", ttl=64, needs=("window", "df"), chance="medium",
        because="no options and the window 512, which is hping3's own", fits=_is_hping_shaped,
    ),
    Rule(
        label="masscan (by its shape)", family="masscan", ttl=255, needs=("window", "df", "ttl"),
        chance="medium: another program that writes raw SYNs",
        because="the window 1024, no DF and a TTL from 255, as masscan sends; the log lacks the number that proves it",
        fits=_is_masscan_shaped,
    ),
    Rule(
        label="nmap SYN scan (by its shape)", family="nmap", ttl=59, needs=("window", "df", "ttl"),
        chance="medium: another program that writes raw SYNs",
        because="the window 1024, no DF, a TTL up to 59 and room for an MSS only, as nmap sends",
        fits=_is_nmap_shaped,
    ),
    Rule(
        label="crafted SYN", family="crafted", ttl=64, needs=("flags",), last_resort=True,
        chance="low to medium: a very old or very small stack",
        because="it has no options at all: whatever connects announces at least its MSS", fits=signs.is_bare,
    ),
)  # fmt: skip
"""The surest first."""

SIGNED: Final = {
    "nmap SYN scan": "the window, the MSS of 1460 as only option, no DF and the TTL up to 59 of nmap's raw SYN",
    "nmap SYN scan (old)": "the window, no options, no DF and the TTL up to 59 of nmap's raw SYN before 4.01",
    "nmap OS detection": "the options and the window of one of the probes by which nmap tells systems apart",
}
"""What gives those away that stand among the signatures."""

OVER_MANY: Final = {
    UNICORNSCAN: "its sequence numbers are one key folded with target and ports (exclusive or), packet by packet",
    RAW_SCANNER: "the same sequence number in SYNs to different targets or ports, which no system sends",
    HPING: "SYNs without options from one source port after the other, each with a sequence number of its own",
}
"""What gives those away that are known by several packets."""


def tool(header: Header) -> Stack | None:
    """Return the tool that gives itself away by one SYN, ``None`` if none does. Its raw signature is not filled in."""
    for rule in suspects(header):
        if rule.proves is None or rule.proves(header):
            return rule.stack(header.ttl)
    return None


def proven(header: Header) -> Stack | None:
    """Return the tool that the numbers of one SYN prove beyond what it looks like, ``None`` if they prove none."""
    for rule in suspects(header):
        if rule.certain and rule.proves is not None and rule.proves(header):
            return rule.stack(header.ttl)
    return None


def suspects(header: Header) -> Iterator[Rule]:
    """Yield the rules whose fields were logged and which fit, but for what a single packet must prove."""
    # Whatever has options and DF was made by a system.
    if header.flags not in SYN_FLAGS or (header.df and header.options):
        return
    for rule in RULES:
        if rule.fits(header) and all(getattr(header, name) is not None for name in rule.needs):
            yield rule


def why(label: str) -> str | None:
    """Return what a tool of this label gave itself away by, ``None`` for what is no tool of ours."""
    return _WHY.get(label.casefold())


def chance(label: str) -> str | None:
    """Return how likely it is that a tool of this label is none, ``None`` where no rule of ours says so."""
    return next((rule.chance for rule in RULES if rule.label == label), None)


def _hops(initial: int, ttl: int) -> int:
    hops = initial - ttl
    return hops if 0 <= hops <= HOPS_MAX else guessed_hops(ttl)


_WHY: Final = {
    label.casefold(): because
    for label, because in (OVER_MANY | SIGNED | {rule.label: rule.because for rule in reversed(RULES)}).items()
}
