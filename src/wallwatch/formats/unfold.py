"""Bytes become lines of text: safe for the eye, and out of what carried them here (a mail program, the journal)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from wallwatch.formats import journal, wrapped
from wallwatch.text import CUT_MARK, visible

LINE: Final = 8_192
"""Longest text of a line that a grammar is asked to read, in characters; no emitter of text writes a longer one."""

OBJECT: Final = 65_536
"""The same of an object in JSON: Suricata's events hold packets and payloads."""

_OBJECT_BEGINS: Final = 400
"""Bytes within which an object begins: a daemon's head, or the name of a file, stands before it."""

_QUOTE: Final = re.compile(rb"(?:> ?){1,16}")
_FIRSTS: Final = frozenset((b"{", b"_", b">"))
_EQUALS: Final = b"=3D"
_BLANK: Final = b"=20"
_EXPORT: Final = b"__CURSOR="

Raw = tuple[bytes, int]
"""A line and its first byte in the stream."""

_Piece = tuple[int, str | None, str | None]
"""How many lines a line of text takes; the text, if it is not the line as it stands; who can have written it."""

_PLAIN: Final[_Piece] = (1, None, None)


class Carried(msgspec.Struct, frozen=True, gc=False):
    """The lines as they stand in the source that one line of text was taken from. ``trust`` is ``None``: the source's.

    ``starts`` has the first byte of each line, and the byte after the last one.
    """

    raws: tuple[str, ...]
    starts: tuple[int, ...]
    trust: str | None = None


class Unfolded(msgspec.Struct, gc=False):
    """Lines of text, the first byte of each, and for those that were carried, by their place: in what."""

    texts: list[str] = msgspec.field(default_factory=list)
    starts: list[int] = msgspec.field(default_factory=list)
    carried: dict[int, Carried] = msgspec.field(default_factory=dict)


class Unfolder(msgspec.Struct, gc=False):
    """Takes the lines of one range out of what carries them; ``held`` are those whose end has not been seen."""

    held: list[Raw] = msgspec.field(default_factory=list)
    printable: bool = False
    """Whether a line was written in quoted-printable (RFC 2045, 6.7)."""

    def unfold(
        self, lines: Sequence[bytes], starts: Sequence[int], end: int, *, final: bool, idle: bool = False
    ) -> Unfolded:
        """Return the lines that are decided by those of ``[starts[0], end)``; all if they are ``final``.

        When the stream is ``idle``, only an entry of the journal is waited for.
        """
        if not self.held and not any(map(_is_carried, lines)):
            return Unfolded(_texts(lines), list(starts))
        held = self.held
        raws = [*(raw for raw, _ in held), *lines]
        places = [*(start for _, start in held), *starts, end]
        found = Unfolded()
        at = 0
        for taken, text, trust in self._pieces(raws, final=final, idle=idle):
            if text is not None:
                originals = tuple(map(text_of, raws[at : at + taken]))
                found.carried[len(found.texts)] = Carried(originals, tuple(places[at : at + taken + 1]), trust)
            found.texts.append(text_of(raws[at]) if text is None else text)
            found.starts.append(places[at])
            at += taken
        self.held = list(zip(raws[at:], places[at:], strict=False))
        return found

    def _pieces(self, raws: Sequence[bytes], *, final: bool, idle: bool) -> Iterator[_Piece]:
        """Yield how many lines a line of text takes, the text where it differs, and its trust."""
        at = 0
        while at < len(raws):
            piece = self._piece(raws, at, final=final, idle=idle) if _is_carried(raws[at]) else _PLAIN
            if piece is None:
                return
            yield piece
            at += piece[0]

    def _piece(self, raws: Sequence[bytes], at: int, *, final: bool, idle: bool) -> _Piece | None:
        raw = raws[at]
        if raw[:1] == b"{":
            letter = journal.from_json(raw) if journal.is_json(raw) else None
            return _PLAIN if letter is None else (1, *letter)
        if raw.startswith(_EXPORT):
            return _exported(raws, at, final=final)
        return self._mailed(raws, at, final=final or idle)

    def _mailed(self, raws: Sequence[bytes], at: int, *, final: bool) -> _Piece | None:
        """Take off the quotation marks and join what a soft line break has parted."""
        parts = [self._plain(raws[at])]
        while parts[-1][1]:
            following = at + len(parts)
            if following == len(raws) or len(parts) == wrapped.PIECES:
                if following == len(raws) and len(parts) < wrapped.PIECES and not final:
                    return None
                break
            if not self._is_soft(raws[following - 1], raws[following]):
                break
            parts.append(self._plain(raws[following]))
        text = b"".join(part for part, _ in parts) + (b"=" if parts[-1][1] else b"")
        return (len(parts), text_of(text), None) if len(parts) > 1 or text != raws[at] else _PLAIN

    def _plain(self, raw: bytes) -> tuple[bytes, bool]:
        """Return a line as it was before it was mailed, and whether it may end in a soft break, which is left off."""
        text = _unquoted(raw)
        soft = text.endswith(b"=")
        text = text[:-1] if soft else text
        if _EQUALS in text:
            self.printable = True
        if self.printable and text.endswith(_BLANK):
            text = text[: -len(_BLANK)] + b" "
        return text.replace(_EQUALS, b"="), soft

    def _is_soft(self, raw: bytes, following: bytes) -> bool:
        """Tell whether ``raw`` goes on without a break; a line of another record never does."""
        after = _unquoted(following)
        known = self.printable or after.startswith(_EQUALS) or raw.count(b"=") == 1
        return known and bool(after.strip()) and not wrapped.starts(text_of(after))


def text_of(raw: bytes) -> str:
    """Return a line as text that is safe for the eye, cut where no emitter's line goes on."""
    limit = OBJECT if len(raw) > LINE and b'{"' in raw[:_OBJECT_BEGINS] else LINE
    text = visible(raw[:limit])
    return text if len(text) <= limit and len(raw) <= limit else text[:limit] + CUT_MARK


def _texts(raws: Sequence[bytes]) -> list[str]:
    """Return each line as text: all at once, as long as they are what most lines are, printable ASCII."""
    whole = b"\n".join(raws)
    if whole.isascii() and max(map(len, raws), default=0) <= LINE:
        text = whole.decode("ascii")
        texts = text.split("\n")
        if len(texts) == len(raws) and text.replace("\n", "").isprintable():
            return texts
    return list(map(text_of, raws))


def _unquoted(raw: bytes) -> bytes:
    quote = _QUOTE.match(raw)
    return raw if quote is None else raw[quote.end() :]


def _is_carried(raw: bytes) -> bool:
    return raw[:1] in _FIRSTS or raw[-1:] == b"=" or _EQUALS in raw


def _exported(raws: Sequence[bytes], at: int, *, final: bool) -> _Piece | None:
    taken = journal.frame_export(raws, at, final=final)
    if taken is None:
        return None
    letter = journal.from_export(raws[at : at + taken]) if taken else None
    return _PLAIN if letter is None else (taken, *letter)


def shown(lines: Sequence[bytes]) -> tuple[tuple[str, ...], Mapping[int, Carried]]:
    """Return whole lines as text, and what some of them were carried in."""
    found = Unfolder().unfold(lines, range(len(lines)), len(lines), final=True)
    return tuple(found.texts), found.carried
