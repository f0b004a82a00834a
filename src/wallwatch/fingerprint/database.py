"""A file of signatures, in the grammar of p0f's ``p0f.fp`` (p0f README, section 5).

Sections stand in brackets; here ``[tcp:request]`` counts, the section of SYNs. In it ``label = ...`` names what the
``sig = ...`` lines after it look like. ``;`` starts a comment line. What our own file adds to that grammar is
said at its top.
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import Final

import msgspec

from wallwatch.config import Problem
from wallwatch.errors import SignatureError
from wallwatch.fingerprint.label import Label, parse_label
from wallwatch.fingerprint.signature import Signature, parse_signature

_SYN_SECTION: Final = "[tcp:request]"
_BUNDLED: Final = "wallwatch.fp"
_KEYS: Final = frozenset({"label", "sig", "sys"})
"""``sys`` tells what systems a tool runs on, which does not concern us."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A signature with its label and the number of its line."""

    signature: Signature
    label: Label
    line: int
    text: str = ""
    """The signature as it stands in the file."""


class Database(msgspec.Struct, frozen=True):
    """The SYN signatures of a file in its order, and what is wrong with the lines that could not be read."""

    name: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    left_out: int = 0
    """Signatures of another grammar that ours cannot say."""


def parse_database(text: str, name: str) -> Database:
    """Return the signatures in ``text``; a line that cannot be read is a problem, and the others count.

    ``name`` is what people know the database by. Never raises.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    label: Label | None = None
    for number, line in _syn_lines(text):
        try:
            key, value = _assignment(line)
            if key == "label":
                label = None
                label = parse_label(value)
            elif key == "sig":
                entries.append(Entry(parse_signature(value), _known(label), number, value))
        except SignatureError as error:
            problems.append(Problem(name, number, "", error.sentence))
    return Database(name, tuple(entries), tuple(problems))


def bundled() -> Database:
    """Return the signatures that come with wallwatch."""
    text = files("wallwatch.fingerprint").joinpath("signatures", _BUNDLED).read_text(encoding="utf-8")
    return parse_database(text, _BUNDLED)


def _syn_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of the SYN section that say something, with their numbers."""
    section = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("["):
            section = line
        elif section == _SYN_SECTION and line and not line.startswith(";"):
            yield number, line


def _assignment(line: str) -> tuple[str, str]:
    key, equals, value = line.partition("=")
    key = key.strip()
    if not equals or key not in _KEYS:
        raise SignatureError(f"{key!r} is no label, signature, section or comment.")
    return key, value.strip()


def _known(label: Label | None) -> Label:
    if label is None:
        raise SignatureError("A signature stands after the label it belongs to.")
    return label
