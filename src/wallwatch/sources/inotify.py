"""Linux file events that wake a reader.

Both the directory and the open files are watched. A watch on a path goes deaf when the file is renamed; the one on
the directory tells of the next file of that name, and the one on the open file still tells of late writes to it.
An event is only a reason to look: what happened is found out from the files themselves.

The kernel gives a user so many instances and watches and no more. Where they are used up the clock is left, which is
said; each time the clock wakes, it is tried again.
"""

import asyncio
import errno
from pathlib import Path
from typing import Final

from asyncinotify import Event, Inotify, Mask
from asyncinotify import Watch as Mark

from wallwatch.sources.watch import Watch

_DIRECTORY: Final = (
    Mask.ONLYDIR
    | Mask.CREATE
    | Mask.MOVED_FROM
    | Mask.MOVED_TO
    | Mask.DELETE
    | Mask.ATTRIB
    | Mask.DELETE_SELF
    | Mask.MOVE_SELF
)
_FILE: Final = Mask.MODIFY | Mask.ATTRIB | Mask.MOVE_SELF | Mask.DELETE_SELF
_DEAF: Final = Mask.IGNORED | Mask.DELETE_SELF | Mask.MOVE_SELF | Mask.UNMOUNT

_ABSENT: Final = frozenset({errno.ENOENT, errno.ENOTDIR})


class FileEvents(Watch):
    """The events of one path and of the open files that once stood there."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._kernel: Inotify | None = None
        self._directory: Mark | None = None
        self._files: dict[int, Mark | None] = {}
        self._watch()

    def follow(self, descriptor: int) -> None:
        """Be woken by writes to an open file, whatever it is called from now on."""
        self._files[descriptor] = None
        self._watch()

    def forget(self, descriptor: int) -> None:
        """Be woken by that file no more."""
        mark = self._files.pop(descriptor, None)
        if mark is not None:
            self._remove(mark)

    async def wait(self, seconds: float) -> None:
        """Return when something happened to the path or an open file, at the latest after ``seconds``."""
        self._watch()
        kernel = self._kernel
        if kernel is None:
            await asyncio.sleep(seconds)
            return
        try:
            async with asyncio.timeout(seconds):
                while not self._concerns_us(await kernel.get()):
                    pass
        except TimeoutError:
            return
        # What has piled up needs no look of its own: the next one answers it all.
        while (event := kernel.sync_get()) is not None:
            self._concerns_us(event)

    def close(self) -> None:
        """Give back what the kernel holds for it."""
        if self._kernel is not None:
            self._kernel.close()

    def _concerns_us(self, event: Event) -> bool:
        if self._directory is None or event.watch is not self._directory:
            return True
        if event.mask & _DEAF:
            self._remove(self._directory)
            self._directory = None
        return event.name is None or event.name.name == self._path.name

    def _watch(self) -> None:
        """Watch the directory and the open files, as far as they are not watched (any more) and can be."""
        self.reason = ""
        try:
            kernel = self._kernel = self._kernel or Inotify(sync_timeout=0)
        except OSError as error:
            self.reason = _without_events(error)
            return
        if self._directory is None:
            self._directory = self._add(kernel, self._path.parent, _DIRECTORY)
        for descriptor, mark in self._files.items():
            if mark is None:
                self._files[descriptor] = self._add(kernel, Path(f"/proc/self/fd/{descriptor}"), _FILE)

    def _add(self, kernel: Inotify, path: Path, mask: Mask) -> Mark | None:
        try:
            return kernel.add_watch(path, mask)
        except OSError as error:
            if error.errno not in _ABSENT:
                self.reason = _without_events(error)
            return None

    def _remove(self, mark: Mark) -> None:
        try:
            if self._kernel is not None:
                self._kernel.rm_watch(mark)
        except OSError:
            return  # The kernel has dropped it before us, with its file.


def watch_path(path: Path) -> Watch:
    """Return file events of ``path``, or a look at the clock while the kernel has no more to give."""
    return FileEvents(path)


_LIMITS: Final = {
    errno.EMFILE: "fs.inotify.max_user_instances is reached, or no descriptor is left",
    errno.ENFILE: "no descriptor is left",
    errno.ENOSPC: "fs.inotify.max_user_watches is reached",
}


def _without_events(error: OSError) -> str:
    why = _LIMITS.get(error.errno or 0, error.strerror)
    return f"The kernel gives no file events ({why}); the file is looked at once a second."
