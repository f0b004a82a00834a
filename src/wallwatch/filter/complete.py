"""How the last word of a filter may go on: names of fields, and the words that a field takes."""

from collections.abc import Iterator, Mapping, Sequence

from wallwatch.filter.fields import FIELDS, Field
from wallwatch.filter.quote import quote

Values = Mapping[str, Sequence[str]]
"""Words that records have in a field, by its name: names of noise rules, of sources."""


def completions(text: str, values: Values | None = None) -> Iterator[str]:
    """Yield what ``text`` may become, nothing where its last word is whole or is not known.

    A field that takes words of its own is completed to those (services need a first letter: people type numbers);
    others to what is in ``values``, in its order.
    """
    start = _last_word(text)
    word = text[start:]
    sign = word[:1] if word[:1] in {"-", "!"} else ""
    name, colon, value = word.removeprefix(sign).partition(":")
    if not colon:
        for field in FIELDS.values():
            whole = field.name if field.kind == "mark" else f"{field.name}:"
            if name and whole.startswith(name.lower()) and whole != name.lower():
                yield f"{text[:start]}{sign}{whole}"
        return
    known = FIELDS.get(name.lower())
    if known is None:
        return
    before, comma, part = value.rpartition(",")
    own = () if known.kind == "port" and not part else _words(known)
    for each in (*own, *(values or {}).get(known.name, ())):
        if each.lower().startswith(part.strip('"').lower()) and each.lower() != part.strip('"').lower():
            yield f"{text[:start]}{sign}{name}:{before}{comma}{quote(each)}"


def _words(field: Field) -> Iterator[str]:
    """Return the words that the field takes: what is kept as a number, by its names."""
    names = dict.fromkeys(word if kept.isdecimal() else kept for word, kept in field.words.items())
    return (name for name in names if not name.isdecimal())


def _last_word(text: str) -> int:
    """Return where the last word begins; blanks inside quotes end none."""
    start, quoted = 0, False
    for at, letter in enumerate(text):
        if letter == '"':
            quoted = not quoted
        elif letter.isspace() and not quoted:
            start = at + 1
    return start
