"""The table of fields."""

import sqlite3

import pytest

from tests.filter.samples import GNUTELLA, KERNEL, NOW, answers
from wallwatch.filter.clause import Sql
from wallwatch.filter.facts import Facts
from wallwatch.filter.fields import COLUMNS, FIELDS
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query

ANSWERS = [
    ("dport:6346", True, True),
    ("dport:gnutella", True, True),
    ("dport:ssh", False, False),
    ("sport:6346", False, False),
    ("port:6346", True, True),
    ("src:192.0.2.0/24", True, True),
    ("dst:192.0.2.0/24", False, False),
    ("addr:198.51.100.120", True, True),
    ("proto:6", True, True),
    ("packets:>=3", True, None),
    ("os:windows", True, None),
    ("os:NT4", True, None),
    ("net:icgnet", True, None),
    ("asn:AS64500", True, None),
    ("sid:1:0", True, None),
    ("sid:1:0:1", False, None),
    ("sid:0", True, None),
    ('msg:"TCP TO"', True, None),
    ("rule:64", True, True),
    ("rule:6", False, False),
    ("action:deny", True, True),
    ("chain:INP", True, True),
    ("verdict:leftover", True, None),
    ("noise:x", None, None),
    ("seen:kernel", True, True),
    ("seen:snort", True, False),
    ("seen:SKPD", True, False),
    ("seen:-K--", False, True),
    ("host:GreatWall", True, True),
    ("host:great", False, False),
    ("iface:ppp0", True, True),
    ("source:kern", True, True),
    ("source:snort", True, False),
    ("ttl:117", True, True),
    ("hops:>10", True, None),
    ("flags:S", True, True),
    ("flags:SA", False, False),
    ("type:8", None, None),
    ("code:8", None, None),
    ("since:30m", True, True),
    ("since:1m", False, True),
    ("until:1m", True, False),
    ("text:gnutella", True, False),
    ("icgnet", True, False),
    ("100.120", True, True),
    ("incident:Gnutella", True, None),
    ("incident:other", False, None),
    ("scan:12", True, None),
    ("scan:13", False, None),
    ("scan:any", True, None),
    ("scan:vertical", True, None),
    ("scan:block", False, None),
    ("scan:distributed", None, None),
    ("done", True, None),
    ("starred", False, None),
    ("note", None, None),
    ("odd", None, None),
]
WITH_EXAMPLE = [field for field in FIELDS.values() if field.kind != "mark"]


@pytest.mark.parametrize("field", WITH_EXAMPLE, ids=lambda field: field.name)
def test_the_example_of_each_field_is_read(field):
    """What the help shows as a value of a field is one."""
    assert parse_query(f"{field.name}:{field.example}").terms[0].field == field.name


def test_each_place_of_a_field_is_made_of_columns():
    """The columns of each place, or the expression over them, can be asked of the table ``alerts``."""
    columns = [column for field in FIELDS.values() for place in field.places for column in place.columns]
    assert len(columns) >= len(FIELDS) - 1
    for column in columns:
        assert answers([GNUTELLA], Sql(f"({column}) IS NOT NULL")) in ([True], [False])


def test_the_columns_make_a_table():
    """``COLUMNS`` is the body of a ``CREATE TABLE`` with the alert's number as its key."""
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE alerts ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
    keys = [name for _, name, _, _, _, key in database.execute("PRAGMA table_info(alerts)") if key]
    database.close()
    assert keys == ["id"]


@pytest.mark.parametrize(("text", "alert", "sighting"), ANSWERS)
def test_a_field_reads_an_alert_and_a_sighting(text, alert, sighting):
    """Each field finds its value in both kinds of record; what a sighting is not told is unknown."""
    marks = {"done": {1}, "starred": (), "incident": {1}, "incident:gnutella": {1}}
    marks |= {"scan:vertical": {12}, "scan:block": {1}}
    facts = Facts(now=NOW, marks=marks)
    assert matches(parse_query(text), GNUTELLA, facts) is alert
    assert matches(parse_query(text), KERNEL, facts) is sighting
    denied = parse_query(f"-{text}")
    assert matches(denied, GNUTELLA, facts) is (None if alert is None else not alert)


def test_every_field_is_in_the_samples_above():
    """No field of the table is left out of the answers."""
    assert {parse_query(text).terms[0].field for text, _, _ in ANSWERS} == set(FIELDS)
