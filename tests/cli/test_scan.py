"""What ``wallwatch scan`` and ``wallwatch tail`` print."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.cli.scans import write_log
from tests.shared import shared
from wallwatch.cli import cli
from wallwatch.errors import WallwatchError

INCIDENT = Path(__file__).parents[1] / "samples" / "incident"
LOGS = [str(INCIDENT / name) for name in ("kern.log", "messages", "p0f.log", "snort.dump")]
REPORT = str(INCIDENT / "report.txt")
LADDERS = [[2.96, 6.02], [2.93, 5.89]]


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["scan", *arguments], catch_exceptions=False, standalone_mode=False)


def _objects(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _run("--json", *arguments).stdout.splitlines()]


def _seed() -> Path:
    return next(shared("seed").glob("*.txt"))


def _check_alerts(alerts: list[dict[str, Any]]) -> None:
    assert [alert["ladder"] for alert in alerts] == LADDERS
    assert [alert["packets"] for alert in alerts] == [3, 3]
    assert [alert["seen"] for alert in alerts] == [["SKPD", "-KPD", "-KPD"], ["SKPD", "SKPD", "SKPD"]]
    assert [alert["witnesses"] for alert in alerts] == ["SKPD", "SKPD"]
    assert {alert["os"]["family"] for alert in alerts} == {"Windows"}
    assert {alert["os"]["hops"] for alert in alerts} == {11}
    assert {alert["verdict"] for alert in alerts} == {"leftover"}
    because = "a Windows host retries a file-sharing port (3 s, 6 s), then gives up"
    assert {alert["because"] for alert in alerts} == {because}
    assert [alert["first"][:19] for alert in alerts] == ["2002-03-02T15:32:54", "2002-03-02T16:44:00"]


def test_four_logs_are_joined_into_two_alerts() -> None:
    """Four logs of one incident, given in any order, tell of two connection attempts of three packets."""
    _check_alerts(_objects("--alerts", *LOGS))
    _check_alerts(_objects("--alerts", *reversed(LOGS)))


def test_a_wrapped_report_is_joined_like_its_logs() -> None:
    """The report with its wrapped lines and prose gives the same two alerts as the logs."""
    _check_alerts(_objects("--alerts", REPORT))


def test_the_incident_of_2002_is_joined_as_its_analyst_did() -> None:
    """The published report, as it is, gives the two alerts."""
    _check_alerts(_objects("--alerts", str(_seed())))


def test_the_incident_of_2002_with_its_lines_joined_gives_the_same(tmp_path: Path) -> None:
    """Wrapped or not makes no difference."""
    text = _seed().read_text()
    for end in ("{TCP}\n ", "PROTO=6\n ", ":6346\n L="):
        text = text.replace(end, end.replace("\n", ""))
    (tmp_path / "joined.txt").write_text(text)
    _check_alerts(_objects("--alerts", str(tmp_path / "joined.txt")))


def test_the_incident_of_2002_holds_21_sightings() -> None:
    """Ten sightings in the first part, eleven in the second; the repeat line is one object."""
    found = _objects(str(_seed()))
    assert len(found) == 21
    assert [one["src"] for one in found] == ["207.95.12.112"] * 10 + ["207.95.8.148"] * 11
    assert [one["repeat"] for one in found if "repeat" in one] == [2]
    assert {one["time"][:10] for one in found} == {"2002-03-02"}


def test_a_dump_and_a_kernel_line_carry_every_field() -> None:
    """What the emitters log is what the objects hold, in the words of the contract."""
    found = _objects(str(_seed()))
    dump = next(one for one in found if one["format"] == "snort-dump")
    assert {key: dump[key] for key in ("time", "kind", "proto", "sport", "dport", "ttl", "tos", "ip_id", "length")} == {
        "time": "2002-03-02T15:32:54.630347+00:00", "kind": "dump", "proto": "tcp", "sport": 3504, "dport": 6346,
        "ttl": 117, "tos": 0, "ip_id": 31988, "length": 48,
    }  # fmt: skip
    assert (dump["flags"], dump["seq"], dump["ack"], dump["window"]) == ("S", 0xEE01EA38, 0, 5840)
    assert dump["options"] == ["mss:1460", "nop", "nop", "sok"]
    assert (dump["df"], dump["mf"]) == (True, False)
    assert dump["os"]["match"] != "reported"
    kernel = next(one for one in found if one["format"] == "ipchains")
    assert (kernel["action"], kernel["chain"], kernel["rule"], kernel["iface_in"]) == ("block", "input", "64", "ppp0")
    p0f = next(one for one in found if one["format"] == "p0f1")
    assert p0f["os"] == {"label": "Windows 95 or early NT4", "family": "Windows", "match": "reported", "hops": 12}


def test_the_summary_counts_every_line() -> None:
    """On standard error stand the lines, the sightings by format, and what was not understood."""
    said = _run(REPORT).stderr.strip().splitlines()[-1]
    assert "6 ipchains" in said
    assert "6 snort-dump" in said
    assert "0 unparsed" in said
    assert said.startswith(f"{len(Path(REPORT).read_text().splitlines())} lines")


def test_where_chooses_and_nothing_found_is_exit_code_1() -> None:
    """A filter picks records; if none is left, the exit code says so."""
    assert len(_objects("--alerts", "--where", "src:198.51.100.112", *LOGS)) == 1
    assert _run("--alerts", "--where", "dport:22", *LOGS).return_value == 1


def test_a_year_and_a_zone_can_be_given() -> None:
    """What no line states can be told by options."""
    first = _objects("--year", "2001", "--zone", "+02:00", LOGS[0])[0]
    assert first["time"] == "2001-03-02T15:32:54+02:00"


def test_a_file_that_cannot_be_read_does_not_hold_the_others(tmp_path: Path) -> None:
    """The name and the reason are said; the rest is read."""
    outcome = _run("--alerts", "--json", str(tmp_path / "nowhere.log"), *LOGS)
    assert "nowhere" in outcome.stderr
    assert len(outcome.stdout.splitlines()) == 2


def test_rubbish_is_shown_harmless(tmp_path: Path) -> None:
    """Escapes, markup, broken encodings and endless lines neither stop the scan nor reach the terminal."""
    hostile = tmp_path / "kern.log"
    good = Path(LOGS[0]).read_bytes()
    hostile.write_bytes(
        b"\x1b]0;x\x07\xff\xfe[@click=app.quit]x[/b]\n" + b"A" * 3_000_000 + b"\n" + bytes(range(256)) + b"\n" + good
    )
    outcome = _run(str(hostile))
    assert len(outcome.stdout.splitlines()) == 6
    assert "\x1b" not in outcome.stdout


def test_the_table_of_prefixes_tells_what_was_done(tmp_path: Path) -> None:
    """``prefixes`` of config.toml is asked for what a line was logged with."""
    config = tmp_path / "CONFIG" / "wallwatch" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[prefixes]\n"WAN-IN" = "reject"\n')
    log = tmp_path / "kern.log"
    packet = "SRC=192.0.2.1 DST=198.51.100.2 LEN=20 TOS=0x00 PREC=0x00 TTL=9 ID=3 PROTO=47 "
    log.write_text(f"Mar  2 15:32:54 gate kernel: WAN-IN IN=eth0 OUT= {packet}\n")
    assert [found["action"] for found in _objects(str(log))] == ["reject"]


def test_a_scan_is_one_line_and_not_a_thousand(tmp_path: Path) -> None:
    """With its ports as ranges, how many alerts it stands for, and why it is one."""
    log = write_log(tmp_path / "kern.log")
    fast, slow = _run("--scans", "--zone", "UTC", "--year", "2026", log).stdout.splitlines()
    assert fast == (
        "2026-01-10T00:00:00+00:00 scan 1 vertical 198.51.100.7 > 203.0.113.1 tcp 1-300 300 alerts "
        "os nmap SYN scan (by its shape) hops 8: knocks at 300 ports of one host within 2 s"
    )
    assert "scan 2 block 198.51.100.8 > 203.0.113.1 and 1 more tcp 8000-8011 24 alerts " in slow
    assert slow.endswith("knocks at 12 ports of 2 hosts within 23 min, one every 60 s")


@pytest.mark.parametrize("command", ["scan", "tail", "export"])
@pytest.mark.parametrize("where", ["scan:vertical", "-scan:any dport:22", "dport:22 starred"])
def test_what_only_alerts_have_is_not_asked_of_lines(command: str, where: str) -> None:
    """It would choose nothing, for no reason that anybody could see."""
    with pytest.raises(WallwatchError, match=r"is known of alerts only, and not of single lines\. Add --alerts\."):
        CliRunner().invoke(cli, [command, "x.log", "--where", where], catch_exceptions=False, standalone_mode=False)


def test_an_alert_has_the_scan_that_it_is_part_of(tmp_path: Path) -> None:
    """From the first knock on; a filter asks for it by number, by kind, or for any."""
    log = write_log(tmp_path / "kern.log")
    alerts = _objects("--alerts", log)
    by_source = {alert["src"]: alert.get("scan") for alert in alerts}
    assert by_source == {
        "198.51.100.7": {"id": 1, "kind": "vertical"},
        "198.51.100.8": {"id": 2, "kind": "block"},
        "198.51.100.9": None,
    }
    assert sum("scan" in alert for alert in alerts) == 324
    for where, many in (("scan:1", 300), ("scan:block", 24), ("scan:any", 324), ("-scan:any", 30)):
        assert len(_objects("--alerts", "--where", where, log)) == many
    (scan,) = _objects("--scans", "--where", "src:198.51.100.8", log)
    assert (scan["id"], scan["alerts"], scan["ports"]) == (2, 24, {"tcp": "8000-8011"})
    assert _run("--scans", "--where", "src:198.51.100.9", log).return_value == 1
