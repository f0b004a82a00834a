import pytest

from tests.formats.support import clock, fields, read, shown
from wallwatch.formats import FORMATS, Block, snort_csv
from wallwatch.model import Signature
from wallwatch.model.times import iso

ROW = (
    "03/02-15:32:54.630347 ,1,628,3,{msg},TCP,192.0.2.112,3504,198.51.100.120,6346,0:1B:B9:76:9C:E4,2:0:0:0:0:B,0x3E,"
    "******S*,0xEE01EA38,0x0,,0x16D0,117,0,31988,48,20,,,,"
)
LINE = ROW.format(msg="SCAN nmap TCP")


def test_a_row_gives_every_field() -> None:
    """The default columns of 2.x, whose TCP length is always empty."""
    found = fields(snort_csv, LINE)
    assert iso(found.pop("time"), tick=1) == "2026-03-02T15:32:54.630347+00:00"
    assert found == {
        "tick": 1,
        "year_stated": False,
        "mac_src": "00:1b:b9:76:9c:e4",
        "signature": Signature("SCAN nmap TCP", 1, 628, 3),
        "proto": "tcp",
        "src": "192.0.2.112",
        "sport": 3504,
        "dst": "198.51.100.120",
        "dport": 6346,
        "flags": "S",
        "seq": 0xEE01EA38,
        "ack": 0,
        "window": 5840,
        "ttl": 117,
        "tos": 0,
        "ip_id": 31988,
        "length": 48,
        "ip_header": 20,
    }


@pytest.mark.parametrize(
    ("msg", "message"),
    [('"SCAN, nmap"', "SCAN, nmap"), ('"SCAN \\"nmap\\""', 'SCAN "nmap"'), ('"plain"', "plain"), ("plain", "plain")],
)
def test_a_message_may_be_quoted(msg: str, message: str) -> None:
    """Always in 2.9, with a comma in 2.2; the columns behind it stay where they are."""
    found = fields(snort_csv, ROW.format(msg=msg))
    assert (found["signature"].message, found["ttl"]) == (message, 117)


def test_columns_can_be_set() -> None:
    """In the names of either version, in any order."""
    columns = ["src", "srcport", "dst", "dstport", "proto", "ttl", "timestamp"]
    reads = next(each for each in snort_csv.among(FORMATS, columns) if each.name == "snort-csv")
    line = "192.0.2.112,3504,198.51.100.120,6346,TCP,117,03/02-15:32:54.630347 "
    assert reads.sniff(line)
    assert reads.frame([line], 0, final=False) == 1
    sighting = reads.parse(Block((line,)), clock())
    assert sighting is not None
    assert (sighting.sport, sighting.dport, sighting.ttl, sighting.format) == (3504, 6346, 117, "snort-csv")
    assert not snort_csv.sniff(line)
    assert reads.parse(Block((LINE,)), clock()) is not None
    assert snort_csv.among(FORMATS, ()) == FORMATS


@pytest.mark.parametrize(
    "line",
    [
        "03/02-15:32:54.630347 192.0.2.112:3504 -> 198.51.100.120:6346",
        "03/02-15:32:54.630347  [**] [1:7:0] a, b [**] no packet",
        "03/02-15:32:54.630347 ,1,2",
        "1772465574,a,b,c,d,e,f",
        "timestamp,sig_generator,sig_id,sig_rev,msg,proto,src,srcport",
        "x," + LINE,
    ],
)
def test_what_is_no_row_is_not_claimed(line: str) -> None:
    """A header line, another list, too few cells."""
    assert not snort_csv.sniff(line) or snort_csv.frame([line], 0, final=True) == 0


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("192.0.2.112", "192.0.2.312"),
        LINE.replace("03/02", "13/32"),
        LINE.replace("0xEE01EA38", "0xEE01EA3G"),
        LINE[:-30],
        LINE[:80],
        "03/02-15:32:54.630347 ,a,b,c,d,e,f",
    ],
)
def test_a_torn_row_is_not_guessed_at(line: str) -> None:
    """It is counted as not understood."""
    reading = read([line])
    assert (len(reading.unparsed), reading.sightings) == (1, ())


def test_spans_show_where_the_cells_stand() -> None:
    """Equal cells are told apart by their order."""
    found = shown(snort_csv, LINE.replace(",117,0,", ",117,20,"))
    assert found == {
        "time": "03/02-15:32:54.630347", "gid": "1", "sid": "628", "rev": "3", "message": "SCAN nmap TCP",
        "proto": "TCP", "src": "192.0.2.112", "sport": "3504", "dst": "198.51.100.120", "dport": "6346",
        "mac_src": "0:1B:B9:76:9C:E4", "flags": "******S*", "seq": "0xEE01EA38", "ack": "0x0", "window": "0x16D0",
        "ttl": "117", "tos": "20", "ip_id": "31988", "length": "48", "ip_header": "20",
    }  # fmt: skip
    assert shown(snort_csv, "prose") == {}
