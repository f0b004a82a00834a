"""The journal of the marks: a text file beside their database that has every operation, one JSON object a line.

Marks are the work of people, and a database may be damaged. A line is on the disk before the operation is committed,
and the database knows how long the file was then: what is beyond that was never committed. All methods are called
inside a write transaction of the database, so that one program at a time has the file.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.errors import StoreError
from wallwatch.paths import file_mode, private_file
from wallwatch.store.complaints import FullError
from wallwatch.store.ledger import Operation, State, Subject


class Made(msgspec.Struct, frozen=True, tag="made"):
    """An operation was made ``at`` (microseconds since the epoch), about these alerts."""

    at: int
    operation: Operation
    subjects: tuple[Subject, ...] = ()


class Moved(msgspec.Struct, frozen=True, tag="moved"):
    """An operation was undone, or done again."""

    at: int
    id: int
    state: State


Entry = Made | Moved

_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Made | Moved).decode


class Journal:
    """The file at ``path``. All that writes raises :class:`StoreError` if it cannot be written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def size(self) -> int:
        """How many bytes the file has, 0 if it is not there."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, entry: Entry, after: int) -> int:
        """Write an entry behind the first ``after`` bytes, to the disk; return how long the file is now."""
        with self._complaints():
            private_file(self.path)
            with self.path.open("r+b") as file:
                file.truncate(after)
                file.seek(after)
                file.write(_encode(entry) + b"\n")
                file.flush()
                os.fsync(file.fileno())
                return file.tell()

    def rewrite(self, entries: Iterable[Entry]) -> int:
        """Replace the file by one with these entries; return how long it is."""
        making = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        with self._complaints():
            try:
                with private_file(making).open("wb") as file:
                    file.writelines(_encode(entry) + b"\n" for entry in entries)
                    file.flush()
                    os.fsync(file.fileno())
                    size = file.tell()
                making.chmod(file_mode(making.parent))
                making.replace(self.path)
            finally:
                making.unlink(missing_ok=True)
        return size

    def entries(self) -> Iterator[Entry]:
        """Yield the entries; a line that is torn or garbled is passed over."""
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            return
        with file:
            for line in file:
                try:
                    yield _decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError):
                    continue

    @contextmanager
    def _complaints(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise FullError(f"There is no room left for {self.path}.", "Free some space there.") from error
            raise StoreError(f"{self.path} cannot be written: {error.strerror}.") from error
