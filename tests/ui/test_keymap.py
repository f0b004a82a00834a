import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

from wallwatch.config import load_keys
from wallwatch.ui.keymap import KEYS, REACHES, Where, bindings, checked_keymap, first_key, key_words

# The keys that are promised, with what each does.
PROMISED = {
    "j": "feed.down",
    "down": "feed.down",
    "k": "feed.up",
    "up": "feed.up",
    "d": "feed.half_down",
    "u": "feed.half_up",
    "space": "feed.page_down",
    "pagedown": "feed.page_down",
    "b": "feed.page_up",
    "pageup": "feed.page_up",
    "g": "feed.top",
    "home": "feed.top",
    "G": "feed.end",
    "end": "feed.end",
    "<": "feed.cell_left",
    ">": "feed.cell_right",
    "enter": "level.in",
    "l": "level.in",
    "right": "level.in",
    "escape": "level.out",
    "h": "level.out",
    "left": "level.out",
    "tab": "pane.next",
    "shift+tab": "pane.previous",
    "1": "screen.alerts",
    "2": "screen.overview",
    "3": "screen.actors",
    "4": "screen.rules",
    "I": "screen.rules",
    "5": "screen.sources",
    "\\": "pane.zoom",
    "/": "search.open",
    "n": "search.next",
    "N": "search.previous",
    "f": "filter.open",
    "=": "filter.only",
    "!": "filter.not",
    "backspace": "filter.pop",
    "X": "filter.clear",
    "V": "filter.views",
    "F": "feed.follow",
    "p": "feed.pause",
    "x": "tag.row",
    "v": "tag.range",
    "*": "tag.group",
    "e": "mark.done",
    "E": "mark.group_done",
    "s": "mark.star",
    "S": "mark.group_star",
    "c": "mark.note",
    "i": "noise.draft",
    "K": "noise.fine",
    "H": "noise.show_hidden",
    "z": "triage.undo",
    "Z": "triage.redo",
    "w": "network.show",
    "R": "network.ask_again",
    "m": "incident.put",
    "M": "incident.list",
    "r": "report.show",
    "y": "copy.cell",
    "Y": "copy.row",
    "C": "copy.filter",
    ".": "row.menu",
    "o": "sort.by",
    "O": "sort.reverse",
    "B": "group.by",
    "a": "actor.ledger",
    "t": "time.mode",
    "L": "since.left",
    "q": "quit",
}


OVERVIEW = {
    "enter": "overview.open",
    "l": "overview.open",
    "=": "overview.only",
    "!": "overview.not",
    "tab": "overview.next",
    "shift+tab": "overview.previous",
    "right": "overview.right",
    "left": "overview.left",
    "f": "overview.filter",
    "backspace": "filter.pop",
    "X": "filter.clear",
    "H": "overview.noise",
    "escape": "overview.out",
    "h": "overview.out",
}


ACTORS = {
    "enter": "actors.open",
    "l": "actors.alerts",
    "right": "actors.alerts",
    "z": "triage.undo",
    "Z": "triage.redo",
    "escape": "actors.out",
    "h": "actors.out",
    "left": "actors.out",
}


LEDGER = {
    "s": "ledger.same",
    "n": "ledger.not_same",
    "o": "ledger.unsure",
    "enter": "ledger.alerts",
    "l": "ledger.alerts",
    "right": "ledger.alerts",
    "z": "triage.undo",
    "Z": "triage.redo",
    "escape": "ledger.out",
    "h": "ledger.out",
    "left": "ledger.out",
    "q": "ledger.out",
}


SOURCES = {
    "enter": "sources.unparsed",
    "l": "sources.unparsed",
    "right": "sources.unparsed",
    "escape": "sources.out",
    "h": "sources.out",
    "left": "sources.out",
}


RULES = {
    "e": "rules.edit",
    "enter": "rules.edit",
    "o": "rules.switch",
    "x": "rules.extend",
    "D": "rules.delete",
    "a": "rules.add",
    "y": "rules.upstream",
    "l": "rules.members",
    "right": "rules.members",
    "z": "triage.undo",
    "Z": "triage.redo",
    "escape": "rules.out",
    "h": "rules.out",
    "left": "rules.out",
}


INCIDENTS = {
    "enter": "incidents.open",
    "l": "incidents.open",
    "right": "incidents.open",
    "r": "incidents.report",
    "c": "incidents.note",
    "D": "incidents.dissolve",
    "z": "triage.undo",
    "Z": "triage.redo",
    "escape": "incidents.out",
    "h": "incidents.out",
    "left": "incidents.out",
    "q": "incidents.out",
}


