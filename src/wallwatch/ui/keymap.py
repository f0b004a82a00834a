"""All keys, in one table: it is the bindings, the help, the palette and what ``keys.toml`` may change.

Lower case acts on the row, upper case on what is wider. Esc goes back one level and never quits; nothing is
destroyed; no function key, Alt or Ctrl chord is required.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Final, Literal, NamedTuple

from textual.binding import Binding, BindingType, InvalidBinding
from textual.keys import Keys, format_key, key_to_character

from wallwatch.config.toml import Place, Problem, line_spans, near, problems_at, shown

Where = Literal[
    "list", "filtered", "undone", "app", "everywhere",
    "alerts", "overview", "actors", "ledger", "sources", "rules", "incidents", "report",
]  # fmt: skip
"""Who has an action: lists, screens with the filter, those that undo, the app (also over dialogs), one screen."""


class Key(NamedTuple):
    """One thing a key does.

    ``id`` is its name in ``keys.toml``. ``keys`` are Textual's names with commas between them. ``where`` says who
    has the ``action``.
    """

    id: str
    keys: str
    action: str
    words: str
    group: str
    where: Where


def _key(id: str, keys: str, words: str, group: str, where: Where) -> Key:  # noqa: A002 - it is what it is called
    return Key(id, keys, id.replace(".", "_"), words, group, where)


KEYS: Final = (
    _key("feed.down", "j,down", "down", "Move", "list"),
    _key("feed.up", "k,up", "up", "Move", "list"),
    _key("feed.half_down", "d", "half a page down", "Move", "list"),
    _key("feed.half_up", "u", "half a page up", "Move", "list"),
    _key("feed.page_down", "space,pagedown", "a page down", "Move", "list"),
    _key("feed.page_up", "b,pageup", "a page up", "Move", "list"),
    _key("feed.top", "g,home", "to the first", "Move", "list"),
    _key("feed.end", "G,end", "to the last, and follow", "Move", "list"),
    _key("feed.cell_left", "less_than_sign", "to the cell on the left", "Move", "list"),
    _key("feed.cell_right", "greater_than_sign", "to the cell on the right", "Move", "list"),
    _key("feed.follow", "F", "follow what comes in", "Move", "alerts"),
    _key("feed.pause", "p", "pause, or go on", "Move", "alerts"),
    _key("level.in", "enter,l,right", "open: group, packets, fields", "Look", "alerts"),
    _key("level.out", "escape,h,left", "back one level", "Look", "alerts"),
    _key("pane.next", "tab", "next pane", "Look", "alerts"),
    _key("pane.previous", "shift+tab", "previous pane", "Look", "alerts"),
    _key("pane.zoom", "backslash", "zoom the pane, or not", "Look", "alerts"),
    _key("network.show", "w", "network of the address", "Look", "alerts"),
    _key("network.ask_again", "R", "ask the registry for this address alone", "Look", "alerts"),
    _key("row.menu", "full_stop", "what can be done with the row", "Look", "alerts"),
    _key("sort.by", "o", "sort by", "Look", "alerts"),
    _key("sort.reverse", "O", "turn the order round", "Look", "alerts"),
    _key("group.by", "B", "group by", "Look", "alerts"),
    _key("actor.ledger", "a", "one machine at two addresses: for and against", "Look", "alerts"),
    _key("time.mode", "t", "times absolute, relative, between rows", "Look", "alerts"),
    _key("since.left", "L", "what came in since you left", "Look", "alerts"),
    _key("search.open", "slash", "search", "Find", "alerts"),
    _key("search.next", "n", "next match", "Find", "alerts"),
    _key("search.previous", "N", "previous match", "Find", "alerts"),
    _key("filter.open", "f", "filter", "Find", "alerts"),
    _key("filter.only", "equals_sign", "only what is like this cell", "Find", "alerts"),
    _key("filter.not", "exclamation_mark", "nothing that is like this cell", "Find", "alerts"),
    _key("filter.pop", "backspace", "drop the last term of the filter", "Find", "filtered"),
    _key("filter.clear", "X", "drop the whole filter", "Find", "filtered"),
    _key("filter.views", "V", "kept filters: apply, keep, forget", "Find", "alerts"),
    _key("tag.row", "x", "tag, or not", "Sort out", "alerts"),
    _key("tag.range", "v", "tag from here to where it is pressed again", "Sort out", "alerts"),
    _key("tag.group", "asterisk", "tag all that are like this cell, or not", "Sort out", "alerts"),
    _key("mark.done", "e", "done, or not", "Sort out", "alerts"),
    _key("mark.group_done", "E", "done, or not: all that are like this cell", "Sort out", "alerts"),
    _key("mark.star", "s", "star, or not", "Sort out", "alerts"),
    _key("mark.group_star", "S", "star, or not: all that are like this cell", "Sort out", "alerts"),
    _key("mark.note", "c", "note", "Sort out", "alerts"),
    _key("noise.draft", "i", "known noise: draft a rule", "Sort out", "alerts"),
    _key("noise.fine", "K", "what is odd here is fine, too", "Sort out", "alerts"),
    _key("noise.show_hidden", "H", "show or hide what is hidden", "Sort out", "alerts"),
    _key("triage.undo", "z", "undo", "Sort out", "undone"),
    _key("triage.redo", "Z", "redo", "Sort out", "undone"),
    _key("incident.put", "m", "put into an incident, or take out", "Take along", "alerts"),
    _key("incident.list", "M", "incidents", "Take along", "alerts"),
    _key("report.show", "r", "report, with a preview", "Take along", "alerts"),
    _key("copy.cell", "y", "copy the cell", "Take along", "alerts"),
    _key("copy.row", "Y", "copy the row", "Take along", "alerts"),
    _key("copy.filter", "C", "copy the filter", "Take along", "alerts"),
    _key("overview.open", "enter,l", "alerts of this bar", "Overview", "overview"),
    _key("overview.only", "equals_sign", "only what is like this bar", "Overview", "overview"),
    _key("overview.not", "exclamation_mark", "nothing that is like this bar", "Overview", "overview"),
    _key("overview.next", "tab", "next plot", "Overview", "overview"),
    _key("overview.previous", "shift+tab", "previous plot", "Overview", "overview"),
    _key("overview.right", "right", "bar or plot on the right", "Overview", "overview"),
    _key("overview.left", "left", "bar or plot on the left", "Overview", "overview"),
    _key("overview.filter", "f", "filter what is counted", "Overview", "overview"),
    _key("overview.noise", "H", "count what is hidden, or not", "Overview", "overview"),
    _key("overview.out", "escape,h", "back from the overview", "Overview", "overview"),
    _key("actors.open", "enter", "ledger of the two addresses", "Actors", "actors"),
    _key("actors.alerts", "l,right", "alerts of both addresses", "Actors", "actors"),
    _key("actors.out", "escape,h,left", "back from the actors", "Actors", "actors"),
    _key("ledger.same", "s", "same: one machine", "Ledger", "ledger"),
    _key("ledger.not_same", "n", "not same: two machines", "Ledger", "ledger"),
    _key("ledger.unsure", "o", "unsure: left open", "Ledger", "ledger"),
    _key("ledger.alerts", "enter,l,right", "alerts of the two addresses", "Ledger", "ledger"),
    _key("ledger.out", "escape,h,left,q", "back from the ledger", "Ledger", "ledger"),
    _key("incidents.open", "enter,l,right", "alerts of the incident", "Incidents", "incidents"),
    _key("incidents.report", "r", "report of the incident", "Incidents", "incidents"),
    _key("incidents.note", "c", "note on the incident", "Incidents", "incidents"),
    _key("incidents.dissolve", "D", "dissolve the incident", "Incidents", "incidents"),
    _key("incidents.out", "escape,h,left,q", "back from the incidents", "Incidents", "incidents"),
    _key("report.next", "tab,l,right", "next format", "Report", "report"),
    _key("report.previous", "shift+tab,h,left", "format before", "Report", "report"),
    _key("report.anonymise", "a", "stand-ins for own addresses, or not", "Report", "report"),
    _key("report.scope", "s", "report of something else", "Report", "report"),
    _key("report.write", "enter,w", "write the report to a file", "Report", "report"),
    _key("report.out", "escape,q", "back without a file", "Report", "report"),
    _key("sources.unparsed", "enter,l,right", "lines that were not understood", "Sources", "sources"),
    _key("sources.out", "escape,h,left", "back from the sources", "Sources", "sources"),
    _key("rules.edit", "e,enter", "edit the rule", "Rules", "rules"),
    _key("rules.switch", "o", "rule in force, or not", "Rules", "rules"),
    _key("rules.extend", "x", "extend the rule", "Rules", "rules"),
    _key("rules.delete", "D", "delete the rule", "Rules", "rules"),
    _key("rules.add", "a", "add a ready-made rule", "Rules", "rules"),
    _key("rules.upstream", "y", "copy the rule for another program", "Rules", "rules"),
    _key("rules.members", "l,right", "alerts that the rule is about", "Rules", "rules"),
    _key("rules.out", "escape,h,left", "back from the rules", "Rules", "rules"),
    _key("screen.alerts", "1", "alerts", "Go", "app"),
    _key("screen.overview", "2", "overview", "Go", "app"),
    _key("screen.actors", "3", "actors", "Go", "app"),
    _key("screen.rules", "4,I", "noise rules", "Go", "app"),
    _key("screen.sources", "5", "sources", "Go", "app"),
    _key("help", "question_mark", "all keys", "Go", "everywhere"),
    # The palette is Textual's own; under another name it would bind ctrl+p a second time.
    Key("palette", "colon,ctrl+p", "command_palette", "all commands", "Go", "everywhere"),
    _key("redraw", "ctrl+l", "paint the screen anew", "Go", "everywhere"),
    _key("suspend", "ctrl+z", "to the shell, until fg", "Go", "everywhere"),
    _key("quit", "q", "leave this level, at the top the program", "Go", "app"),
    _key("quit.now", "Q", "leave the program now", "Go", "everywhere"),
)
"""Every key, in the order in which the help shows it."""

OF_ROW: Final = (
    "level.in", "network.show", "network.ask_again", "filter.only", "filter.not", "tag.row", "tag.group",
    "mark.done", "mark.star", "mark.note", "incident.put", "report.show", "actor.ledger", "noise.draft",
    "noise.fine", "copy.cell", "copy.row",
)  # fmt: skip
"""What is done with the row, or with those that are tagged: the row's menu."""

