"""What attackers write, on every screen and in every dialog: it is text, whatever it looks like."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from tests.ui.desk import NOW, a_session, alerts_of, commit, until, watching
from tests.ui.hostile import HOSTILE, leaks, screen_strips, screen_text
from tests.ui.hostile_store import hostile, hostile_record
from tests.ui.terminal import terminal_of
from tests.ui.tour import press
from wallwatch.config import Problem
from wallwatch.model.line import SourceStatus
from wallwatch.noise.read import new_rule
from wallwatch.noise.rules import with_rule
from wallwatch.store.marks import Marks
from wallwatch.text import visible
from wallwatch.ui.screens.alerts import AlertsScreen
from wallwatch.ui.screens.sources import SourcesScreen
from wallwatch.ui.session import Session

pytestmark = pytest.mark.fuzz

SIZE = (200, 60)
ALL = " ".join(text for text in HOSTILE if text.isprintable())
"""Every payload that is printable as it stands: all that Textual would take for markup."""
GENUINE = ("[UFW BLOCK]", "[sshd]")
"""What stands in real lines, and is lost where it is taken for markup."""


SAID = "[UFW BLOCK] [sshd] [/b]"
TYPED = f"'{SAID}'"


class Surface(NamedTuple):
    """Where strangers' text is shown: the keys that lead there from the first row, and whether real tags are there.

    ``shows`` are words that stand there as they are, and nowhere else.
    """

    name: str
    keys: str
    tagged: bool = True
    shows: str = ""


SURFACES = (
    Surface("feed", ""),
    Surface("packets", "enter"),
    Surface("fields", "enter enter backslash"),
    Surface("network", "w backslash"),
    Surface("filter", "f"),
    Surface("filtered by a cell", "greater_than_sign greater_than_sign equals_sign"),
    Surface("search", "slash 'UFW' enter", tagged=False),
    Surface("note", "c '[UFW BLOCK] [sshd] [/b] [@click=app.quit]x[/]'"),
    Surface("noted", "c '[/b] [UFW BLOCK] [sshd]' enter"),
    Surface("copied", "Y"),
    Surface("row menu", "full_stop", tagged=False),
    Surface("sort", "o", tagged=False),
    Surface("group", "B", tagged=False),
    Surface("tagged", "asterisk"),
    Surface("draft of a rule", "i"),
    Surface("draft, its form", "i enter '[UFW BLOCK] [sshd]'"),
    Surface("since", "L"),
    Surface("ledger", "a", tagged=False),
    Surface("overview", "2"),
    Surface("actors", "3", tagged=False),
    Surface("rules", "4"),
    Surface("rule", "4 e", tagged=False),
    Surface("upstream", "4 y", tagged=False),
    Surface("ready-made", "4 a", tagged=False),
    Surface("sources", "5"),
    Surface("unparsed", "5 enter", tagged=False),
    Surface("help", "question_mark", tagged=False),
    Surface("palette", "colon 'theme'", shows=" theme [@click=app.quit]x[:]"),
    Surface("palette, its hits", "colon 'UFW'", shows=" theme [UFW BLOCK] [sshd]"),
    Surface("notification", "colon 'UFW' enter", shows=" Theme [UFW BLOCK] [sshd]."),
    Surface("filter that is none", "f 'dport:[UFW BLOCK][sshd]'", shows='"[UFW" is no port or service that is known.'),
    Surface("completed", "f 'msg:[' tab", shows=" msg:["),
    Surface("groups", "B 4", shows=" > [@click=app.quit]x[/]"),
    Surface("one group", "B 4 enter", shows=" signature [@click=app.quit]x[/]"),
    Surface("incident, its name", f"m {TYPED}", shows=SAID),
    Surface("incident", f"m {TYPED} enter enter", shows="alert put into "),
    Surface("incidents", "M", shows=SAID),
    Surface("incident, its alerts", "M enter"),
    Surface("incident, its report", "M r", shows="Incident: ", tagged=False),
    Surface("incident, dissolved", "M D z", shows="Undone: "),
    Surface("report", "r", shows="REPORT of this alert"),
    Surface("kept filters", "V", shows="[UFW BLOCK] [sshd] [/b]   text:"),
    Surface(
        "filter that nothing passes", f"f 'text:\"{SAID}\"' enter", shows=f'No row passes the filter text:"{SAID}"'
    ),
    Surface("registry", "w backslash R", shows="It is for documentation;"),
    Surface("rule that is gone", "4 D", tagged=False),
    Surface("rule that is back", "4 D z", shows="Undone: noise rule "),
)
BARE = tuple(surface for surface in SURFACES if surface.name in {"feed", "fields", "overview", "sources"})
"""Where text is shown from the store, without anything between."""


def as_written(text: str) -> str:
    """Return ``text`` as if nothing had made it safe; a store takes no lone surrogates."""
    return text.encode("utf-8", "replace").decode()


def a_hostile_session(folder: Path, came: Callable[[str], str]) -> Session:
    """Return a session in which rows, networks, sources, rules, mistakes, themes and the title are hostile."""
    texts = [ALL, *map(came, HOSTILE)]
    themes = folder / "themes"
    themes.mkdir()
    for name in ("[@click=app.quit]x[:]", "[bold]y", "\x1b[31mz", "[UFW BLOCK] [sshd]"):
        (themes / f"{name}.toml").write_text('primary = "[/b]"\n')
    (folder / "views.toml").write_text('[views]\n"[UFW BLOCK] [sshd] [/b]" = \'text:"[UFW BLOCK] [sshd]"\'\n')
    session = a_session(
        folder,
        title=came("[@click=app.quit]x[/] \x1b]0;t\x07"),
        themes=themes,
        views=folder / "views.toml",
        problems=[Problem(came("[/b]\x1b[2J.toml"), 3, came("[@click=app.quit]k[/]"), came("x [/] y \x1b[6n"))] * 2,
    )
    for number, text in enumerate(texts, 1):
        session.networks.add(hostile_record(number, text))
    statuses = [SourceStatus(source=text, state="failed", reason=text, remedy=text) for text in texts]
    commit(session.store, [hostile(number, text) for number, text in enumerate(texts, 1)], statuses=statuses)
    rules = ""
    for number, text in enumerate(map(visible, [ALL, *HOSTILE])):
        rules = with_rule(rules, new_rule(f"{number}{text}"[:80], f"{number} {text}", "dport:1", now=NOW))
    session.rules.write_text(rules)
    marks = Marks(session.marks)
    marks.open()
    with closing(marks):
        marks.put_into(SAID, [hostile(1, texts[0]).alert], f"{SAID} {texts[0]}")
    return session


def clickable(pilot: Pilot[None]) -> list[object]:
    """Return what could be clicked of the screen."""
    styles = [segment.style for strip in screen_strips(pilot.app) for segment in strip]
    return [style.meta for style in styles if style is not None and (style.link or "@click" in style.meta)]


async def home(pilot: Pilot[None]) -> None:
    """Go back to the first row of the feed, with nothing around it."""
    while len(pilot.app.screen_stack) > 1:
        pilot.app.pop_screen()
        await pilot.pause()
    await pilot.app.run_action("app.screen_alerts")
    await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen))
    alerts = alerts_of(pilot)
    await press(pilot, "escape")
    for _ in range(4):
        alerts.leave_level()
    await press(pilot, "X g")
    await until(pilot, lambda: alerts.feed.count > len(HOSTILE))


async def shown_with(pilot: Pilot[None], words: str) -> str:
    """Return the screen when these words are on it."""
    await pilot.pause()
    with suppress(TimeoutError):
        await until(pilot, lambda: words in screen_text(pilot.app), patience=5)
    shown = screen_text(pilot.app)
    assert words in shown, shown
    return shown


def tooltips(pilot: Pilot[None]) -> list[object]:
    """Return what would be shown where the mouse rests."""
    return [widget.tooltip for widget in pilot.app.screen.walk_children() if widget.tooltip]


async def lost_at(pilot: Pilot[None], surfaces: Iterable[Surface]) -> list[str]:
    """Go to each surface, let nothing leak and nothing be clicked, and return those on which a real tag is missing."""
    lost: list[str] = []
    await until(pilot, lambda: isinstance(pilot.app.screen, SourcesScreen))
    for surface in surfaces:
        await home(pilot)
        await press(pilot, surface.keys)
        shown = await shown_with(pilot, surface.shows)
        assert leaks(shown) == [], surface.name
        assert clickable(pilot) == tooltips(pilot) == [], surface.name
        assert pilot.app.is_running, surface.name
        if surface.tagged and not all(tag in shown for tag in GENUINE):
            lost.append(surface.name)
    return lost


@pytest.mark.fuzz
@pytest.mark.parametrize("surfaces", [SURFACES[::2], SURFACES[1::2]], ids=["even", "odd"])
async def test_everywhere_it_is_text(tmp_path: Path, surfaces: Sequence[Surface]) -> None:
    """No screen lets a control character out, none can be clicked by a stranger's wish, none dies; brackets stay.

    There are no tooltips at all.
    """
    async with watching(a_hostile_session(tmp_path, visible), SIZE) as pilot:
        assert await lost_at(pilot, surfaces) == []


async def test_the_gate_holds_alone(tmp_path: Path) -> None:
    """Had nothing been made safe as it came in, there would still be no control character at the terminal."""
    async with watching(a_hostile_session(tmp_path, as_written), SIZE) as pilot:
        assert await lost_at(pilot, BARE) == []


PROGRAM = """
import asyncio
from pathlib import Path
from dataclasses import replace
from tests.ui.test_hostile import a_hostile_session, as_written
from wallwatch.ui.app import WatchApp

