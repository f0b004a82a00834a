"""Packed alerts come back as they were."""

import pytest

from tests.correlate.incident import dump, fingerprint, firewall, incident, repeat, signature
from wallwatch.correlate import Correlator
from wallwatch.correlate.attempt import first_attempt
from wallwatch.correlate.facts import key_of
from wallwatch.correlate.packed import pack, unpack
from wallwatch.correlate.pool import Pool
from wallwatch.correlate.stitch import reopen_last
from wallwatch.model import Header

QUOTE = Header("udp", "192.0.2.1", "198.51.100.7", 53, 4_000)
LINES = (
    firewall(0),
    dump(1, options=("mss:1460", "ts:1:0"), raw="several\nlines", more=(("MARK", "0x1a"),)),
    fingerprint(2, dst="2001:db8::1", flow_label=7),
    signature(3, ip_id=9, repeat=2, repeat_after=1),
    firewall(4, proto="icmp", sport=None, dport=None, icmp_type=3, icmp_code=1, icmp_id=5, icmp_seq=6, quote=QUOTE),
    dump(5, skew=-3, zone=3_600, host=None, ttl=0, df=None, seq=2**32 - 1, mf=True, stream="1:2", number=77),
)


def attempts(lines):
    """Return the open alerts after ``lines``."""
    correlator = Correlator()
    correlator.add(lines)
    sources = frozenset(line.source for line in lines)
    return correlator._open.told_by(sources)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("room", [4_096, 0])
def test_a_line_comes_back_as_it_was(line, room, monkeypatch):
    """Whether the pool has room for what it has in common with others or not."""
    monkeypatch.setattr("wallwatch.correlate.pool._POOL", room)
    pool, attempt = Pool(), first_attempt(key_of(line), line, 1 << 90)
    if not room:
        attempt.witnesses = attempt.packets[0].witnesses = 5
    (back,) = unpack(pack([attempt], pool), pool)
    assert back.packets[0].best == line
    assert repr(back) == repr(attempt)


def test_the_alerts_of_an_incident_come_back_as_they_were():
    """Packets of four witnesses, the last ones of a repeat; sightings at hand are those of the packets."""
    lines = [line for section in incident() for line in section]
    pool = Pool()
    for attempt in attempts(lines):
        (back,) = unpack(pack([attempt], pool), pool)
        assert repr(back) == repr(attempt)
        held = {id(sighting) for stitch in back.packets for sighting in stitch.sightings}
        assert {id(said) for said in (back.ruling, back.alarm, back.report) if said is not None} <= held


def test_an_alert_of_retries_comes_back_as_it_was():
    """Each packet told of by one line, and in little room."""
    (attempt,) = attempts([firewall(gap * 1_000_000, ip_id=gap + 1, raw="") for gap in (0, 3, 9)])
    pool = Pool()
    packed = pack([attempt], pool)
    assert repr(unpack(packed, pool)) == repr([attempt])
    assert len(packed) < 200


def test_what_repeats_a_line_is_one_line_in_all_its_packets():
    """So that it can be taken from each of them."""
    first = firewall(0, tick=1_000_000)
    (attempt,) = attempts([first, repeat(first, 3_000_000, 3)])
    pool = Pool()
    (back,) = unpack(pack([attempt], pool), pool)
    assert repr(back) == repr(attempt)
    assert len({id(stitch.sightings[-1]) for stitch in back.packets[1:]}) == 1


@pytest.mark.parametrize(
    "change",
    [{"restored": True}, {"lines": 2}, {"uncounted": 1}, {"witnesses": 3}, {"width": 7}, {"key": ("tcp",)}],
)
def test_an_alert_of_one_line_may_be_more_than_that_line_tells(change):
    """Then all of it is packed."""
    (attempt,) = attempts([firewall(0)])
    for name, value in change.items():
        setattr(attempt, name, value)
    pool = Pool()
    (back,) = unpack(pack([attempt], pool), pool)
    assert repr(back) == repr(attempt)


@pytest.mark.parametrize(
    "change",
    [{"time": 1}, {"low": -1}, {"high": 5}, {"lines": 0}, {"estimated": True}, {"place": 3}, {"changed": True}],
)
def test_a_packet_of_one_line_may_be_more_than_that_line_tells(change):
    """Its time was set by another line, say, that has gone to another packet."""
    (attempt,) = attempts([firewall(0)])
    for name, value in change.items():
        setattr(attempt.packets[0], name, value)
    pool = Pool()
    (back,) = unpack(pack([attempt], pool), pool)
    assert repr(back) == repr(attempt)


def test_packets_that_are_only_counted_may_have_told_what_is_at_hand():
    """And a packet of an earlier run may have nothing but a time."""
    (attempt,) = attempts([firewall(0)])
    attempt.packets.append(reopen_last(attempt.packets, 5_000_000))
    attempt.uncounted, attempt.ruling, attempt.restored = 7, firewall(2, rule="9"), True
    pool = Pool()
    (back,) = unpack(pack([attempt], pool), pool)
    assert repr(back) == repr(attempt)


def test_an_alert_keeps_a_key_that_its_best_line_has_not():
    """It is told of on both sides of a translation, or is an answer to what it quotes."""
    attempt = first_attempt(("tcp", "192.0.2.1", 1, "10.0.0.1", 80), firewall(0), 1)
    pool = Pool()
    assert unpack(pack([attempt], pool), pool)[0].key == attempt.key


def test_a_line_takes_little_room():
    """A tenth of what it takes unpacked, and what all lines have in common is there once."""
    pool = Pool()
    lines = [firewall(number, sport=number, ip_id=number, raw="") for number in range(10_000)]
    assert all(len(pack([first_attempt(key_of(line), line, 1)], pool)) < 150 for line in lines)
    assert len(pool.values) < 10


@pytest.mark.parametrize(
    ("fields", "error"), [({"ip_id": 2**70}, OverflowError), ({"src": "\ud800"}, UnicodeEncodeError)]
)
def test_what_cannot_be_packed_is_refused(fields, error):
    """Numbers that no packet holds, half a character."""
    line = firewall(0, **fields)
    with pytest.raises(error):
        pack([first_attempt(key_of(line), line, 1)], Pool())
