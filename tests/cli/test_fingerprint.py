import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from wallwatch.cli import cli

INCIDENT = Path(__file__).parents[1] / "samples" / "incident"
DUMP = str(INCIDENT / "snort.dump")

MASSCAN = (
    "Nov 14 22:13:20 fw kernel: IN=eth0 OUT= MAC= SRC=203.0.113.7 DST=10.99.0.2 LEN=40 TOS=0x00 PREC=0x00 TTL=240 "
    "ID=24995 PROTO=TCP SPT=57882 DPT=3 SEQ=4285489570 ACK=0 WINDOW=1024 RES=0x00 SYN URGP=0 \n"
)
P0F = "[tcp:request]\nlabel = s:win:Windows:of 2002\nsig = *:128:0:*:mss*4,0:mss,nop,nop,sok:df,id+:0\n"


def run(*arguments: str):
    return CliRunner().invoke(cli, ["fingerprint", *arguments], catch_exceptions=False, standalone_mode=False)


@pytest.fixture
def second(tmp_path: Path) -> str:
    path = tmp_path / "p0f.fp"
    path.write_text(P0F)
    return str(path)


def test_a_kind_of_syn_is_shown_once_with_its_answer_and_reasons(second: str) -> None:
    """Six SYNs of one stack: where they came from, how they look, what sent them, why, and what p0f says."""
    result = run(DUMP, "--p0f-fp", second)
    assert result.return_value == 0
    assert result.stdout.splitlines()[:3] == [
        "198.51.100.112:3504 > 203.0.113.120:6346 and 5 more",
        "  syn      4:117+11:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0",
        "  os       Windows NT family (generic, family Windows, 11 hops)",
    ]
    assert "  because  a catch-all for the family agrees" in result.stdout
    assert "  p0f      Windows of 2002 (exact, family Windows, 11 hops)\n" in result.stdout
    assert "  unseen   urgent\n" in result.stdout


def test_explain_walks_through_the_nearest_signatures(second: str) -> None:
    """Each with its line, and with the field that failed."""
    result = run(DUMP, "--p0f-fp", second, "--explain")
    near = result.stdout.split("  near     ")[1:]
    assert len(near) == 5
    assert near[0].startswith("Windows NT family  wallwatch.fp:")
    assert "all of it agrees" in near[0]
    assert "window: 5840 (mss*4) is not " in near[1]


def test_the_same_as_json(second: str) -> None:
    """One object for each kind."""
    (record,) = map(json.loads, run(DUMP, "--p0f-fp", second, "--explain", "--json").stdout.splitlines())
    assert (record["count"], record["src"], record["dport"]) == (6, "198.51.100.112", 6346)
    assert (record["os"]["label"], record["p0f"]["label"]) == ("Windows NT family", "Windows of 2002")
    assert record["unseen"] == ["urgent"]
    assert record["near"][0]["failed"] == []
    assert len(record["because"]) == 1


def test_a_tool_tells_what_gave_it_away(tmp_path: Path, second: str) -> None:
    """And how likely that is to be chance; p0f does not know it."""
    (tmp_path / "kern.log").write_text(MASSCAN)
    shown = run(str(tmp_path / "kern.log"), "--p0f-fp", second).stdout
    assert "  os       masscan (old) (tool, family masscan, at most 15 hops)\n" in shown
    assert "  because  its IP ID is target, port and sequence number folded together" in shown
    assert "  because  chance of a false hit: 1 in 65,536" in shown
    assert "  p0f      unknown\n" in shown


def test_a_line_without_options_says_so(second: str) -> None:
    """The family is all that is left."""
    shown = run(str(INCIDENT / "kern.log"), "--p0f-fp", second).stdout
    assert "  syn      its options were not logged\n" in shown
    assert "  os       Windows (partial, 11 hops)\n" in shown


def test_many_packets_of_one_source_say_more_than_one(tmp_path: Path, second: str) -> None:
    """A sequence number that stays the same over ports is no system's."""
    lines = [MASSCAN.replace("DPT=3", f"DPT={port}") for port in range(4, 9)]
    (tmp_path / "kern.log").write_text("".join(lines))
    shown = run(str(tmp_path / "kern.log"), "--p0f-fp", second).stdout
    assert "  many     raw SYN scanner: the same sequence number" in shown


def test_a_database_of_an_old_grammar_says_what_was_left_out(tmp_path: Path) -> None:
    """On standard error, with what could not be read."""
    path = tmp_path / "pf.os"
    path.write_text("S4:128:1:48:M*,N,N,S:Windows:2002::Windows of 2002\n*:64:0:60:M*,N,W%2,N,N,T:AIX:5::AIX 5\nodd\n")
    result = run(DUMP, "--p0f-fp", str(path))
    assert "  p0f      Windows of 2002 (exact, family Windows, 11 hops)\n" in result.stdout
    assert result.stderr.splitlines()[0] == f"{path}: 1 signatures, 1 left out that ours cannot say"
    assert "A signature has 9 fields" in result.stderr


def test_without_a_syn_the_exit_code_is_one(tmp_path: Path) -> None:
    """There is nothing to name."""
    (tmp_path / "empty.log").write_text("")
    result = run(str(tmp_path / "empty.log"))
    assert (result.return_value, result.stdout) == (1, "")


def test_a_database_that_is_no_file_is_wrong_use() -> None:
    """The option checks it."""
    outcome = CliRunner().invoke(cli, ["fingerprint", DUMP, "--p0f-fp", "/nonexistent.fp"])
    assert outcome.exit_code == 2
