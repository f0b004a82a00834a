"""The service's files, as systemd itself reads them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import wallwatch

pytestmark = pytest.mark.lab

FILES = Path(wallwatch.__file__).parent / "_service"


def _run(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"needs {command[0]}")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def _root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for folder in ("etc", "var/lib", "var/cache", "usr/lib/systemd/system"):
        (root / folder).mkdir(parents=True)
    for file in ("passwd", "group", "shadow", "gshadow"):
        (root / "etc" / file).touch()
    return root


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """No key is unknown and no value wrong; the program is found where it is installed."""
    unit = tmp_path / "wallwatch.service"
    program = Path(sys.executable).with_name("wallwatch")
    unit.write_text((FILES / "wallwatch.service").read_text().replace("ExecStart=wallwatch", f"ExecStart={program}"))
    said = _run("systemd-analyze", "verify", "--man=no", str(unit))
    assert "wallwatch.service" not in said


def test_the_user_is_in_the_groups_that_read_logs(tmp_path: Path) -> None:
    """User and group are made by systemd-sysusers."""
    root = _root(tmp_path)
    _run("systemd-sysusers", f"--root={root}", str(FILES / "sysusers.conf"))
    groups = (root / "etc/group").read_text().splitlines()
    assert any(line.startswith("wallwatch:") for line in (root / "etc/passwd").read_text().splitlines())
    for group in ("adm", "systemd-journal"):
        assert any(line.startswith(f"{group}:") and line.endswith(":wallwatch") for line in groups)


def test_the_box_store_is_shared_by_its_group(tmp_path: Path) -> None:
    """The directory that systemd-tmpfiles makes has mode 2770."""
    root = _root(tmp_path)
    _run("systemd-sysusers", f"--root={root}", str(FILES / "sysusers.conf"))
    _run("systemd-tmpfiles", f"--root={root}", "--create", str(FILES / "tmpfiles.conf"))
    assert (root / "var/lib/wallwatch").stat().st_mode & 0o7777 == 0o2770
