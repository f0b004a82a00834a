import pytest

from tests.store.make import alert, full_alert, packet, sighting
from wallwatch.model import Change, Packet, Signature
from wallwatch.model.address import packed
from wallwatch.store.record import alert_of
from wallwatch.store.rows import ALERT_COLUMNS, address_key, alert_row, bounded

HUGE = 10**30


def test_every_column_holds_what_its_name_says() -> None:
    """An alert that knows everything fills every column, each from its own field."""
    made = full_alert(7)
    row = dict(zip(ALERT_COLUMNS, alert_row(made), strict=True))
    assert alert_of(row.pop("record")) == made
    assert row == {
        "id": 7, "first": made.first, "last": made.last, "packets": 3, "lines": 10,
        "proto": "tcp", "src": "198.51.100.7", "dst": "192.0.2.1",
        "src_key": packed("198.51.100.7"), "dst_key": packed("192.0.2.1"), "sport": 3504, "dport": 6346,
        "icmp_type": 8, "icmp_code": 0, "flags": "S", "ttl": 117, "witnesses": "SKPD",
        "gid": 1, "sid": 2, "rev": 3, "msg": "TCP to 6346 gnutella",
        "action": "block", "chain": "input", "rule": "64", "host": "greatwall", "iface": "ppp0",
        "os_label": "Windows 95 or early NT4", "os_family": "Windows", "hops": 11,
        "verdict": "leftover", "network": "EXAMPLE-NET", "asn": 64500, "sources": "kern log\nsnort", "scan": 12,
    }  # fmt: skip


def test_what_is_not_known_is_null_and_what_is_zero_is_zero() -> None:
    """An unknown port is no port 0, and no signature is no empty message."""
    row = dict(zip(ALERT_COLUMNS, alert_row(alert(1, sport=0, dport=None)), strict=True))
    assert row["sport"] == 0
    unknown = {name for name, value in row.items() if value is None}
    assert unknown == {
        "dport", "icmp_type", "icmp_code", "flags", "ttl", "gid", "sid", "rev", "msg", "action", "chain", "rule",
        "host", "iface", "os_label", "os_family", "hops", "network", "asn", "scan",
    }  # fmt: skip


@pytest.mark.parametrize(("text", "key"), [
    ("192.0.2.1", b"\0" * 10 + b"\xff\xff\xc0\x00\x02\x01"),
    ("2001:db8::1", bytes.fromhex("20010db8000000000000000000000001")),
    ("gateway", None),
    ("", None),
])  # fmt: skip
def test_an_address_has_a_key_that_sorts(text: str, key: bytes | None) -> None:
    """A text that is no address has none, and raises nothing."""
    assert address_key(text) == key


def test_a_number_that_no_column_holds_becomes_unknown() -> None:
    """A signature number of thirty digits is a stranger's text; it must not keep a batch from the store."""
    signed = alert(1, ttl=2**63, asn=2**63 - 1, signature=Signature("x", 1, HUGE, -HUGE))
    change = Change(kind="new", alert=signed, touched=((0, packet(seq=HUGE, sport=80)),))
    with pytest.raises(OverflowError):
        alert_row(change.alert)
    held = bounded(change)
    assert held.alert == alert(1, asn=2**63 - 1, signature=Signature("x", 1))
    assert held.touched == ((0, packet(sport=80)),)


def test_a_record_that_is_held_stays_the_same() -> None:
    """Nothing else is changed on the way."""
    made = Packet(time=1, proto="tcp", src="192.0.2.1", dst="192.0.2.2", sightings=(sighting(), sighting(5)))
    assert bounded(made) == made
    assert bounded(full_alert()) == full_alert()
