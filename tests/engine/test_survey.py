"""How every source is now."""

import grp
import os
import pwd
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.engine.kernel_log import LINK, packets
from wallwatch.engine.survey import Surveyed, as_it_is, path_of, paths_of, survey
from wallwatch.model.line import Committed, SourceStatus
from wallwatch.sources.file import FileSource
from wallwatch.sources.stream import StreamSource
from wallwatch.store.sources import SourceRow


def _nothing(_source: str) -> Mapping[str, Committed]:
    return {}


def _log(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def _reasons(found: tuple[Surveyed, ...]) -> list[list[str]]:
    return [[finding.reason for finding in each.findings] for each in found]


def test_without_a_store_the_logs_are_looked_at(tmp_path: Path) -> None:
    """One that is there is well, one that is not says how to have it, and both say where they are."""
    logs = {"kern": _log(tmp_path / "kern.log", LINK, *packets(1, 1)), "p0f": tmp_path / "p0f.log"}
    kern, p0f = survey((), logs, _nothing, collected=False)
    assert (kern.row.state, kern.findings) == ("ok", ())
    assert kern.position is not None
    assert (kern.position.read, kern.position.rest) == (0, logs["kern"].stat().st_size)
    assert p0f.row.state == "missing"
    assert f"-o {logs['p0f']}" in p0f.findings[0].remedy
    assert p0f.position is None


def test_what_is_said_of_a_log_is_of_the_past_without_an_engine(tmp_path: Path) -> None:
    """It may have been mended meanwhile, or be denied now; while one runs, its word counts."""
    there, gone = _log(tmp_path / "there", LINK), tmp_path / "gone"
    denied = SourceRow("kern", "denied", reason="It may not be read.", remedy="sudo")
    assert as_it_is(denied, there) == SourceRow("kern", "ok")
    assert as_it_is(SourceRow("kern", "ok"), gone).state == "missing"
    assert as_it_is(SourceRow("kern", "ok"), tmp_path).state == "unfit"
    broken = SourceRow("kern", "failed", reason="It is damaged.")
    assert as_it_is(broken, there) == broken
    assert as_it_is(denied, None) == denied
    (found,) = survey([denied], {"kern": there}, _nothing, collected=True)
    assert found.row == denied


def test_a_firewall_that_logs_elsewhere_is_enough(tmp_path: Path) -> None:
    """Of two logs of the kernel one has its packets; without it, a rule is missing."""
    logs = {"messages": _log(tmp_path / "messages", LINK), "kern": _log(tmp_path / "kern.log", *packets(1, 1))}
    assert _reasons(survey((), logs, _nothing, collected=False)) == [[], []]
    _log(tmp_path / "kern.log", LINK)
    reasons = _reasons(survey((), logs, _nothing, collected=False))
    assert [len(each) for each in reasons] == [1, 1]
    assert reasons[0][0].startswith("No LOG rule")
    # A log that was rotated just now had them.
    rows = [SourceRow("kern", "ok", received=9)]
    assert _reasons(survey(rows, logs, _nothing, collected=False)) == [[], []]


def test_a_journal_that_has_nothing_but_the_kernels_lines_is_asked_for_a_rule() -> None:
    """It has no file to look at; what was counted tells."""
    rows = [SourceRow("journal", "ok", received=9, other=9)]
    (reasons,) = _reasons(survey(rows, {"journal": None}, _nothing, collected=True))
    assert reasons[0].startswith("No LOG rule")
    rows = [SourceRow("journal", "ok", received=9, other=8)]
    assert _reasons(survey(rows, {"journal": None}, _nothing, collected=True)) == [[]]


def test_the_journal_of_this_box_is_asked_whether_it_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said of it last may have been mended, or have become true, since."""
    monkeypatch.setattr("wallwatch.engine.survey.journal_trouble", lambda _name: None)
    assert as_it_is(SourceRow("journal", "denied", remedy="sudo"), None) == SourceRow("journal", "ok")
    said = SourceStatus(source="journal", state="denied", reason="It is the group's.", remedy="sudo usermod")
    monkeypatch.setattr("wallwatch.engine.survey.journal_trouble", lambda _name: said)
    assert as_it_is(SourceRow("journal", "ok"), None).remedy == "sudo usermod"


def test_a_group_that_was_joined_after_this_session_began(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is in the list of groups, and not among those of this process; only if the group may read the log."""
    log = _log(tmp_path / "kern.log", LINK)
    log.chmod(0o640)
    name = pwd.getpwuid(os.geteuid()).pw_name
    group = grp.struct_group(("adm", "x", 4_242, [name]))
    monkeypatch.setattr(grp, "getgrgid", lambda _number: group)
    rows = [SourceRow("kern", "denied", reason="x", remedy="sudo usermod")]
    (found,) = survey(rows, {"kern": log}, _nothing, collected=True)
    assert found.known.joined == "adm"
    log.chmod(0o600)
    (found,) = survey(rows, {"kern": log}, _nothing, collected=True)
    assert found.known.joined == ""
    (found,) = survey(rows, {"kern": tmp_path / "none"}, _nothing, collected=True)
    assert found.known.joined == ""


def test_what_is_only_in_the_store_is_told_too(tmp_path: Path) -> None:
    """A source that is not watched any more keeps its row, behind those that are."""
    rows = [SourceRow("gone", "ended", received=3), SourceRow("kern", "ok")]
    found = survey(rows, {"kern": _log(tmp_path / "kern.log", *packets(1, 1))}, _nothing, collected=False)
    assert [each.row.name for each in found] == ["kern", "gone"]


def test_only_files_have_paths(tmp_path: Path) -> None:
    """Standard input is no file."""
    log = FileSource(tmp_path / "kern.log")
    descriptor = os.open(os.devnull, os.O_RDONLY)
    try:
        stdin = StreamSource(descriptor)
        assert paths_of([log, stdin]) == {"kern": tmp_path / "kern.log", "stdin": None}
        assert path_of(stdin) is None
    finally:
        os.close(descriptor)
