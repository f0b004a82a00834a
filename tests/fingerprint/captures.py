"""Captured SYNs and what real p0f said of them, from the material that may stand beside the project."""

import csv
import importlib.util
import ipaddress
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC
from itertools import accumulate
from pathlib import Path
from types import ModuleType
from typing import Final, NamedTuple

from tests.shared import shared
from wallwatch.formats.reader import LineReader
from wallwatch.model import Header, Sighting
from wallwatch.model.line import Lines

_FLAGS = (("C", 0x80), ("E", 0x40), ("U", 0x20), ("A", 0x10), ("P", 0x08), ("R", 0x04), ("S", 0x02), ("F", 0x01))
_LENGTHS = {2: 4, 3: 3, 4: 2, 8: 10}


class Truth(NamedTuple):
    """A record of p0f 3.09b's log; ``label`` is ``???`` where it knew nothing."""

    kind: str
    label: str
    dist: int
    params: str
    raw_sig: str


def truths(name: str) -> dict[tuple[str, int], Truth]:
    """Return what p0f said of each SYN of a capture, by source address and port."""
    found = {}
    with shared("truth", name).open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            address, _, port = row["cli"].rpartition("/")
            dist = int(row["dist"].removeprefix("<= "))
            key = (str(ipaddress.ip_address(address)), int(port))
            found[key] = Truth(row["kind"], row["label"], dist, row["params"], row["raw_sig"])
    return found


SNORT: Final = ("pcap2snort.py", "--year")
NETFILTER: Final = ("pcap2iptables.py", "--ip-options")
NETFILTER_WITH_SEQUENCE: Final = (*NETFILTER, "--tcp-sequence")
BARE: Final = ("pcap2iptables.py", "--no-tcp-options")
BARE_WITH_SEQUENCE: Final = (*BARE, "--tcp-sequence")
"""Logs of a capture: the converter and its options. Those of netfilter state no year."""


def logged(capture: Path, kind: tuple[str, ...], year: int = 2023) -> list[Sighting]:
    """Return the SYNs of a capture as they are read from the log of them that an emitter would have written."""
    script, *options = kind
    command = [sys.executable, str(shared("truth", script)), str(capture), *options]
    printed = subprocess.run(command, capture_output=True, check=True).stdout
    reader = LineReader("log", zone=UTC, year=year)
    texts = tuple(printed.split(b"\n"))[:-1]
    starts = tuple(accumulate((len(text) + 1 for text in texts), initial=0))
    lines = Lines(source="log", stream="log", start=0, end=len(printed), lines=texts, starts=starts[:-1], ended=True)
    return list(reader.feed(lines).sightings)


def headers(*parts: str) -> Iterator[Header]:
    """Yield the header of each SYN of a capture, every field known."""
    pcaplib = _pcaplib()
    for _, _, link, frame in pcaplib.read_packets(shared("truth", *parts).read_bytes()):
        syn = pcaplib.parse_tcp(pcaplib.to_ip(link, frame))
        if pcaplib.is_syn(syn):
            yield _header(syn)


def _pcaplib() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pcaplib", shared("truth", "pcaplib.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["pcaplib"] = module  # a dataclass looks its module up by name
    spec.loader.exec_module(module)
    return module


def _header(syn) -> Header:
    options, eol_rest, bad = decode(syn.opts)
    return Header(
        proto="tcp",
        src=syn.src,
        dst=syn.dst,
        sport=syn.sport,
        dport=syn.dport,
        ttl=syn.ttl,
        tos=syn.tos,
        ip_id=syn.ipid,
        length=syn.totlen,
        df=syn.df,
        mf=syn.mf,
        reserved=syn.mbz,
        ip_header=syn.iphl,
        flags="".join(letter for letter, bit in _FLAGS if syn.flags & bit),
        seq=syn.seq,
        ack=syn.ack,
        window=syn.win,
        urgent=syn.urp,
        tcp_header=syn.tcphl,
        options=options,
        eol_pad=None if eol_rest is None else len(eol_rest),
        eol_data=None if eol_rest is None else any(eol_rest),
        options_bad=bad,
        flow_label=syn.flow,
    )


def decode(raw: bytes) -> tuple[tuple[str, ...], bytes | None, bool]:
    """Return the options of a TCP header, what stands after EOL, and whether the list is malformed."""
    found: list[str] = []
    bad = False
    at = 0
    while at < len(raw):
        kind = raw[at]
        if kind == 0:
            return (*found, "eol"), raw[at + 1 :], bad
        if kind == 1:
            found.append("nop")
            at += 1
            continue
        told = raw[at + 1] if at + 1 < len(raw) else 0
        # p0f goes on after a known option of a wrong length as if the length were right.
        length = _LENGTHS.get(kind, told)
        if length < 2 or at + length > len(raw):
            return (*found, f"?{kind}"), None, True
        bad |= length != told
        found.append(_option(kind, raw[at + 2 : at + length]))
        at += length
    return tuple(found), None, bad


def _option(kind: int, body: bytes) -> str:
    if kind == 2:
        return f"mss:{int.from_bytes(body[:2])}"
    if kind == 3:
        return f"ws:{body[0] if body else 0}"
    if kind == 8:
        return f"ts:{int.from_bytes(body[:4])}:{int.from_bytes(body[4:8])}"
    return {4: "sok", 5: "sack"}.get(kind, f"?{kind}")