REPORT = {
    "tab": "report.next",
    "l": "report.next",
    "right": "report.next",
    "shift+tab": "report.previous",
    "h": "report.previous",
    "left": "report.previous",
    "a": "report.anonymise",
    "s": "report.scope",
    "enter": "report.write",
    "w": "report.write",
    "escape": "report.out",
    "q": "report.out",
}


EVERYWHERE = {
    "?": "help",
    ":": "palette",
    "ctrl+p": "palette",
    "ctrl+l": "redraw",
    "Q": "quit.now",
    "ctrl+z": "suspend",
}


def bound(*wheres: Where) -> list[tuple[str, str]]:
    """Return each key that Textual makes of the table, with its id."""
    made = Binding.make_bindings([binding for where in wheres for binding in bindings(where)])
    return [(binding.key, binding.id or "") for binding in made]


def promised(keys: dict[str, str]) -> dict[str, str]:
    """Return ``keys`` under the names that Textual has for them."""
    return {binding.key: binding.action for binding in Binding.make_bindings(list(keys.items()))}


def test_every_promised_key_does_what_is_promised_and_no_other_is_bound() -> None:
    """The table is the one that is promised, no key more and none less."""
    assert dict(bound("list", "alerts", "filtered", "undone", "app")) == promised(PROMISED)
    assert dict(bound("overview", "filtered")) == promised(OVERVIEW)
    assert dict(bound("actors", "undone")) == promised(ACTORS)
    assert dict(bound("ledger", "undone")) == promised(LEDGER)
    assert dict(bound("incidents", "undone")) == promised(INCIDENTS)
    assert dict(bound("report")) == promised(REPORT)
    assert dict(bound("sources")) == promised(SOURCES)
    assert dict(bound("rules", "undone")) == promised(RULES)
    assert dict(bound("everywhere")) == promised(EVERYWHERE)


@pytest.mark.parametrize("reach", REACHES)
def test_no_key_stands_for_two_things(reach: tuple[Where, ...]) -> None:
    """A list, the screen around it and the app are in reach at the same time."""
    keys = [key for key, _ in bound(*reach)]
    assert len(keys) == len(set(keys))


def test_every_entry_can_be_reached() -> None:
    """No entry of the table belongs to a place that is in no reach."""
    assert {key.where for key in KEYS} == {where for reach in REACHES for where in reach}
    assert all("everywhere" in reach for reach in REACHES)


def test_every_entry_has_a_name_and_words_of_its_own() -> None:
    """Ids are the names in keys.toml, words are what the palette and the help show."""
    assert len({key.id for key in KEYS}) == len(KEYS)
    assert len({key.words for key in KEYS}) == len(KEYS)


def test_an_action_is_named_after_its_id() -> None:
    """Who reads the table finds the method; only the palette is Textual's own."""
    strays = {key.id: key.action for key in KEYS if key.action != key.id.replace(".", "_")}
    assert strays == {"palette": "command_palette"}


def test_the_words_have_no_markup_in_them() -> None:
    """Textual's palette takes them for markup."""
    assert not [key.words for key in KEYS if set("[]\\") & set(key.words)]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["j", "down"], "j Down"),
        (["question_mark"], "?"),
        (["less_than_sign"], "<"),
        (["shift+tab", "ctrl+p"], "shift+Tab ctrl+p"),
        (["backslash"], "\\"),
        (["left_square_bracket"], "["),
        (["escape"], "Esc"),
        ([], ""),
    ],
)
def test_keys_are_called_what_is_printed_on_them(keys: list[str], words: str) -> None:
    """People know ``?`` and ``Esc``, not ``question_mark``; no glyph is used that a terminal may lack."""
    assert key_words(keys) == words


GOOD = [
    ({"feed.pause": "P"}, {"feed.pause": "P"}),
    ({"feed.pause": "P, f5"}, {"feed.pause": "P,f5"}),
    ({"help": "?,Ctrl+K"}, {"help": "question_mark,ctrl+k"}),
    (
        {"feed.down": "n", "search.next": "j", "ledger.not_same": "x"},
        {"feed.down": "n", "search.next": "j", "ledger.not_same": "x"},
    ),
    ({"feed.pause": "p"}, {"feed.pause": "p"}),
    ({"feed.pause": "comma"}, {"feed.pause": "comma"}),
    ({"sources.unparsed": "c"}, {"sources.unparsed": "c"}),
    ({}, {}),
]


@pytest.mark.parametrize(("overrides", "keymap"), GOOD)
def test_a_change_that_works_is_taken(overrides: dict[str, str], keymap: dict[str, str]) -> None:
    """Keys may be written as characters, several at once, and two actions may trade theirs."""
    assert checked_keymap(overrides, "keys.toml") == (keymap, ())


