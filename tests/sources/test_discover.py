from pathlib import Path

import pytest

from wallwatch.sources.discover import discover, trust_of

SNORT = Path("var/log/snort")


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def found(root: Path) -> dict[str, str]:
    """Return the names and states of the logs, without those that are missing."""
    return {each.name: each.state for each in discover(root) if each.state != "missing"}


def test_the_logs_of_a_box_are_found(tmp_path):
    """Each log comes with a short name and its trust."""
    put(tmp_path, "var/log/kern.log", "var/log/syslog", "var/log/snort/alert", "var/log/p0f.log")
    logs = {each.name: (each.path, each.trust) for each in discover(tmp_path) if each.state == "found"}
    assert logs == {
        "kern": (tmp_path / "var/log/kern.log", "file"),
        "syslog": (tmp_path / "var/log/syslog", "mixed"),
        "snort": (tmp_path / "var/log/snort/alert", "file"),
        "p0f": (tmp_path / "var/log/p0f.log", "file"),
    }


def test_a_box_without_logs_has_the_usual_ones_missing(tmp_path):
    """Of each kind of emitter one log is waited for, and the reason says what is not there."""
    logs = discover(tmp_path)
    assert [(each.name, each.state) for each in logs] == [("kern", "missing"), ("snort", "missing"), ("p0f", "missing")]
    assert logs[0].status.reason == f"There is no {tmp_path}/var/log/kern.log."


def test_what_an_emitter_could_also_be_is_not_missing(tmp_path):
    """A box with one kernel log lacks none, wherever other distributions keep theirs."""
    put(tmp_path, "var/log/messages", "var/log/suricata/fast.log", "var/log/p0f/p0f.log")
    assert [(each.name, each.state) for each in discover(tmp_path)] == [
        ("messages", "found"),
        ("suricata", "found"),
        ("p0f", "found"),
    ]


def test_rotated_copies_and_other_files_are_left_out(tmp_path):
    """Of a directory of logs only the logs are taken."""
    put(tmp_path, *(str(SNORT / name) for name in ("alert", "alert.1", "alert.2.gz", "snort.log.1706659200")))
    put(tmp_path, *(str(SNORT / name) for name in ("snort.u2", "dump.pcap", ".hidden", "snort.pid")))
    (tmp_path / SNORT / "192.0.2.1").mkdir()
    assert found(tmp_path) == {"snort": "found"}


def test_every_log_of_a_directory_has_its_own_name(tmp_path):
    """Names stay unique where a directory has several logs."""
    put(
        tmp_path, "var/log/snort/alert", "var/log/snort/snort.alert.fast", "var/log/p0f/p0f.log", "var/log/p0f/eth1.log"
    )
    assert found(tmp_path) == {"alert": "found", "snort.alert.fast": "found", "p0f": "found", "eth1": "found"}


def test_what_is_no_file_is_no_log(tmp_path):
    """A directory of a log's name is none."""
    put(tmp_path, "var/log/firewall/today", "var/log/syslog")
    assert found(tmp_path) == {"syslog": "found"}


def test_what_is_denied_comes_with_the_remedy(outsider):
    """A log that may not be read is an entry, and so is a directory that may not be looked into."""
    put(outsider, "var/log/kern.log", "var/log/snort/alert")
    kern, snort = outsider / "var/log/kern.log", outsider / "var/log/snort"
    kern.chmod(0o000)
    snort.chmod(0o000)
    denied = {each.path: each.status.remedy for each in discover(outsider) if each.state == "denied"}
    snort.chmod(0o700)
    assert denied == {kern: f"sudo setfacl -m u:$USER:r {kern}", snort: f"sudo setfacl -m u:$USER:rx {snort}"}


@pytest.mark.parametrize(
    ("path", "trust"),
    [
        ("/var/log/kern.log", "file"),
        ("/var/log/messages", "mixed"),
        ("/var/log/messages-20240131", "mixed"),
        ("/srv/host/syslog.1", "mixed"),
        ("report.txt", "file"),
    ],
)
def test_a_log_into_which_all_write_is_mixed(path, trust):
    """Whoever can log can forge a line in it."""
    assert trust_of(Path(path)) == trust


def _journal(root: Path) -> Path:
    put(root, "var/log/journal/0123/system.journal")
    return root / "var/log/journal/0123/system.journal"


def test_the_journal_is_the_log_of_a_kernel_that_has_no_file(tmp_path, monkeypatch):
    """With a file it would be read twice."""
    monkeypatch.setattr("shutil.which", str)
    _journal(tmp_path)
    put(tmp_path, "var/log/p0f.log")
    assert found(tmp_path) == {"journal": "found", "p0f": "found"}
    assert discover(tmp_path)[0].path == Path("journal")
    put(tmp_path, "var/log/messages")
    assert found(tmp_path) == {"messages": "found", "p0f": "found"}


def test_a_journal_that_may_not_be_read_is_said_with_its_remedy(outsider, monkeypatch):
    """It is there, and a group may read it."""
    monkeypatch.setattr("shutil.which", str)
    _journal(outsider).chmod(0)
    first = discover(outsider)[0]
    assert (first.name, first.state) == ("journal", "denied")
    assert "systemd-journal" in first.status.remedy


def test_without_journalctl_a_journal_is_no_log(tmp_path, monkeypatch):
    """The usual file is missing then."""
    monkeypatch.setattr("shutil.which", lambda _name: None)
    _journal(tmp_path)
    assert discover(tmp_path)[0].name == "kern"
