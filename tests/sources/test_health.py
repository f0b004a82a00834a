import errno
import os
import stat
from pathlib import Path

import pytest

from wallwatch.sources import health

LOG = Path("/var/log/kern.log")


def test_a_source_that_is_read_is_ok():
    """Nothing is to be done, but what could be better is said."""
    assert health.ok("kern").state == "ok"
    assert health.ok("kern", "No file events.").reason == "No file events."


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (health.missing("kern", LOG), "missing", "There is no /var/log/kern.log."),
        (health.waiting("kern", LOG), "waiting", "/var/log/kern.log was moved away or deleted."),
        (
            health.failed("kern", LOG, OSError(errno.EIO, os.strerror(errno.EIO))),
            "failed",
            "/var/log/kern.log cannot be read: Input/output error.",
        ),
        (health.broken("stdin", ConnectionResetError("reset")), "failed", "stdin broke off: reset."),
        (health.ended("stdin"), "ended", ""),
    ],
)
def test_a_state_comes_with_its_reason(status, state, reason):
    """What is wrong is said in a sentence."""
    assert (status.state, status.reason) == (state, reason)


@pytest.mark.parametrize(
    ("mode", "reason", "remedy"),
    [
        (stat.S_IFDIR, "is a directory", "Name the log files in it."),
        (stat.S_IFIFO, "is a named pipe", "Feed it to standard input: wallwatch watch - < '/tmp/a b'"),
        (stat.S_IFSOCK, "is a socket", "Name the file that the daemon behind it writes."),
        (stat.S_IFCHR, "is a device", "Name a log file."),
        (stat.S_IFBLK, "is a device", "Name a log file."),
        (stat.S_IFREG, "is no regular file", "Name a log file."),
    ],
)
def test_what_is_no_file_is_named_with_what_to_do(mode, reason, remedy):
    """A path in a remedy can be pasted into a shell."""
    status = health.unfit("x", Path("/tmp/a b"), mode | 0o600)
    assert status.state == "unfit"
    assert status.reason == f"/tmp/a b {reason}."
    assert status.remedy == remedy


class _Status:
    """The part of a file's status that decides who may read it."""

    def __init__(self, group: int, mode: int) -> None:
        self.st_uid, self.st_gid, self.st_mode = 0, group, mode


@pytest.mark.parametrize(
    ("group", "mode", "who", "remedy"),
    [
        pytest.param(
            4,
            0o640,
            "root:adm 0640",
            "sudo usermod -aG adm $USER, then log in again; or, until it is rotated: "
            "sudo setfacl -m u:$USER:r /var/log/kern.log",
            id="join the group that may",
        ),
        pytest.param(4, 0o600, "root:adm 0600", "sudo setfacl -m u:$USER:r /var/log/kern.log", id="no group may"),
        pytest.param(0, 0o640, "root:root 0640", "sudo setfacl -m u:$USER:r /var/log/kern.log", id="never join root"),
        pytest.param(
            987_654,
            0o600,
            "root:987654 0600",
            "sudo setfacl -m u:$USER:r /var/log/kern.log",
            id="a group without a name",
        ),
        pytest.param(
            0,
            stat.S_IFDIR | 0o750,
            "root:root 0750",
            "sudo setfacl -m u:$USER:rx /var/log/kern.log",
            id="a directory",
        ),
    ],
)
def test_a_denied_file_comes_with_the_command_that_cures_it(monkeypatch, group, mode, who, remedy):
    """Who may read it is shown, and how to become one of them."""
    monkeypatch.setattr(Path, "stat", lambda _path: _Status(group, mode))
    status = health.denied("kern", LOG)
    assert status.state == "denied"
    assert status.reason.startswith(f"/var/log/kern.log is {who}, and ")
    assert status.remedy == remedy


def test_a_closed_directory_is_what_is_denied(monkeypatch):
    """If the file cannot even be looked at, the directory is the one to open."""

    def closed(_path):
        raise PermissionError

    monkeypatch.setattr(Path, "stat", closed)
    monkeypatch.setattr(os, "access", lambda path, _mode, **_how: str(path) != "/var/log/snort")
    status = health.denied("snort", Path("/var/log/snort/alert"))
    assert status.reason.endswith("may not look into /var/log/snort.")
    assert status.remedy == "sudo setfacl -m u:$USER:rx /var/log/snort"


def test_a_user_without_a_name_is_a_number(monkeypatch):
    """In a container there may be no name for a number."""
    monkeypatch.setattr(os, "geteuid", lambda: 987_654)
    monkeypatch.setattr(Path, "stat", lambda _path: _Status(4, 0o640))
    assert "and 987654 may not read it" in health.denied("kern", LOG).reason