REACHES: Final[tuple[tuple[Where, ...], ...]] = (
    ("list", "alerts", "filtered", "undone", "app", "everywhere"),
    ("list", "overview", "filtered", "app", "everywhere"),
    ("list", "actors", "undone", "app", "everywhere"),
    ("list", "ledger", "undone", "everywhere"),
    ("list", "sources", "app", "everywhere"),
    ("list", "rules", "undone", "app", "everywhere"),
    ("list", "incidents", "undone", "everywhere"),
    ("list", "report", "everywhere"),
)
"""What can be reached at the same time: a key may stand for one thing only in each of these."""

_NAMES: Final = {
    "down": "Down",
    "up": "Up",
    "left": "Left",
    "right": "Right",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "space": "Space",
}
_BY_ID: Final = {key.id: key for key in KEYS}
_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})
_NAMED_KEYS: Final = frozenset(key.value for key in Keys if key.value[0] != "<")


def bindings(*where: Where) -> list[BindingType]:
    """Return what a screen, list or app that is all this has to put into its ``BINDINGS``."""
    return [
        Binding(
            key.keys,
            f"app.{key.action}" if key.where == "everywhere" else key.action,
            key.words,
            tooltip=f"{key.group}: {key.words}",
            id=key.id,
            group=Binding.Group(key.group, compact=True),
        )
        for key in KEYS
        if key.where in where
    ]


