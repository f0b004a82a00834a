"""What is known beforehand."""

from pathlib import Path

from tests.shared import shared
from wallwatch.engine import replay
from wallwatch.engine.known import network_cache, networks, stacks
from wallwatch.model import Header

SYN = Header(
    proto="tcp", src="198.51.100.112", dst="203.0.113.120", sport=3504, dport=6346, ttl=117, tos=0, ip_id=31988,
    length=48, df=True, mf=False, reserved=False, frag_offset=0, ip_header=20, flags="S", seq=0xEE01EA38, ack=0,
    window=5840, tcp_header=28, options=("mss:1460", "nop", "nop", "sok"),
)  # fmt: skip


def test_our_own_signatures_name_a_syn() -> None:
    """The database in the package is enough."""
    stack = stacks()(SYN)
    assert stack is not None
    assert (stack.family, stack.hops) == ("Windows", 11)


def test_a_p0f_database_can_be_asked_beside_ours() -> None:
    """A file in p0f's grammar is read."""
    assert stacks(shared("truth", "p0f-3.09b.fp"))(SYN) is not None


def test_networks_are_looked_up_in_the_cache_only(tmp_path: Path) -> None:
    """Two addresses of one block share a record; what is not there is not asked for."""
    (tmp_path / "networks.json").write_bytes(replay.networks())
    look_up = networks(network_cache(tmp_path / "networks.json"))
    assert look_up("198.51.100.112") == look_up("198.51.100.148") == ("EXAMPLE-54-B", None)
    assert look_up("203.0.113.1") is None
