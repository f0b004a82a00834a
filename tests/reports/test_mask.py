"""A report without our own addresses and names."""

import base64
import re
from ipaddress import ip_network
from pathlib import Path

import msgspec
import pytest

from tests.reports.evidence import a_part, a_report, incident, of
from tests.shared import shared
from tests.ui.alerts import a_packet, a_sighting, an_alert
from tests.ui.desk import NETWORK
from wallwatch.model import Header
from wallwatch.reports.mail import draft
from wallwatch.reports.mask import masked
from wallwatch.reports.render import FORMATS
from wallwatch.reports.report import Part, Report
from wallwatch.reports.reporter import Reporter
from wallwatch.reports.xarf import xarf, xarf_lines

SAMPLES = Path(__file__).parents[1] / "samples"


def everything(report: Report) -> str:
    """Return all that can be made of a report, what is packed in it unpacked."""
    objects = xarf(report, Reporter("Example", "noc@example.org"))
    unpacked = [base64.b64decode(each["payload"]).decode() for one in objects for each in one["evidence"]]
    formats = [form.render(report) for form in FORMATS.values()]
    return "\n".join([*formats, draft(report), xarf_lines(report, Reporter("Example", "noc@example.org")), *unpacked])


def test_nothing_of_ours_is_in_any_format() -> None:
    """Neither the address nor the host, in the lines, the facts, the name, the note, the mail or the evidence."""
    plain = incident(name="to 203.0.113.120", note="gate was called", chosen="filter dst:203.0.113.0/24")
    report = masked(plain)
    assert "203.0.113" in everything(plain)
    assert "203.0.113" not in everything(report)
    assert " gate " not in everything(report)
    assert "198.51.100.112" in everything(report)
    assert report.masked
    assert report.parts[0].alert.dst == report.parts[1].alert.dst == "192.0.2.1"
    assert (report.name, report.note, report.chosen) == ("to 192.0.2.1", "host1 was called", "")


def test_the_incident_of_2002_is_masked() -> None:
    """The dial-up address and the name of its firewall are gone; who knocked is told."""
    made = everything(masked(of(next(shared("seed").glob("*.txt")))))
    assert "12.82.129.120" not in made
    assert "greatwall" not in made.lower()
    assert "207.95.12.112" in made


def test_masking_changes_nothing_else() -> None:
    """Line by line, but for what is ours."""
    for plain, other in zip(incident().parts, masked(incident()).parts, strict=True):
        for one, two in zip(plain.sightings, other.sightings, strict=True):
            assert two.raw == one.raw.replace("203.0.113.120", "192.0.2.1").replace(" gate ", " host1 ")
            assert (two.time, two.kind, two.proto, two.flags, two.format) == (
                one.time, one.kind, one.proto, one.flags, one.format,
            )  # fmt: skip


@pytest.mark.parametrize("log", sorted(path.name for path in SAMPLES.glob("*.log")))
def test_the_lines_of_every_emitter_are_masked(log: str) -> None:
    """Whatever the notation of a format, its own hex and base64 among it: no target of its samples is left."""
    plain = of(SAMPLES / log)
    report = masked(plain)
    made = "\n".join(sighting.raw for part in report.parts for sighting in part.sightings)
    others = {part.alert.src for part in plain.parts}
    for one, two in zip(plain.parts, report.parts, strict=True):
        is_ours = one.alert.dst not in others and two.alert.dst != one.alert.dst
        assert not is_ours or not re.search(rf"(?<![0-9A-Fa-f]){re.escape(one.alert.dst)}(?![0-9A-Fa-f:])", made)


def test_a_packet_that_went_out_is_from_us() -> None:
    """A firewall that keeps our own hosts in logs them as the source."""
    out = a_sighting(iface_in="", iface_out="ppp0", raw="OUT=ppp0 SRC=198.51.100.7 DST=192.0.2.1")
    part = Part(alert=an_alert(), packets=(a_packet(sightings=(out,)),), network=NETWORK)
    (found,) = masked(a_report(part)).parts
    assert (found.alert.src, found.alert.dst) == ("192.0.2.2", "192.0.2.1")
    assert found.sightings[0].raw == "OUT=ppp0 SRC=192.0.2.2 DST=192.0.2.1"
    assert found.network is None


