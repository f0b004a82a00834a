import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import snort_json
from wallwatch.model import Signature

LINE = (
    '{ "seconds" : 1772465576, "timestamp" : "03/02-15:32:56.630347", "gid" : 1, "sid" : 628, "rev" : 3, '
    '"msg" : "SCAN nmap TCP", "class" : "none", "priority" : 2, "proto" : "TCP", "iface" : "eth0", '
    '"src_addr" : "192.0.2.112", "src_port" : 3504, "dst_addr" : "198.51.100.120", "dst_port" : 6346, '
    '"ip_id" : 31988, "ip_len" : 28, "pkt_len" : 48, "tos" : 0, "ttl" : 117, "tcp_flags" : "******S*", '
    '"tcp_seq" : 3993102904, "tcp_ack" : 0, "tcp_len" : 28, "tcp_win" : 5840, "action" : "would_drop" }'
)
SHORT = (
    '{ "timestamp" : "03/02-15:32:55.630347", "pkt_num" : 1337, "proto" : "TCP", "pkt_gen" : "raw", "pkt_len" : 48, '
    '"dir" : "C2S", "src_ap" : "192.0.2.112:3504", "dst_ap" : "198.51.100.120:6346", "rule" : "1:628:3", '
    '"action" : "allow" }'
)


def test_an_alert_gives_every_field() -> None:
    """The seconds since the epoch tell the year that the stamp does not."""
    assert fields(snort_json, LINE) == {
        "time": 1_772_465_576_630_347,
        "tick": 1,
        "year_stated": True,
        "iface_in": "eth0",
        "action": "log",
        "signature": Signature("SCAN nmap TCP", 1, 628, 3, None, 2),
        "proto": "tcp",
        "src": "192.0.2.112",
        "sport": 3504,
        "dst": "198.51.100.120",
        "dport": 6346,
        "ip_id": 31988,
        "ip_header": 20,
        "length": 48,
        "tos": 0,
        "ttl": 117,
        "flags": "S",
        "seq": 0xEE01EA38,
        "ack": 0,
        "window": 5840,
        "tcp_header": 28,
    }


def test_the_default_keys_have_no_message() -> None:
    """The rule is all that names what fired."""
    sighting = parsed(snort_json, SHORT)
    assert sighting is not None
    assert (sighting.signature, sighting.sport, sighting.length) == (Signature("", 1, 628, 3), 3504, 48)


@pytest.mark.parametrize(
    ("msg", "message"),
    [
        ('a "quoted" word', 'a "quoted" word'),
        ("C:\\xfiles \\", "C:\\xfiles \\"),
        ('"', '"'),
        ('x", y', 'x", y'),
        ("\\u001b[31m", r"\x1b[31m"),
    ],
)
def test_a_message_is_pasted_as_it_stands(msg: str, message: str) -> None:
    """A quote or a backslash in it breaks the object, and is put right; an escape in it shows as what it is."""
    sighting = parsed(snort_json, LINE.replace("SCAN nmap TCP", msg))
    assert sighting is not None
    assert sighting.signature is not None
    assert sighting.signature.message == message


@pytest.mark.parametrize(
    "line",
    [
        '{ "timestamp" : "03/02-15:32:55.630347", "rule" : "1:628:3" }',
        '{ "src_addr" : "192.0.2.1", "dst_addr" : "192.0.2.2" }',
        '{"src_ip":"192.0.2.1","timestamp":"x"}',
        "Mar  2 15:32:58 greatwall sshd[1]: " + SHORT,
        "prose " + SHORT,
    ],
)
def test_what_tells_no_tuple_or_time_is_other(line: str) -> None:
    """The keys are the administrator's choice; another program's object is not Snort's."""
    reading = read([line])
    assert (reading.other, reading.unparsed) == (1, ())


@pytest.mark.parametrize(
    "line",
    [
        LINE[:-1],
        LINE[:260],
        LINE.replace("117", "256"),
        LINE.replace("117", "9" * 6_000),
        LINE.replace("117", "NaN"),
        LINE.replace("192.0.2.112", "192.0.2.312"),
        LINE.replace('"ttl" : 117', '"ttl" : ' + "[" * 3_000),
        SHORT.replace(":3504", ""),
    ],
)
def test_a_torn_alert_is_not_guessed_at(line: str) -> None:
    """It is counted as not understood."""
    reading = read([line])
    assert (len(reading.unparsed), reading.sightings) == (1, ())


def test_an_alert_may_come_through_syslog() -> None:
    """The daemon's head tells the host."""
    sighting = parsed(snort_json, "Mar  2 15:32:58 greatwall snort[7]: " + SHORT)
    assert sighting is not None
    assert (sighting.host, sighting.dport) == ("greatwall", 6346)


def test_spans_show_where_the_values_stand() -> None:
    """An address and its port may share one."""
    found = shown(snort_json, LINE)
    assert (found["time"], found["sport"], found["seq"], found["message"]) == (
        "03/02-15:32:56.630347",
        "3504",
        "3993102904",
        "SCAN nmap TCP",
    )
    assert shown(snort_json, SHORT)["src"] == "192.0.2.112:3504"
    assert shown(snort_json, "prose") == {}
