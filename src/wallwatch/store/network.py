"""Network file systems: SQLite's locks and its shared memory do not work on them."""

import os
from pathlib import Path
from typing import Final

MOUNTS: Final = Path("/proc/self/mountinfo")
_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.glusterfs", "fuse.sshfs", "lustre"}
)
_TYPE_AFTER: Final = " - "
"""What stands before the type of a file system in a line of the table of mounts."""


def network_warning(directory: Path, mounts: Path = MOUNTS) -> str | None:
    """Return a sentence if ``directory`` lies on a network file system, as far as this system tells."""
    try:
        device = directory.stat().st_dev
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    kind = _types(lines).get(f"{os.major(device)}:{os.minor(device)}")
    if kind not in _NETWORK:
        return None
    return f"{directory} lies on a network file system ({kind}), where a store may be damaged: move it to a local disk."


def _types(lines: list[str]) -> dict[str, str]:
    """Return the type of each file system by its device, as the lines of ``mountinfo`` tell it."""
    types = {}
    for line in lines:
        mount, found, described = line.partition(_TYPE_AFTER)
        fields = mount.split()
        if found and len(fields) > 2 and described:  # noqa: PLR2004 - number, parent, device
            types[fields[2]] = described.split()[0]
    return types