def key_words(keys: Iterable[str]) -> str:
    """Return Textual's names of ``keys`` as people call them: ``j Down``, ``ctrl+p``, ``?``."""
    return " ".join(_name(key) for key in keys)


def keys_of(entry: Key, overrides: Mapping[str, str]) -> list[str]:
    """Return Textual's names of the keys of an entry; ``overrides`` are other keys, by id."""
    return overrides.get(entry.id, entry.keys).split(",")


def first_key(id_: str, overrides: Mapping[str, str]) -> str:
    """Return what people call the first key that does something; ``overrides`` are other keys, by id."""
    return _name(keys_of(_BY_ID[id_], overrides)[0])


def _name(key: str) -> str:
    modifiers, plus, base = key.rpartition("+")
    return f"{modifiers}{plus}{_NAMES.get(base) or format_key(base)}"


def checked_keymap(
    overrides: Mapping[str, str], file: str, text: str = ""
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return what of ``overrides`` (id to keys) can be given to ``App.set_keymap``, and what is wrong with the rest.

    Textual takes unknown ids and impossible keys in silence. An override that takes the key of something else is
    dropped and named; two that trade their keys are fine. ``text`` is that of ``file``, for the lines.
    """
    wrong = {id_: sentence for id_, keys in overrides.items() if (sentence := _mistake(id_, keys))}
    right = {id_: ",".join(_normal(keys)) for id_, keys in overrides.items() if id_ not in wrong}
    chosen, clashes = _without_clashes(right)
    spans = line_spans(text) if overrides else {}
    places = {_place(id_, spans): sentence for id_, sentence in (wrong | clashes).items()}
    return chosen, problems_at(places, text, file)


def _place(id_: str, spans: Container[Place]) -> Place:
    """Return where an id stands, written in quotes or as dotted keys."""
    dotted = ("keys", *id_.split("."))
    return dotted if dotted in spans else ("keys", id_)


def _mistake(id_: str, keys: str) -> str | None:
    """Return what is wrong with one override by itself."""
    ids = [key.id for key in KEYS]
    if id_ not in ids:
        return f"There is no such action.{near(id_, ids)}"
    try:
        wrong = [key for key in _normal(keys) if not _is_key(key)]
    except InvalidBinding:
        return "A key is missing; leave the line out to keep the keys as they are."
    return f"{shown(wrong[0])} is not the name of a key." if wrong else None


def _normal(keys: str) -> list[str]:
    """Return the keys of a list as Textual calls them (``?`` is ``question_mark``).

    Raises:
        InvalidBinding: one of them is empty.
    """
    names = ",".join(key if len(key.strip()) == 1 else key.strip().lower() for key in keys.split(","))
    return [binding.key for binding in Binding.make_bindings([Binding(names, "")])]


def _is_key(key: str) -> bool:
    if key in _NAMED_KEYS:
        return True
    *modifiers, base = key.split("+")
    return _MODIFIERS.issuperset(modifiers) and (base in _NAMED_KEYS or key_to_character(base) is not None)


def _without_clashes(overrides: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return ``overrides`` without those that take the key of something else, and for each of these a sentence."""
    chosen = dict(overrides)
    clashes: dict[str, str] = {}
    while clash := _clash(chosen):
        key, first, second = clash
        loser, other = (second, first) if second in chosen else (first, second)
        del chosen[loser]
        clashes[loser] = f"The key {_name(key)} is already that of {other}."
    return chosen, clashes


def _clash(chosen: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Return a key that stands for two things in one reach, and the two; ``None`` where every key is for one."""
    for reach in REACHES:
        owners: dict[str, str] = {}
        for row in KEYS:
            for key in keys_of(row, chosen) if row.where in reach else ():
                owner = owners.setdefault(key, row.id)
                if owner != row.id:
                    return key, owner, row.id
    return None
