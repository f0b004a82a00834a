import pytest

from tests.shared import shared
from tests.whois.answers import APNIC_IRT, ARIN_CUSTOMER, RIPE, TEXTS
from wallwatch.whois.answer import LIMITED, UNKNOWN
from wallwatch.whois.dialect import parse_text


def read(text, address=None):
    return parse_text(text.encode(), source="whois.example", fetched=7, address=address)


@pytest.mark.parametrize("dialect", TEXTS)
def test_every_registrys_words_come_to_the_same_record(dialect):
    """Block, name, holder, country, abuse contact, AS and kind, whatever the fields are called."""
    sample = TEXTS[dialect]
    record = read(sample.text).record
    assert record is not None
    assert (record.first, record.last) == (sample.first, sample.last)
    assert record.name == sample.name
    assert record.organisation == sample.organisation
    assert record.country == sample.country
    assert record.abuse == sample.abuse
    assert record.asn == sample.asn
    assert record.kind == sample.kind
    assert (record.source, record.fetched) == ("whois.example", 7)


@pytest.mark.parametrize("dialect", TEXTS)
def test_line_ends_of_a_relay_do_not_matter(dialect):
    """The client jwhois ends lines with two carriage returns and a line feed."""
    text = TEXTS[dialect].text
    assert read(text.replace("\n", "\r\r\n")) == read(text)


def test_the_smallest_block_that_holds_the_address_is_taken():
    """A customer's block for its addresses, the parent's for the others."""
    inside = read(ARIN_CUSTOMER.text, "198.51.100.70").record
    outside = read(ARIN_CUSTOMER.text, "198.51.100.7").record
    assert inside is not None
    assert outside is not None
    assert (inside.name, outside.name) == ("EXAMPLE-CUST-7", "EXAMPLE-PARENT")
    assert outside.asn == 64496


def test_a_block_that_does_not_hold_the_address_is_no_answer():
    """Servers of rwhois answer with whatever they have."""
    assert read(RIPE.text, "198.51.100.1").refused == UNKNOWN


REFUSALS = [
    ("%ERROR:201: access denied for 192.0.2.1\n", LIMITED),
    ("% Query rate limit exceeded. Reduced information.\n", LIMITED),
    ("No match found for n + 192.0.2.1.\n", UNKNOWN),
    ("%ERROR:101: no entries found\n", UNKNOWN),
    ("", UNKNOWN),
    ("inetnum: 0.0.0.0 - 255.255.255.255\nnetname: IANA-BLK\n", UNKNOWN),
    ("inetnum: 192.0.0.0 - 192.0.255.255\nnetname: NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK\n", UNKNOWN),
    ("NetRange: 193.0.0.0 - 193.255.255.255\nNetName: RIPE-CBLK\nNetType: Allocated to RIPE NCC\n", UNKNOWN),
    ("inetnum: 192.0.2.9 - 192.0.2.1\nnetname: BACKWARDS\n", UNKNOWN),
]


@pytest.mark.parametrize(("text", "reason"), REFUSALS)
def test_what_is_no_answer_is_told_from_one(text, reason):
    """A limit that was reached, nothing known, a placeholder, and a block that is none."""
    answer = read(text)
    assert answer.record is None
    assert answer.refused == reason


def test_latin_1_is_read_where_it_is_no_utf_8():
    """registro.br's people have accents."""
    answer = parse_text("inetnum: 192.0.2/24\nowner: S\xe3o Jos\xe9\n".encode("latin-1"), source="x", fetched=0)
    assert answer.record is not None
    assert answer.record.organisation == "São José"


def test_a_registry_is_nobodys_abuse_contact():
    """The block's own technician is better than search-apnic-not-arin@apnic.net."""
    text = APNIC_IRT.text.replace("abuse@example.cn", "helpdesk@apnic.net").replace("anti-spam@", "noc@")
    record = read(text).record
    assert record is not None
    assert record.abuse == "noc@example.cn"


def test_hostile_answers_come_out_harmless():
    """No control character, no bidirectional override, whatever a holder wrote into a name."""
    for path in sorted(shared("samples", "whois-hostile").glob("*.txt")):
        record = parse_text(path.read_bytes(), source=path.name, fetched=0).record
        for text in (record.name, record.organisation, record.abuse) if record else ():
            assert text is None or not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in text)


def test_the_incidents_record_reads_as_it_was_printed():
    """BW whois of 2002, out of the middle of a report."""
    (report,) = shared("seed").glob("*.txt")
    record = parse_text(report.read_bytes(), source="saved", fetched=0).record
    assert record is not None
    assert (record.first, record.last) == ("207.95.0.0", "207.95.31.255")
    assert (record.name, record.organisation, record.country) == ("ICGNET-54-B", "ICG NetAhead, Inc.", "US")
    assert record.abuse == "abuse@icgcom.com"
