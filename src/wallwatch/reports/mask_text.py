"""Own addresses and names in text that was logged, in every notation in which logs and names write them."""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final

from wallwatch.reports.mask_bytes import masked_bytes, masked_dumps
from wallwatch.reports.stand_ins import StandIns

_OCTET: Final = r"\d{1,3}"
_DOTTED: Final = re.compile(rf"(?<![\d.])({_OCTET}(?:\.{_OCTET}){{3}})(\.in-addr\.arpa)?(?!\d)", re.IGNORECASE)
_DASHED: Final = re.compile(rf"(?<!\d)(?<!\d-)({_OCTET}(?:-{_OCTET}){{3}})(?!-?\d)")
_NIBBLES: Final = re.compile(r"(?<![0-9A-Fa-f.])((?:[0-9A-Fa-f]\.){32})ip6\.arpa", re.IGNORECASE)
_COLONS: Final = re.compile(r"(?<![0-9A-Fa-f:.])[0-9A-Fa-f:]{2,39}(?:\.\d{1,3}){0,3}")
_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z.])(?:(?:0x)?(?P<hex>[0-9A-Fa-f]{8})|\d{9,10})(?![0-9A-Za-z])")
_MAC: Final = r"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}"
_MACS: Final = re.compile(
    rf"(?<![0-9A-Fa-f:-])(?:({_MAC})(?::({_MAC})(?=(?::[0-9A-Fa-f]{{2}}){{2}}\b))?)(?![0-9A-Fa-f])"
)
"""A hardware address, or the two that netfilter logs as ``MAC=`` before the type of what follows."""

_NOT_NAMES: Final = frozenset({"kernel", "localhost", "snort", "suricata"})
"""What a head without a host, or the machine itself, is called: it tells nobody who we are."""

_LABELS: Final = 3
_NAME_MIN: Final = 2


class TextMask:
    """Masks text by ``stand_ins``; ``hosts`` are the names of our own machines, as logs and they themselves have them.

    A host within the domain of one of them is ours, too.
    """

    def __init__(self, stand_ins: StandIns, hosts: Iterable[str]) -> None:
        self._stand_ins = stand_ins
        names = {host.lower().rstrip(".") for host in hosts if not _is_address(host)}
        firsts = {name.partition(".")[0] for name in names}
        self._firsts = {name for name in firsts if len(name) >= _NAME_MIN and name not in _NOT_NAMES}
        self._names = _pattern(names, self._firsts)
        self._bytes = None if self._names is None else re.compile(self._names.pattern.encode(), re.IGNORECASE)

    def __call__(self, text: str) -> str:
        """Return a text, of one line or many, with nothing of our own in it."""
        text = masked_dumps(text, self._in_bytes)
        text = _MACS.sub(self._macs, text)
        text = _DOTTED.sub(self._dotted, text)
        text = _DASHED.sub(self._dashed, text)
        text = _NIBBLES.sub(self._nibbles, text)
        text = _COLONS.sub(self._colons, text)
        text = _NUMBER.sub(self._number, text)
        return text if self._names is None else self._names.sub(self._host, text)

    def _host(self, match: re.Match[str]) -> str:
        """Mask a name; with its domain or without, a host is the same one."""
        first = match[0].lower().partition(".")[0]
        return self._stand_ins.host(first if first in self._firsts else match[0])

    def _in_bytes(self, data: bytes) -> bytes:
        own = self._stand_ins.packed
        texts = [re.escape(str(ip_address(each)).encode()) for each in own]
        found = masked_bytes(data, own, self._bytes)
        return re.sub(b"|".join(texts), lambda match: b"x" * len(match[0]), found) if texts else found

    def _macs(self, match: re.Match[str]) -> str:
        return ":".join(self._stand_ins.mac(mac.replace("-", ":")) for mac in match.groups() if mac)

    def _dotted(self, match: re.Match[str]) -> str:
        octets = match[1].split(".")
        if match[2]:
            return self._joined(octets[::-1], ".", backwards=True, otherwise=match[1]) + match[2]
        return self._joined(octets, ".", backwards=False, otherwise=match[0])

    def _dashed(self, match: re.Match[str]) -> str:
        """Mask the names that providers give: ``dialup-12-82-129-120``, forwards or backwards."""
        octets = match[1].split("-")
        forwards = self._joined(octets, "-", backwards=False, otherwise="")
        return forwards or self._joined(octets[::-1], "-", backwards=True, otherwise=match[0])

    def _joined(self, octets: list[str], sign: str, *, backwards: bool, otherwise: str) -> str:
        mask = self._stand_ins.address(".".join(octet.lstrip("0") or "0" for octet in octets))
        if mask is None:
            return otherwise
        parts = mask.split(".")
        return sign.join(parts[::-1] if backwards else parts)

    def _nibbles(self, match: re.Match[str]) -> str:
        digits = match[1].replace(".", "")[::-1]
        mask = self._stand_ins.address(str(ip_address(bytes.fromhex(digits))))
        return match[0] if mask is None else ip_address(mask).reverse_pointer

    def _colons(self, match: re.Match[str]) -> str:
        """Mask an IPv6 address; a colon after it, or a port after a dot (tcpdump), is no part of it."""
        token = match[0]
        if token.count(":") < 2:  # noqa: PLR2004 - no address has one colon
            return token
        for address in (
            token,
            token.rstrip(":"),
            token.rpartition(".")[0],
            token.rpartition(":")[0],
            token.lstrip(":"),
        ):
            mask = self._stand_ins.address(address)
            if mask is not None:
                return token.replace(address, mask, 1)
        return token

    def _number(self, match: re.Match[str]) -> str:
        """Mask an address that is written as one number, in hex or not; eight digits may be either."""
        digits = match["hex"]
        decimal = self._stand_ins.number(int(match[0])) if match[0].isdecimal() else None
        if decimal is not None:
            return str(decimal)
        mask = self._stand_ins.number(int(digits, 16)) if digits else None
        if mask is None:
            return match[0]
        written = f"{mask:08X}" if digits.isupper() else f"{mask:08x}"
        return match[0].removesuffix(digits) + written


def _pattern(names: Iterable[str], firsts: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds a name of ours with whatever domain, and any name in a domain of ours."""
    domains = {name.partition(".")[2] for name in names if name.count(".") >= _LABELS - 1}
    either = [rf"(?:[\w-]{{1,63}}\.){{0,8}}{re.escape(domain)}" for domain in _longest_first(domains)]
    either += [rf"{re.escape(name)}(?:\.[A-Za-z0-9-]+)*" for name in _longest_first(firsts)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(either)})(?![\w-])", re.IGNORECASE) if either else None


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
