"""What stands for addresses, hosts and cards of our own."""

from ipaddress import ip_network

import pytest

from wallwatch.reports.stand_ins import StandIns, is_host


def test_the_same_address_has_the_same_stand_in() -> None:
    """In whatever notation; another one has another."""
    stand_ins = StandIns(["203.0.113.9", "2001:db8:1::9", "203.0.113.10"])
    assert stand_ins.address("203.0.113.9") == "192.0.2.1"
    assert stand_ins.address("203.0.113.10") == "192.0.2.2"
    assert stand_ins.address("2001:0db8:0001:0000:0000:0000:0000:0009") == "2001:db8::1"
    assert stand_ins.address("::ffff:203.0.113.9") == "::ffff:192.0.2.1"


def test_what_is_not_ours_has_none() -> None:
    """Nor has what all have in common, or is no address."""
    stand_ins = StandIns(["203.0.113.9"])
    for text in ("203.0.113.8", "224.0.0.1", "255.255.255.255", "0.0.0.0", "127.0.0.1", "::1", "x", "1.2.3", "ff02::1"):
        assert stand_ins.address(text) is None


def test_our_networks_and_private_ones_are_ours() -> None:
    """An address of theirs gets a stand-in when it is met."""
    stand_ins = StandIns([], [ip_network("198.51.100.0/28"), ip_network("2001:db8:9::/48")])
    met = ["198.51.100.3", "198.51.100.16", "192.168.1.7", "10.0.0.1", "2001:db8:9::1", "fe80::1", "fd00::1"]
    assert [stand_ins.address(text) for text in met] == [
        "192.0.2.1", None, "192.0.2.2", "192.0.2.3", "2001:db8::1", "2001:db8::2", "2001:db8::3",
    ]  # fmt: skip


def test_no_stand_in_is_an_address_that_means_another_host() -> None:
    """Whoever knocked may have a documentation address, in a test or an example."""
    stand_ins = StandIns(["203.0.113.9", "192.0.2.2"], taken=["192.0.2.1"])
    assert stand_ins.address("203.0.113.9") == "192.0.2.3"
    assert stand_ins.address("192.0.2.2") == "192.0.2.4"


def test_there_are_enough_of_them() -> None:
    """After the documentation's addresses come those for benchmarks."""
    own = [f"10.{high}.{low}.1" for high in range(20) for low in range(200)]
    stand_ins = StandIns(own)
    masks = {stand_ins.address(text) for text in own}
    assert len(masks) == len(own)
    assert any(str(mask).startswith("198.18.") for mask in masks)


def test_a_number_is_an_address_only_if_it_has_a_stand_in() -> None:
    """Any number of nine digits would be one else."""
    stand_ins = StandIns(["12.82.129.120"])
    assert stand_ins.number(0x0C528178) == 0xC0000201
    assert stand_ins.number(0x0A000001) is None
    assert stand_ins.number(1 << 40) is None


def test_packed_pairs_are_as_long_as_each_other() -> None:
    """They stand in packets."""
    stand_ins = StandIns(["12.82.129.120", "2001:db8:1::9"])
    assert stand_ins.packed[bytes([12, 82, 129, 120])] == bytes([192, 0, 2, 1])
    assert {len(own) for own in stand_ins.packed} == {len(mask) for mask in stand_ins.packed.values()} == {4, 16}


def test_cards_and_hosts_have_stand_ins() -> None:
    """Whatever the case of their letters."""
    stand_ins = StandIns([])
    assert stand_ins.mac("02:00:00:00:00:0B") == stand_ins.mac("02:00:00:00:00:0b") == "00:00:5e:00:53:00"
    assert stand_ins.mac("02:00:00:00:00:0c") == "00:00:5e:00:53:01"
    assert [stand_ins.host(name) for name in ("gate", "GATE", "gate.example.org")] == ["host1", "host1", "host2"]


@pytest.mark.parametrize(("text", "answer"), [("192.0.2.1", True), ("2001:db8::1", True), ("", False), ("::", False)])
def test_what_a_host_can_have(text: str, *, answer: bool) -> None:
    """The unspecified address is nobody's."""
    assert is_host(text) is answer
