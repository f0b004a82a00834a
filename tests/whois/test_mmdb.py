import pytest

from tests.whois.databases import mmdb
from wallwatch.whois.mmdb import Mmdb

VENDORS = [
    (
        {"autonomous_system_number": 64500, "autonomous_system_organization": "Example B.V."},
        64500,
        "Example B.V.",
        None,
    ),
    ({"country": {"iso_code": "NL", "names": {"en": "Netherlands"}}}, None, None, "NL"),
    ({"asn": "AS64500", "as_name": "Example B.V.", "country_code": "NL"}, 64500, "Example B.V.", "NL"),
    ({"country": "NL"}, None, None, "NL"),
    ({"asn": {"strange": 1}, "country": 7}, None, None, None),
]


@pytest.mark.parametrize(("entry", "asn", "holder", "country"), VENDORS)
def test_each_vendors_words_are_understood(tmp_path, entry, asn, holder, country):
    """GeoLite2's ASN and Country, ipinfo's, DB-IP's; and what is of no known kind."""
    database = Mmdb.open(mmdb(tmp_path / "a.mmdb", {"198.51.100.0/24": entry}))
    assert isinstance(database, Mmdb)
    record = database.find("198.51.100.9")
    assert record is not None
    assert (record.first, record.last) == ("198.51.100.0", "198.51.100.255")
    assert (record.asn, record.organisation, record.country) == (asn, holder, country)
    assert record.source == "Example-ASN"


def test_an_address_that_is_not_in_it_is_not_known(tmp_path):
    """Nor is one of the other family."""
    database = Mmdb.open(mmdb(tmp_path / "a.mmdb", {"198.51.100.0/24": {"asn": 1}}))
    assert isinstance(database, Mmdb)
    assert database.find("192.0.2.1") is None
    assert database.find("2001:db8::1") is None


def test_a_file_that_is_no_database_is_said_in_a_sentence(tmp_path):
    """With its path."""
    (tmp_path / "a.mmdb").write_bytes(b"nothing")
    for name in ("a.mmdb", "none.mmdb"):
        said = Mmdb.open(tmp_path / name)
        assert isinstance(said, str)
        assert name in said
