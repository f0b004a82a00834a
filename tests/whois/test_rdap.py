import json

import pytest

from tests.shared import shared
from wallwatch.whois.answer import LIMITED, UNKNOWN
from wallwatch.whois.rdap import parse_rdap


def contact(roles, mail, **fields):
    return {"roles": roles, "vcardArray": ["vcard", [["email", {}, "text", mail]]]} | fields


def holder(name, **fields):
    return {"roles": ["registrant"], "handle": "EX1", "vcardArray": ["vcard", [["fn", {}, "text", name]]]} | fields


def network(**fields):
    return {
        "objectClassName": "ip network",
        "startAddress": "198.51.100.0",
        "endAddress": "198.51.100.127",
        "name": "EXAMPLE-1",
        "type": "ASSIGNED PA",
        "country": "NL",
        "entities": [holder("Example B.V.", entities=[contact(["abuse"], "abuse@example.net")])],
    } | fields


def read(found, address=None):
    return parse_rdap(json.dumps(found).encode(), source="rdap.example", fetched=7, address=address)


def test_an_answer_comes_to_a_record():
    """Block, name, holder, country, abuse contact and kind."""
    record = read(network()).record
    assert record is not None
    assert (record.first, record.last, record.name) == ("198.51.100.0", "198.51.100.127", "EXAMPLE-1")
    assert (record.organisation, record.country, record.kind) == ("Example B.V.", "NL", "ASSIGNED PA")
    assert (record.abuse, record.abuse_found) == ("abuse@example.net", "the abuse contact")
    assert (record.source, record.fetched) == ("rdap.example", 7)


def test_arin_has_the_country_in_the_holders_address_and_zeros_before_its_numbers():
    """A name and no code, and 198.051.100.000."""
    label = {"label": "1 Example St\nSpringfield\nUnited States"}
    card = ["vcard", [["fn", {}, "text", "Example Inc."], ["adr", label, "text", [""] * 7]]]
    found = network(startAddress="198.051.100.000", endAddress="198.051.100.127", arin_originas0_originautnums=[64496])
    del found["country"]
    found["entities"] = [{"roles": ["registrant"], "vcardArray": card}]
    record = read(found).record
    assert record is not None
    assert (record.first, record.country, record.asn) == ("198.51.100.0", "United States", 64496)


def test_lacnic_gave_the_block_in_the_handle():
    """The addresses were those that had been asked for; the AS is text."""
    found = network(
        startAddress="198.51.100.9", endAddress="198.51.100.9", handle="198.51.100/25", lacnic_originAutnum=["AS64501"]
    )
    record = read(found, "198.51.100.9").record
    assert record is not None
    assert (record.first, record.last, record.asn) == ("198.51.100.0", "198.51.100.127", 64501)


def test_a_maintainer_is_no_holder():
    """RIPE calls both registrants; without a holder the description says who it is."""
    maintainer = holder("EXAMPLE-MNT", handle="EXAMPLE-MNT")
    remarks = [{"description": ["Example Hosting", "a street"]}, {"title": "description", "description": ["Described"]}]
    both = read(network(entities=[maintainer, holder("Example B.V.")])).record
    alone = read(network(entities=[maintainer], remarks=remarks)).record
    assert both is not None
    assert alone is not None
    assert (both.organisation, alone.organisation) == ("Example B.V.", "Described")


CONTACTS = [
    ([contact(["abuse", "technical"], "noc@example.net"), contact(["abuse"], "a@example.net")], "a@example.net"),
    ([contact(["abuse", "technical"], "noc@example.net")], "noc@example.net"),
    ([contact(["abuse"], "abuse@ripe.net"), contact(["technical"], "noc@example.net")], "noc@example.net"),
    ([contact(["registrant"], "sales@example.net")], None),
]


@pytest.mark.parametrize(("people", "mail"), CONTACTS)
def test_who_is_there_for_abuse_alone_goes_first(people, mail):
    """Then who is also, then a technician; a registry never."""
    record = read(network(entities=people)).record
    assert record is not None
    assert record.abuse == mail


REFUSALS = [
    ({"errorCode": 429, "title": "Too many"}, LIMITED),
    ({"errorCode": 404}, UNKNOWN),
    ({"notices": [{"title": "Rate Limit Notice"}]}, LIMITED),
    (network(type="Allocated to RIPE NCC"), UNKNOWN),
    (network(startAddress="0.0.0.0", endAddress="255.255.255.255"), UNKNOWN),
    (network(startAddress=None), UNKNOWN),
    ([], "The registry's answer is no RDAP."),
]


@pytest.mark.parametrize(("found", "reason"), REFUSALS)
def test_what_is_no_answer_is_told_from_one(found, reason):
    """An error, LACNIC's refusal with status 200, a placeholder, the world, nothing."""
    answer = read(found)
    assert answer.record is None
    assert answer.refused == reason


def test_a_block_that_does_not_hold_the_address_is_no_answer():
    """Whatever was asked."""
    assert read(network(), "192.0.2.1").refused == UNKNOWN


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 200_000, b'{"startAddress": ' + b"9" * 5_000 + b"}", b"\xff"])
def test_no_body_raises(body):
    """Nor a number of five thousand digits, nor a list in lists in lists."""
    assert parse_rdap(body, source="x", fetched=0).record is None


def test_hostile_answers_come_out_harmless():
    """No control character in what is shown."""
    for path in sorted(shared("samples", "whois-hostile").glob("*.json")):
        record = parse_rdap(path.read_bytes(), source=path.name, fetched=0).record
        for text in (record.name, record.organisation, record.abuse) if record else ():
            assert text is None or text.isprintable()
