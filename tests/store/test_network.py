import os
from pathlib import Path

import pytest

from wallwatch.store.network import network_warning

LINE = "36 35 {device} / {place} rw,relatime shared:1 - {kind} server:/export rw,vers=4.2\n"


def table(tmp_path: Path, kind: str) -> Path:
    device = tmp_path.stat().st_dev
    mounts = tmp_path / "mountinfo"
    other = LINE.format(device="0:999", place="/elsewhere", kind="nfs4")
    here = LINE.format(device=f"{os.major(device)}:{os.minor(device)}", place=tmp_path, kind=kind)
    mounts.write_text("garbled\n" + other + here + " - \n")
    return mounts


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_network_file_system_is_told(tmp_path: Path, kind: str) -> None:
    """The sentence names the directory and the kind."""
    warning = network_warning(tmp_path, table(tmp_path, kind))
    assert warning is not None
    assert f"{tmp_path} lies on a network file system ({kind})" in warning


@pytest.mark.parametrize("kind", ["ext4", "tmpfs", "overlay"])
def test_a_local_disk_is_not(tmp_path: Path, kind: str) -> None:
    """Whatever else is mounted on the machine."""
    assert network_warning(tmp_path, table(tmp_path, kind)) is None


def test_a_system_that_does_not_tell_is_trusted(tmp_path: Path) -> None:
    """So is a directory that is gone."""
    assert network_warning(tmp_path, tmp_path / "missing") is None
    assert network_warning(tmp_path / "missing") is None
