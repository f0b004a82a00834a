"""A file of signatures in whichever grammar it is written: p0f 3, p0f 2 or pf.os. Its content tells."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from wallwatch.config import Problem
from wallwatch.errors import SignatureError
from wallwatch.fingerprint import p0f2_file, pfos_file
from wallwatch.fingerprint.database import Database, Entry, parse_database
from wallwatch.fingerprint.label import Label
from wallwatch.fingerprint.old_grammar import InexpressibleError
from wallwatch.fingerprint.signature import Signature

P0F_PATH: Final = Path("/etc/p0f/p0f.fp")
"""Where p0f's own database is, if it is installed."""

_Parse = Callable[[list[str]], tuple[Signature, Label]]

_GRAMMARS: Final[dict[int, _Parse]] = {
    p0f2_file.FIELDS: p0f2_file.parse_line,
    pfos_file.FIELDS: pfos_file.parse_line,
}
"""The old grammars, by the number of fields between colons."""


def read_database(path: Path) -> Database:
    """Return the signatures of a file, such as p0f's at :data:`P0F_PATH`.

    Raises:
        SignatureError: the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise SignatureError(f"{path} cannot be read: {error.strerror}.", "Name a p0f.fp that you may read.") from error
    return parse_any(text, str(path))


def parse_any(text: str, name: str) -> Database:
    """Return the signatures in ``text``; those of an old grammar if its first line is of one. Never raises."""
    first = next((fields for _, fields in _lines(text)), [])
    parse = _GRAMMARS.get(len(first))
    return parse_database(text, name) if parse is None else _parse_old(text, name, len(first), parse)


def _parse_old(text: str, name: str, count: int, parse: _Parse) -> Database:
    entries: list[Entry] = []
    problems: list[Problem] = []
    left_out = 0
    for number, fields in _lines(text):
        try:
            signature, label = parse(_counted(fields, count))
            entries.append(Entry(signature, label, number, ":".join(fields[: count - 2])))
        except InexpressibleError:
            left_out += 1
        except SignatureError as error:
            problems.append(Problem(name, number, "", error.sentence))
    return Database(name, tuple(entries), tuple(problems), left_out)


def _counted(fields: list[str], count: int) -> list[str]:
    if len(fields) != count:
        raise SignatureError(f"A signature has {count} fields between colons, this one {len(fields)}.")
    return fields


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that are no comments, split at their colons, with their numbers."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith(("#", ";")):
            yield number, [field.strip() for field in line.split(":")]
