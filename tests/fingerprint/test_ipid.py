import random
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallwatch.fingerprint.ipid import IpIdClass, Observation, classify
from wallwatch.model.times import SECOND


def observed(*ids: int, gap: float = 3.0, each: int = 100, dsts: int = 1) -> list[Observation]:
    """Return packets with these IDs, ``gap`` seconds apart, ``each`` of a connection, to ``dsts`` addresses in turn."""
    return [
        Observation(int(place * gap * SECOND), ip_id, f"198.51.100.{place % dsts}", True, seq=place // each, sport=1025)
        for place, ip_id in enumerate(ids)
    ]


def swapped(ip_id: int) -> int:
    return (ip_id & 0xFF) << 8 | ip_id >> 8


FIRST = [
    Observation(54_630_347, 31_988, "198.51.100.120", True, 0xEE01EA38, 3504, 6346),
    Observation(57_590_663, 32_007, "198.51.100.120", True, 0xEE01EA38, 3504, 6346),
    Observation(63_611_243, 32_053, "198.51.100.120", True, 0xEE01EA38, 3504, 6346),
]
"""The Gnutella client of 2002, from the dumps; an hour later it came from another address, with these."""
SECOND_CALL = [
    Observation(62_976, 73, "198.51.100.120", True, 0x371AB058, 4665, 6346),
    Observation(2_993_287, 96, "198.51.100.120", True, 0x371AB058, 4665, 6346),
    Observation(8_883_900, 149, "198.51.100.120", True, 0x371AB058, 4665, 6346),
]


@pytest.mark.parametrize(("observations", "rate"), [(FIRST, 7.0), (SECOND_CALL, 8.4)])
def test_windows_of_2002_counts_all_its_packets(observations, rate):
    """Steps of 19 and 46 in 3 and 6 s: it sends six to eight packets a second, most of them to others."""
    found = classify(observations)
    assert (found.kind, found.rate, found.wraps, found.swapped, found.seen) == ("global", rate, 0, False, 3)
    assert found.words == f"one counter for all its packets, {rate} a second: as Windows before 8"
    assert found.families == ("Windows",)


def test_a_small_id_is_only_a_number():
    """A counter that stands at 73 has started again, or come by: neither class nor words say which."""
    words = classify(SECOND_CALL).words
    assert "boot" not in words
    assert "start" not in words
    assert words.replace("8.4", "7.0") == classify(FIRST).words


CLASSES = [
    (observed(0, 0, 0), "zero"),
    (observed(0, 0, 0, 61_999), "zero"),
    (observed(54_321, 54_321, 54_321, each=1), "constant"),  # zmap
    (observed(1, 1, 1, 1, each=1), "constant"),  # scapy
    (observed(8063, 8064, 8065, 8066), "per-peer"),  # Linux 6.18, one connection
    (observed(100, 101, 40_000, 40_001, 9_000, 9_001, each=2), "per-peer"),
    (observed(100, 101, 103, 104, each=1), "per-peer"),  # Windows 8 and newer, or an idle host
    (observed(100, 101, 103, 104, each=1, dsts=2), "global"),  # to two addresses
    (observed(500, 540, 610, 640), "global"),
    (observed(500, 540, 40_000, 40_020, 610, 640, each=2), "global"),  # two hosts behind one address
    (observed(24_995, 19_763, 13_865, 49_247, 27_287, each=1), "random"),  # masscan
    (observed(57_662, 50_453, 39_626, 16_472), "random"),
    (observed(31_988, 32_007), "unknown"),
    (observed(100, 9_900, 30_000), "unknown"),
    (observed(100, 101, 40_000, each=2), "unknown"),
    ([], "unknown"),
]


@pytest.mark.parametrize(("observations", "kind"), CLASSES)
def test_ids_have_a_class(observations, kind):
    """Real numbers of systems and tools; fewer than three packets make no class."""
    found = classify(observations)
    assert found.kind == kind
    assert bool(found.words) is (kind != "unknown")
    assert (found.rate is None) is (kind != "global")


def test_ids_drawn_for_each_connection_are_not_called_drawn_for_each_packet():
    """Linux draws where a connection starts; only a second packet of it would show that it counts from there."""
    assert classify(observed(27_832, 61_410, 17_654, 11_629, each=1)).words == "drawn, at least for each connection"
    assert classify(observed(27_832, 61_410, 17_654, 11_629)).words == "drawn for each packet"


def test_a_counter_passes_65535():
    """It starts again from 0, which is no step back."""
    found = classify(observed(65_500, 65_530, 20, 60))
    assert (found.kind, found.wraps, found.rate) == ("global", 1, 10.0)
    assert "past 65535 once" in found.words


def test_a_counter_may_be_in_the_byte_order_of_its_host():
    """Windows 95 to NT 4.0 write it low byte first, so that it goes by 256."""
    found = classify(observed(*map(swapped, (250, 258, 264, 270))))
    assert (found.kind, found.swapped) == ("global", True)
    assert found.words.endswith("low byte first: as Windows 95 to NT 4.0")
    assert classify(observed(*map(swapped, (250, 251, 252)))).families == ("Windows",)


def test_one_packet_that_does_not_belong_changes_nothing():
    """Whoever forges one packet of four does not hide a counter, at whatever place."""
    for place in range(5):
        ids = [100, 121, 143, 160, 182]
        ids[place] = 50_000
        found = classify(observed(*ids))
        assert found.kind == "global"
        assert found.rate == pytest.approx(7, abs=1.5)


def test_a_gap_of_minutes_says_nothing():
    """The counter went on in between, nobody knows how often round; what is older than half an hour is forgotten."""
    first = observed(100, 121, 143)
    later = [Observation(one.time + 1_000 * SECOND, (one.ip_id + 40_000) % 65_536, one.dst) for one in first]
    assert classify([*first, *later]).kind == "global"
    much_later = [Observation(one.time + 10_000 * SECOND, one.ip_id, one.dst) for one in first]
    assert classify([*first, *much_later]).seen == 3


def test_the_order_of_observations_and_doubles_do_not_matter():
    """Two witnesses may tell of one packet."""
    assert classify([FIRST[2], FIRST[0], FIRST[1], FIRST[0]]) == classify(FIRST)


def test_a_scan_within_a_second_is_no_counter():
    """Where stamps are of whole seconds, the order of the log counts, not that of the numbers."""
    chance = random.Random(1)
    scan = [Observation(0, chance.randrange(65_536), "198.51.100.1", dport=port) for port in range(50)]
    assert classify(scan).kind == "random"
    counting = [Observation(0, 500 + 3 * port, "198.51.100.1", dport=port) for port in range(50)]
    assert (classify(counting).kind, classify(counting).rate) == ("global", None)


def test_drawn_ids_are_hardly_ever_a_counter():
    """Of 4,000 sources that draw their IDs, at most two look like one that counts."""
    chance = random.Random(2002)
    drawn = [
        classify(observed(*(chance.randrange(65_536) for _ in range(chance.choice((3, 4, 5, 8)))), each=2)).kind
        for _ in range(4_000)
    ]
    assert drawn.count("global") + drawn.count("per-peer") <= 2


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 65_535), st.lists(st.integers(1, 120), min_size=2, max_size=20), st.booleans())
def test_a_counter_is_found_from_wherever_it_starts(start, lengths, low_first):
    """Steps of up to 120 in 3 s, as of a host that is in use."""
    ids = [number % 65_536 for number in accumulate(lengths, initial=start)]
    found = classify(observed(*(map(swapped, ids) if low_first else ids), dsts=2))
    assert found.kind == "global"
    assert found.wraps == (start + sum(lengths)) // 65_536 or found.swapped is not low_first
    assert found.rate is not None
    assert min(lengths) / 3 - 0.1 <= found.rate <= max(lengths) / 3 + 0.1 or found.swapped is not low_first


observations = st.builds(
    Observation,
    time=st.integers(0, 10**13),
    ip_id=st.one_of(st.integers(0, 300), st.integers(0, 65_535)),
    dst=st.sampled_from(("198.51.100.1", "198.51.100.2")),
    df=st.sampled_from((None, True, False)),
    seq=st.one_of(st.none(), st.integers(0, 3)),
    sport=st.sampled_from((None, 1025, 1026)),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(observations, max_size=80))
def test_any_ids_have_an_answer(seen):
    """Whatever an attacker sends: no error, and a rate for a global counter only."""
    found = classify(seen)
    assert isinstance(found, IpIdClass)
    assert found.rate is None or found.kind == "global"
    assert found.seen <= 64
