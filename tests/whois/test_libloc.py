import pytest

from tests.whois.databases import BUILT, location
from wallwatch.whois.libloc import PLACES, LocationDatabase

NETWORKS = {"198.51.0.0/16": ("NL", 64500), "198.51.100.0/24": ("US", 0), "2001:db8::/32": ("DE", 64496)}


@pytest.fixture
def database(tmp_path):
    """Open a small database."""
    path = location(tmp_path / "location.db", NETWORKS, {64496: "Example GmbH", 64500: "Example B.V."})
    found = LocationDatabase.open(path)
    assert found is not None
    return found


FOUND = [
    ("198.51.7.1", ("198.51.0.0", "198.51.255.255", "NL", 64500, "Example B.V.")),
    ("198.51.100.9", ("198.51.100.0", "198.51.100.255", "US", None, None)),
    ("2001:db8::9", ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "DE", 64496, "Example GmbH")),
]


@pytest.mark.parametrize(("address", "expected"), FOUND)
def test_the_smallest_network_is_found(database, address, expected):
    """Both families, with the AS and its name where there is one."""
    record = database.find(address)
    assert record is not None
    assert (record.first, record.last, record.country, record.asn, record.organisation) == expected
    assert record.fetched == BUILT * 1_000_000


def test_an_address_in_no_network_is_not_known(database):
    """Nothing is guessed."""
    assert database.find("192.0.2.1") is None


@pytest.mark.parametrize("keep", [0, 4, 8, 100])
def test_a_file_that_is_no_database_is_none(tmp_path, keep):
    """Nor one that was cut before its header ends."""
    whole = location(tmp_path / "location.db", NETWORKS, {}).read_bytes()
    (tmp_path / "cut.db").write_bytes(whole[: min(keep, 60)])
    assert LocationDatabase.open(tmp_path / "cut.db") is None
    assert LocationDatabase.open(tmp_path / "none.db") is None


def test_a_database_that_was_cut_short_answers_nothing(tmp_path):
    """Without an exception, wherever it was cut."""
    whole = location(tmp_path / "location.db", NETWORKS, {64500: "Example B.V."}).read_bytes()
    for keep in range(80, len(whole), 97):
        (tmp_path / "cut.db").write_bytes(whole[:keep])
        database = LocationDatabase.open(tmp_path / "cut.db")
        if database is not None:
            database.find("198.51.7.1")


def test_the_database_that_debian_packs_knows_the_incidents_block():
    """IPFire has the very /19 that whois gave in 2002."""
    database = next((found for path in PLACES if (found := LocationDatabase.open(path))), None)
    if database is None:
        pytest.skip("libloc-database is not installed")
    record = database.find("207.95.12.112")
    assert record is not None
    assert (record.first, record.last, record.country) == ("207.95.0.0", "207.95.31.255", "US")