def test_a_gateway_and_who_is_behind_it_are_ours() -> None:
    """A packet that was logged before its sender was translated and after went out."""
    lines = (
        a_sighting(src="203.0.113.9", dst="198.51.100.80", raw="SRC=203.0.113.9 DST=198.51.100.80"),
        a_sighting(src="192.168.1.5", dst="198.51.100.80", raw="SRC=192.168.1.5 DST=198.51.100.80"),
    )
    ends = {"src": "203.0.113.9", "dst": "198.51.100.80"}
    part = Part(alert=an_alert(**ends), packets=(a_packet(sightings=lines, **ends),))
    made = everything(masked(a_report(part)))
    assert "203.0.113.9" not in made
    assert "192.168.1.5" not in made
    assert "DST=198.51.100.80" in made


def test_what_an_icmp_error_quotes_is_ours() -> None:
    """It answers a packet that we, or somebody in our name, sent."""
    quote = Header(proto="tcp", src="192.0.2.1", dst="203.0.113.5", sport=4000, dport=80)
    error = a_sighting(proto="icmp", quote=quote, raw="[SRC=192.0.2.1 DST=203.0.113.5]")
    (found,) = masked(a_report(Part(alert=an_alert(), packets=(a_packet(sightings=(error,)),)))).parts
    assert found.sightings[0].quote is not None
    assert found.sightings[0].quote.dst == "203.0.113.5"
    assert "192.0.2.1 " not in found.sightings[0].raw


def test_our_networks_and_hosts_are_given() -> None:
    """What the configuration calls our own, and the name of this machine, wherever they stand."""
    part = a_part("from laptop.lan 198.51.100.200 to 192.0.2.1")
    (found,) = masked(a_report(part), [ip_network("198.51.100.192/26")], ["laptop"]).parts
    assert found.sightings[0].raw == "from host2 192.0.2.3 to 192.0.2.2"


def test_a_whois_record_is_masked() -> None:
    """A provider may name a customer's host or address in it."""
    network = msgspec.structs.replace(NETWORK, organisation="Holder of 203.0.113.120 and gate.example.net")
    report = incident()
    parts = tuple(msgspec.structs.replace(part, network=network) for part in report.parts)
    found = masked(incident(parts=parts)).parts[0].network
    assert found is not None
    assert found.organisation == "Holder of 192.0.2.1 and host1"


def test_a_gap_is_masked() -> None:
    """Its source may be named after a host."""
    gap = a_part(proto="gap", src="gate:kern.log", dst="", because="gate deleted it")
    found = masked(a_report(a_part("x", host="gate"), gap)).parts[1]
    assert (found.alert.src, found.alert.because) == ("host1:kern.log", "host1 deleted it")


def test_the_ledger_is_masked() -> None:
    """The target in its words, an alert of it that is not reported, and who decided; our words stay."""
    plain = incident()
    (pair,) = plain.suspicions
    assert pair.hypothesis is not None
    earlier = msgspec.structs.replace(pair.hypothesis.earlier, dst="203.0.113.77")
    hypothesis = msgspec.structs.replace(pair.hypothesis, earlier=earlier)
    said = {"word": "same", "note": "mara saw 203.0.113.77 of block", "person": "mara"}
    pair = msgspec.structs.replace(pair, hypothesis=hypothesis, **said)
    report = masked(msgspec.structs.replace(plain, suspicions=(pair,)), hosts=["block", "same"])
    made = everything(report)
    assert "203.0.113" not in made
    assert "both port 6346 of 192.0.2." in made
    assert report.suspicions[0].person == ""
    assert report.suspicions[0].word == "same"
    assert report.suspicions[0].hypothesis is not None
    assert report.suspicions[0].hypothesis.entries[0].name == "block"
    assert report.suspicions[0].addresses == ("198.51.100.112", "198.51.100.148")
