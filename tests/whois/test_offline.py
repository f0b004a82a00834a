from tests.whois.databases import location, mmdb
from wallwatch.whois.offline import Offline

SEED = "207.95.12.112"


def test_the_users_databases_come_before_ipfires(tmp_path):
    """Each with its own name, so that nobody takes one for the other."""
    own = mmdb(tmp_path / "own.mmdb", {"207.95.0.0/16": {"asn": 64500}}, "Own-ASN")
    ipfire = location(tmp_path / "location.db", {"207.95.0.0/19": ("US", 0)}, {})
    found = Offline([own], [tmp_path / "none.db", ipfire]).find(SEED)
    assert [(each.source, each.asn, each.country) for each in found] == [
        ("Own-ASN", 64500, None),
        ("IPFire location database", None, "US"),
    ]


def test_an_address_that_is_nobodys_is_not_looked_up(tmp_path):
    """A database may hold it all the same."""
    own = mmdb(tmp_path / "own.mmdb", {"10.0.0.0/8": {"asn": 64500}})
    assert Offline([own], []).find("10.1.2.3") == ()


def test_what_a_database_says_is_made_safe(tmp_path):
    """Somebody wrote it, too; a block that is the whole world is none."""
    own = mmdb(tmp_path / "own.mmdb", {"207.95.0.0/16": {"as_name": "\x1b[2Jx"}, "128.0.0.0/2": {"as_name": "all"}})
    (found,) = Offline([own], []).find(SEED)
    assert found.organisation == "\\x1b[2Jx"
    assert Offline([own], []).find("130.1.1.1") == ()


def test_a_database_that_cannot_be_read_is_named_and_the_others_answer(tmp_path):
    """One typing mistake does not take the others away."""
    own = mmdb(tmp_path / "own.mmdb", {"207.95.0.0/16": {"asn": 64500}})
    offline = Offline([tmp_path / "typo.mmdb", own], [])
    assert len(offline.problems) == 1
    assert "typo.mmdb" in offline.problems[0]
    assert len(offline.find(SEED)) == 1