WRONG = [
    ({"feed.puse": "P"}, "feed.puse", "There is no such action. Did you mean feed.pause?"),
    ({"zzz": "P"}, "zzz", "There is no such action."),
    ({"feed.pause": ""}, "feed.pause", "A key is missing"),
    ({"feed.pause": "P,,O"}, "feed.pause", "A key is missing"),
    ({"feed.pause": "escpe"}, "feed.pause", '"escpe" is not the name of a key.'),
    ({"feed.pause": "hold+p"}, "feed.pause", '"hold+p" is not the name of a key.'),
    ({"feed.pause": "ctrl+"}, "feed.pause", '"ctrl+" is not the name of a key.'),
    ({"feed.pause": "e"}, "feed.pause", "The key e is already that of mark.done."),
    ({"feed.pause": "?"}, "feed.pause", "The key ? is already that of help."),
    ({"sources.unparsed": "j"}, "sources.unparsed", "The key j is already that of feed.down."),
]


@pytest.mark.parametrize(("overrides", "key", "sentence"), WRONG)
def test_a_mistake_is_named_and_the_rest_applies(overrides: dict[str, str], key: str, sentence: str) -> None:
    """Textual would take each of these in silence."""
    keymap, (problem,) = checked_keymap({**overrides, "mark.star": "J"}, "keys.toml")
    assert keymap == {"mark.star": "J"}
    assert (problem.file, problem.key) == ("keys.toml", f"keys.{key}")
    assert sentence in problem.sentence


def test_one_dropped_change_can_make_another_clash() -> None:
    """An action that keeps its key after all has it, and who wanted that key goes without."""
    overrides = {"feed.pause": "e", "mark.done": "z", "copy.cell": "p"}
    keymap, problems = checked_keymap(overrides, "keys.toml")
    assert keymap == {}
    assert {problem.key for problem in problems} == {f"keys.{id_}" for id_ in overrides}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('# mine\n[keys]\n"feed.puse" = "P"\n', 3),
        ('[keys]\n\n\nfeed.puse = "P"\n', 4),
        ('[keys.feed]\npuse = "P"\n', 2),
        ('keys."feed.puse" = "P"\n', 1),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int) -> None:
    """However the line is written, people find it."""
    overrides, mistakes = load_keys(text, "keys.toml")
    _, (problem,) = checked_keymap(overrides, "keys.toml", text)
    assert mistakes == ()
    assert problem.line == line


class Feed(Widget, can_focus=True):
    """A list of rows."""

    BINDINGS = bindings("list")


class Alerts(Screen[None]):
    """The screen around it."""

    BINDINGS = bindings("alerts", "filtered", "undone")

    def compose(self) -> ComposeResult:
        yield Feed()


class Console(App[None]):
    """The app around both."""

    BINDINGS = bindings("app", "everywhere")

    def get_default_screen(self) -> Screen[None]:
        return Alerts()


@pytest.mark.parametrize(
    ("overrides", "key"), [({}, "p"), ({"feed.pause": "P, f5"}, "P"), ({"feed.pause": "f5"}, "f5")]
)
async def test_textual_binds_what_was_checked(overrides: dict[str, str], key: str) -> None:
    """A checked keymap moves the key, and the old one stops working."""
    app = Console()
    async with app.run_test():
        app.set_keymap(checked_keymap(overrides, "keys.toml")[0])
        active = app.screen.active_bindings
        assert active[key].binding.id == "feed.pause"
        assert ("p" in active) == (key == "p")


async def test_every_promised_key_is_in_reach_of_the_feed() -> None:
    """With the feed in focus each entry of the table can be pressed."""
    app = Console()
    async with app.run_test():
        reached = {entry.binding.id for entry in app.screen.active_bindings.values()}
        assert reached >= {key.id for key in KEYS if key.where in REACHES[0]}


def test_the_first_key_of_something_is_what_lines_name():
    """As the user has it."""
    assert first_key("actors.out", {}) == "Esc"
    assert first_key("help", {"help": "ctrl+h,question_mark"}) == "ctrl+h"


@pytest.mark.parametrize("text", ["[keys]\nquit = q\n", "garbage", "\x00"])
def test_a_file_that_is_none_changes_nothing(text: str) -> None:
    """Whoever read it has said so."""
    overrides, problems = load_keys(text, "keys.toml")
    assert [problem.sentence.partition(":")[0] for problem in problems] == ["This is no TOML"]
    assert checked_keymap(overrides, "keys.toml", text) == ({}, ())
