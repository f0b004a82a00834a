"""What is known beforehand."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from wallwatch.config.settings import Config
from wallwatch.engine import known, replay
from wallwatch.engine.known import network_cache, networks, p0f_answer, stacks
from wallwatch.errors import SignatureError
from wallwatch.evidence.burst import Limits
from wallwatch.model import Header
from wallwatch.model.times import SECOND

SYN = Header(
    proto="tcp", src="198.51.100.112", dst="203.0.113.120", sport=3504, dport=6346, ttl=117, tos=0, ip_id=31988,
    length=48, df=True, mf=False, reserved=False, frag_offset=0, ip_header=20, flags="S", seq=0xEE01EA38, ack=0,
    window=5840, tcp_header=28, options=("mss:1460", "nop", "nop", "sok"),
)  # fmt: skip

MIRAI = replace(SYN, seq=0xCB007178, options=(), length=40, tcp_header=20, df=False)

P0F_3 = "[tcp:request]\nlabel = s:win:Windows:of 2002\nsig = *:128:0:*:mss*4,0:mss,nop,nop,sok:df,id+:0\n"
P0F_2 = "S4:128:1:48:M*,N,N,S:.:Windows:of 2002\n"
PF_OS = "S4:128:1:48:M*,N,N,S:Windows:2002::Windows of 2002\n"


def test_our_own_signatures_name_a_syn() -> None:
    """The database in the package is enough."""
    stack = stacks()(SYN)
    assert stack is not None
    assert (stack.family, stack.hops) == ("Windows", 11)


@pytest.mark.parametrize("text", [P0F_3, P0F_2, PF_OS])
def test_a_given_database_is_asked_instead(tmp_path: Path, text: str) -> None:
    """In any of three grammars; what it does not know stays unknown, as with p0f."""
    path = tmp_path / "some.fp"
    path.write_text(text)
    answer = stacks(path)
    stack = answer(SYN)
    assert stack is not None
    assert (stack.label, stack.match, stack.hops) == ("Windows of 2002", "exact", 11)
    assert answer(replace(SYN, window=8192)) is None


def test_a_tool_that_a_number_proves_is_named_all_the_same(tmp_path: Path) -> None:
    """p0f knows none of them; a SYN that is only shaped like a tool's stays p0f's."""
    path = tmp_path / "p0f.fp"
    path.write_text(P0F_3)
    stack = stacks(path)(MIRAI)
    assert stack is not None
    assert (stack.label, stack.raw_sig) == ("Mirai", "4:117+11:0:0:5840,0:::0")
    assert stacks(path)(replace(MIRAI, seq=1)) is None


def test_a_bare_line_has_a_family_all_the_same(tmp_path: Path) -> None:
    """On a SYN whose options were not logged p0f has no opinion; on one whose options are broken it is silent."""
    path = tmp_path / "p0f.fp"
    path.write_text(P0F_3)
    stack = stacks(path)(replace(SYN, options=None, tcp_header=None))
    assert stack is not None
    assert (stack.label, stack.match) == ("Windows", "partial")
    assert stacks(path)(replace(SYN, options=None)) is None


def test_a_database_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """Who names a file wants it."""
    with pytest.raises(SignatureError):
        stacks(tmp_path / "none.fp")


def test_p0f_is_a_second_witness_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own database alone, and its own silence; without it there is no answer."""
    path = tmp_path / "p0f.fp"
    monkeypatch.setattr(known, "P0F_PATH", path)
    known.installed_p0f.cache_clear()
    assert p0f_answer(SYN) is None
    path.write_text(P0F_3)
    known.installed_p0f.cache_clear()
    stack = p0f_answer(SYN)
    assert stack is not None
    assert stack.label == "Windows of 2002"
    assert p0f_answer(MIRAI) is None
    known.installed_p0f.cache_clear()


def test_networks_are_looked_up_in_the_cache_only(tmp_path: Path) -> None:
    """Two addresses of one block share a record; what is not there is not asked for."""
    (tmp_path / "networks.json").write_bytes(replay.networks())
    look_up = networks(network_cache(tmp_path / "networks.json"))
    assert look_up("198.51.100.112") == look_up("198.51.100.148") == ("EXAMPLE-54-B", None)
    assert look_up("203.0.113.1") is None


def test_the_thresholds_of_scans_come_from_the_configuration() -> None:
    """In seconds there, and in microseconds where they are held against alerts."""
    assert known.scans(Config())._limits == Limits()
    own = Config(scan_doors=7, scan_gap=30, slow_scan_doors=20, slow_scan_gap=60, distributed_gap=5)
    assert known.scans(own)._limits == Limits(
        doors=7, gap=30 * SECOND, slow_doors=20, slow_gap=60 * SECOND, sources_gap=5 * SECOND
    )
