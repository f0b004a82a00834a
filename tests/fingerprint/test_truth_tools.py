"""Captures of scanning tools, and logs of them: the right tool from each that carries its evidence."""

from typing import Final

import pytest
from msgspec.structs import replace

from tests.fingerprint.captures import (
    BARE,
    BARE_WITH_SEQUENCE,
    NETFILTER,
    NETFILTER_WITH_SEQUENCE,
    SNORT,
    headers,
    logged,
)  # fmt: skip
from tests.shared import shared
from wallwatch.fingerprint import Matcher, bundled
from wallwatch.model import Packet

EVERY: Final = (SNORT, NETFILTER, NETFILTER_WITH_SEQUENCE)
WITH_SEQUENCE: Final = (SNORT, NETFILTER_WITH_SEQUENCE, BARE_WITH_SEQUENCE)
EVEN_BARE: Final = (*EVERY, BARE, BARE_WITH_SEQUENCE)

NMAP_O: Final = {"nmap OS detection", "nmap SYN scan"}

TOOLS: Final = [
    # the capture, its year, its labels, and the logs that carry the evidence
    ("emulated_mirai", 2023, {"Mirai"}, WITH_SEQUENCE),
    ("emulated_masscan_old", 2023, {"masscan (old)"}, WITH_SEQUENCE),
    ("emulated_masscan_2023", 2023, {"masscan"}, WITH_SEQUENCE),
    ("masscan", 2026, {"masscan (old)"}, WITH_SEQUENCE),
    ("emulated_zmap3", 2023, {"zmap (old)"}, EVEN_BARE),
    ("zmap211", 2026, {"zmap (old)"}, EVEN_BARE),
    ("emulated_zmap4_windows", 2023, {"zmap (as Windows)"}, EVERY),
    ("emulated_zmap4_smallest", 2023, {"zmap (smallest probes)"}, EVERY),
    ("emulated_zmap4_linux", 2023, {"zmap (as Linux)"}, EVERY),
    ("emulated_zmap4_bsd", 2023, {"zmap (as BSD)"}, EVERY),
    ("emulated_scapy", 2023, {"scapy"}, EVEN_BARE),
    ("hping3_S", 2026, {"hping"}, EVEN_BARE),
    ("hping3_Sdf", 2026, {"hping"}, WITH_SEQUENCE),
    ("nmap_sS", 2026, {"nmap SYN scan"}, EVERY),
    ("nmap_O", 2026, NMAP_O, EVERY),
    ("nmap_sT", 2026, {"Linux 4.20 or newer"}, EVERY),
]


@pytest.fixture(scope="module")
def own() -> Matcher:
    return Matcher([bundled()])


@pytest.mark.parametrize(("name", "labels"), [(name, labels) for name, _, labels, _ in TOOLS])
def test_a_capture_names_its_tool(own, name, labels):
    """Every packet of it; nmap's connect() is the kernel's own SYN, and no tool."""
    packets = list(headers("tools", f"{name}.pcap"))
    if name in {"emulated_zmap4_linux", "emulated_zmap4_bsd"}:
        # The proof is the time of the packet, which a header alone does not have.
        packets = [
            Packet(**{field: getattr(each, field) for field in each.__struct_fields__}, time=EMULATED)
            for each in packets
        ]
    assert {own.stack(packet).label for packet in packets} == labels


EMULATED: Final = 1_700_000_030_000_000

LOGS: Final = [(name, year, labels, kind) for name, year, labels, kinds in TOOLS for kind in kinds]


@pytest.mark.parametrize(("name", "year", "labels", "kind"), LOGS)
def test_a_log_names_the_tool_if_it_carries_the_evidence(own, name, year, labels, kind):
    """The sequence number for some, the options for others, and for zmap's first form no more than a plain line."""
    lines = logged(shared("truth", "tools", f"{name}.pcap"), kind, year)
    assert lines
    assert {own.stack(line).label for line in lines} == labels


SHAPES: Final = [
    ("masscan", NETFILTER, {"masscan (by its shape)"}),
    ("emulated_masscan_2023", BARE, {"masscan (by its shape)"}),
    ("nmap_sS", BARE, {"nmap SYN scan (by its shape)"}),
    ("emulated_mirai", BARE, {"crafted SYN"}),
]


@pytest.mark.parametrize(("name", "kind", "labels"), SHAPES)
def test_without_the_proof_a_shape_is_named_as_one(own, name, kind, labels):
    """The label says that it is the shape alone."""
    assert {own.stack(line).label for line in logged(shared("truth", "tools", f"{name}.pcap"), kind, 2026)} == labels


@pytest.mark.parametrize("name", ["emulated_zmap4_linux", "emulated_zmap4_bsd"])
def test_a_timestamp_that_is_not_the_time_is_a_systems(own, name):
    """The same packets at another time are a system's, whose DF something on the way has cleared."""
    for line in logged(shared("truth", "tools", f"{name}.pcap"), NETFILTER):
        later = replace(line, time=line.time + 40 * 86_400_000_000)
        assert own.stack(later).match != "tool"