session = replace(a_hostile_session(Path({folder!r}), as_written), inline={inline})
asyncio.run(WatchApp(session).run_async(mouse=False))
"""
_WRITTEN = re.compile(r"\x1b\[[?>=<]?[0-9;]*\$?[a-zA-Z]|\x1bM|\r?\n|\r|\x1b\]22;default\x07")
"""What the program itself writes: positions, pens, modes, margins, line feeds and the mouse's shape."""


@pytest.mark.parametrize(("inline", "letters"), [(False, "HmCKr"), (True, "ABCJmK")], ids=["screen", "inline"])
def test_no_escape_reaches_a_real_terminal(tmp_path: Path, letters: str, *, inline: bool) -> None:
    """Nothing is left but printable text once the program's own sequences are gone; no title is among them."""
    with terminal_of(PROGRAM.format(folder=str(tmp_path), inline=inline), rows=50, columns=160) as terminal:
        terminal.until_painted("Sources: none")
        terminal.press("1")
        # What is said of the configuration covers what stands on the right of a row.
        terminal.until_painted("192.0.2.1:6346")
        for keys in ("gj", "j", "\r", "\r", "hh", "2", "1", "?"):
            terminal.press(keys)
            terminal.settle()
        sequences = set(re.findall(r"\x1b\[[0-9;]*([a-zA-Z])", terminal.painted))
        assert sequences <= set(letters)
        assert leaks(_WRITTEN.sub("", terminal.painted)) == []
