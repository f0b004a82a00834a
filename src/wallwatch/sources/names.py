"""Short, unique names for log files: ``kern``, ``snort``, ``p0f``."""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import PurePath
from typing import Final

from wallwatch.text import visible

_GENERIC: Final = frozenset({"alert", "alerts", "fast", "full", "log", "logs", "current", "eve"})
"""File names that say what is in the file, but not who wrote it: their directory does."""


def source_names(paths: Sequence[PurePath]) -> list[str]:
    """Return a name for each of ``paths``, in their order: as short as it can be and different from all others.

    ``/var/log/kern.log`` is ``kern``, ``/var/log/snort/alert`` is ``snort``. Where two would be the same, each is as
    much of the end of its path as tells them apart. Of a pattern, a part that is a star says nothing. The same set of
    paths gets the same names every time. A name is what it looks like: others may write into the directory.
    """
    paths = [PurePath(visible(str(path))) for path in paths]
    names = [_short(path) for path in paths]
    taken = {name for name, count in Counter(names).items() if count == 1}
    return [
        name if name in taken else _telling(path, [other for other in paths if other != path], taken)
        for name, path in zip(names, paths, strict=True)
    ]


def _short(path: PurePath) -> str:
    stem = path.name.lstrip(".").split(".")[0]
    if stem.lower() in _GENERIC or not stem.strip("*"):
        parents = (parent.name for parent in path.parents if parent.name.strip("*"))
        return next(parents, path.name or str(path))
    return stem


def _telling(path: PurePath, others: Sequence[PurePath], taken: Collection[str]) -> str:
    """Return the shortest end of ``path`` that is not the end of another, nor another's name."""
    for length in range(1, len(path.parts)):
        end = path.parts[-length:]
        if "/".join(end) not in taken and all(other.parts[-length:] != end for other in others):
            return "/".join(end)
    return str(path)
