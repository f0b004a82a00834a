"""The row of a scan."""

import pytest

from tests.model.test_scan import HOSTS, ports, scan
from tests.store.make import alert
from wallwatch.model.scan import LISTED
from wallwatch.ui.folds import Group
from wallwatch.ui.scan_rows import ScanPages, term, texts

MANY = tuple(map(str, range(LISTED)))
GROUP = Group(1, 1_000, 1_000, 0, 9)
LATER = 1_015_081_200_000_000 + 1_800_000_000

ROWS = [
    ({}, {"N": "1k", "FROM": "198.51.100.7", "TO": "1kp", "WHAT": "scan of 1,000 ports"}),
    (
        {"ports": (ports("tcp", *range(30)),), "last": LATER, "alerts": 30},
        {"N": "1k", "FROM": "198.51.100.7", "TO": "30p", "WHAT": "slow scan, 30 ports"},
    ),
    (
        {"kind": "horizontal", "targets": HOSTS, "ports": (ports("icmp"), ports("tcp", 22))},
        {"N": "1k", "FROM": "198.51.100.7", "TO": "22", "WHAT": "scan of 40 hosts"},
    ),
    (
        {"kind": "horizontal", "targets": MANY, "ports": (ports("icmp"),)},
        {"N": "1k", "FROM": "198.51.100.7", "TO": "ping", "WHAT": "scan of 256+ hosts"},
    ),
    (
        {"kind": "block", "targets": HOSTS[:4], "ports": (ports("tcp", *range(200)),)},
        {"N": "1k", "FROM": "198.51.100.7", "TO": "200p", "WHAT": "scan 200p x 4 hosts"},
    ),
    (
        {"kind": "distributed", "sources": HOSTS, "ports": (ports("tcp", *range(9)),), "crew": "masscan"},
        {"N": "1k", "FROM": "40 sources", "TO": "9p", "WHAT": "scan 9 ports, 40 sources"},
    ),
]


@pytest.mark.parametrize(("fields", "cells"), ROWS)
def test_a_row_says_who_looks_for_what(fields, cells):
    """In the columns of the feed, in words that fit where there is little room."""
    assert texts(scan(**fields), GROUP) == cells


def test_a_cell_asks_for_the_scan_or_for_what_all_of_it_has():
    """The source is that of all of its alerts; the ports are those of the scan."""
    member = alert(1, scan=12)
    assert term(member, "WHAT", negate=False) == "scan:12"
    assert term(member, "TO", negate=True) == "-scan:12"
    assert term(member, "FROM", negate=False) is None


def test_scans_are_read_a_page_at_a_time():
    """And again when they have grown."""
    asked = []

    def read(ids):
        asked.append(sorted(ids))
        return [scan(id=number) for number in ids if number < 9]

    pages = ScanPages(read)
    assert pages.get(1, [1, 2, 0, 2]) == scan(id=1)
    assert pages.get(2, [1, 2]) == scan(id=2)
    pages.forget({1})
    assert pages.get(1, [1, 2]) == scan(id=1)
    assert pages.get(77, [1]) is None
    pages.forget(None)
    assert pages.get(2, []) == scan(id=2)
    assert asked == [[1, 2], [1], [77], [2]]
