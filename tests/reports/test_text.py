"""A report as text."""

import re
from pathlib import Path

from tests.reports.evidence import PAYLOADS, a_part, a_report, hostile, incident, of
from tests.reports.golden import assert_golden
from tests.shared import shared
from wallwatch.reports.text import text

_HEADINGS = re.compile(r"\S.*:")
_OF_WHOIS = ("BW whois", "Netname:", "Coordinator:", "Domain System")


def test_the_report_of_the_incident() -> None:
    """The layout of 2002: alert lines, dumps, firewall lines, fingerprints, whois, and again."""
    assert_golden(text(incident()), "incident.txt")


def sections_of(report: str, logged: re.Pattern[str]) -> list[list[str]]:
    """Return the blocks of log lines between a report's headings."""
    found: list[list[str]] = [[]]
    for line in report.splitlines():
        if _HEADINGS.fullmatch(line):
            found.append([])
        elif logged.match(line):
            found[-1].append(line)
    return [section for section in found if section]


def test_the_incident_of_2002_is_reported_line_by_line() -> None:
    """Section by section, every log line of the report that an analyst published, in its order."""
    seed = next(shared("seed").glob("*.txt"))
    logged = re.compile(r"(?:Mar  2 |03/02-|Sat Mar |TCP |\*{6}S| (?:\+ )?207\.|\ L=48|=\+=\+)")
    published, ours = seed.read_text(), text(of(seed, name="Gnutella"))
    wanted = sections_of(published, logged)
    assert [len(section) for section in wanted] == [2, 16, 9, 6, 3, 16, 9, 6]
    assert sections_of(ours, logged) == wanted
    assert ours.count("Unusual System Events\n=-=-=-=-=-=-=-=-=-=-=\n") == 2
    assert ours.count("\nand again...\n") == 1
    assert ours.startswith("Incident: 2002-03-02 tcp:6346 Gnutella\n")
    published_part, _, ledger = ours.partition("\nOne machine at two addresses?\n")
    assert sections_of(published_part, logged) == wanted
    assert "\n207.95.12.112 and 207.95.8.148\n" in ledger
    assert "one counter at 7.9/s in between" in ledger
    assert "= supported, odds 6 to 1, not proven" in ledger


def test_the_incident_of_2002_is_reported_from_its_four_logs(tmp_path: Path) -> None:
    """The same lines, taken apart into the files in which they stood, with no line broken, give the same sections."""
    published = next(shared("seed").glob("*.txt")).read_text()
    joined = re.sub(r"\n (?=(?:\+ )?207\.|L=48)", " ", published)
    logs = {"messages": r"Mar  2 .*(?:snort:|last message)", "kern.log": r"Mar  2 .*kernel:", "p0f.log": r"Sat Mar  2 "}
    for name, begin in logs.items():
        lines = [line for line in joined.splitlines() if re.match(begin, line)]
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines))
    dumps = re.findall(r"(?:^(?:03/02-|TCP |\*{6}S|=\+=\+).*\n|^\n(?==\+=\+))+", joined, re.MULTILINE)
    (tmp_path / "snort.dump").write_text("".join(dumps))
    made = text(of(*(tmp_path / name for name in (*logs, "snort.dump")), name="Gnutella"))
    logged = re.compile(r"(?:Mar  2 |03/02-|Sat Mar |TCP |\*{6}S|=\+=\+)")
    # The published line of a dump and all others are one line each here.
    assert sections_of(made, logged) == sections_of(joined, logged)


def test_a_network_is_told_in_full_once() -> None:
    """Five hundred alerts of one network do not repeat its record."""
    made = text(incident())
    assert made.count("Netname: EXAMPLE-54-B") == 1
    assert made.count("whois: EXAMPLE-54-B 198.51.100.0 - 198.51.100.255, as above") == 1


def test_a_gap_and_what_is_not_shown_are_told() -> None:
    """Nothing is silently missing."""
    made = text(a_report(a_part("one", lines=9), a_part(proto="gap", src="kern.log", because="It was deleted.")))
    assert "8 more lines are not shown." in made
    assert "Lines that nobody can read any more, in kern.log:" in made
    assert "It was deleted." in made


def test_no_control_character_is_in_a_report() -> None:
    """A report that is shown in a terminal drives nothing there."""
    for payload in PAYLOADS:
        made = text(hostile(payload))
        assert all(char == "\n" or char.isprintable() for char in made)


def test_what_is_not_told_of_actors_is_counted() -> None:
    """Nothing of it where nobody may be one machine."""
    made = text(a_report(a_part("one"), untold=1, unlooked=2))
    assert "1 more pair is not told. 2 addresses of this report are not held against\nothers." in made
    assert "One machine" not in made
    assert "not told" not in text(a_report(a_part("one")))
