"""What people sit down for, each as the keys they press and what the screen says: a task is a walk.

The store is made of real lines: the demo's incident, and a firewall's log in which one source is louder than all.
"""

import os
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from textual.pilot import Pilot

from tests.engine.incident import READER
from tests.ui.hostile import screen_strips
from tests.ui.tour import NOW, Stop, go, the_incident, touring
from wallwatch.engine.collector import Order, collect
from wallwatch.engine.identify import Identifier
from wallwatch.engine.known import networks, stacks
from wallwatch.model.times import SECOND
from wallwatch.noise.rules import parse_rules
from wallwatch.sources.file import FileSource
from wallwatch.store.marks import Marks
from wallwatch.ui.session import Session

LOUD: Final = "203.0.113.77"
KNOCKS: Final = 30
LINE: Final = (
    "Mar  2 16:{n:02d}:07 gate kernel: [UFW BLOCK] IN=eth0 OUT= SRC={src} DST=203.0.113.120 LEN=60 TOS=0x00 PREC=0x00 "
    "TTL=52 ID={n}57 DF PROTO=TCP SPT=40{n:03d} DPT={port} WINDOW=5840 RES=0x00 SYN URGP=0\n"
)


@pytest.fixture
async def session(tmp_path: Path) -> Session:
    """The incident, and 40 knocks at a telnet server that is not there: three of four are one source's."""
    session = await the_incident(tmp_path)
    log = tmp_path / "ufw.log"
    log.write_text(
        "".join(LINE.format(n=n, src=LOUD if n % 4 else f"192.0.2.{n + 10}", port=(2323, 23)[n % 2]) for n in range(40))
    )
    os.utime(log, (NOW / SECOND, NOW / SECOND))
    identifier = Identifier(stacks(), networks(session.networks))
    await collect(
        Order(store=session.store, sources=[FileSource(log, once=True)], reader=READER, identifier=identifier)
    )
    return session


async def walk(pilot: Pilot[None], *steps: tuple[str, str]) -> str:
    """Press the keys of each step, wait for its words, and return the screen that the last one led to."""
    shown = ""
    for keys, words in steps:
        shown = await go(pilot, Stop(words, keys, words))
    return shown


def row_of(shown: str, words: str) -> str:
    """Return the line of the screen with these words."""
    return next(line for line in shown.splitlines() if words in line)


def marked(session: Session) -> set[tuple[str, bool, bool, str]]:
    """Return what the file of the marks holds: source, done, star, note."""
    marks = Marks(session.marks)
    marks.open()
    with closing(marks):
        return {(one.subject.src, one.mark.done, one.mark.starred, one.mark.note) for one in marks.all()}


def standing_out(pilot: Pilot[None]) -> list[str]:
    """Return what is painted in the colour of what was found."""
    color = pilot.app.theme_variables["found"]
    segments = [segment for strip in screen_strips(pilot.app) for segment in strip if segment.style is not None]
    return [segment.text for segment in segments if segment.style.color and segment.style.color.name == color]


async def test_find_the_loudest_source_and_hide_it(session: Session) -> None:
    """Grouped by source, the loudest stands on top; a rule drafted from its row hides all of it, with a reason."""
    async with touring(session, (80, 24)) as pilot:
        shown = await walk(pilot, ("B 1", "ALERTS"))
        assert row_of(shown, ">").split() == [">", LOUD, "03-02", "16:01", "03-02", "16:39", "30", "30"]
        shown = await walk(pilot, ("i", "would hide 30 of 46 alerts"), ("enter", "Enter: go on"))
        assert f"match  src:{LOUD} dport:23,2323 proto:tcp" in shown
        shown = await walk(pilot, ("'a botnet' enter enter enter", "hides 30 rows, 30 lines; z undoes it"))
        assert "113 = 82 shown + 30 hidden + 1 other" in shown
        assert row_of(shown, ">").split()[1] != LOUD
    (*_, rule) = parse_rules(session.rules.read_text(), NOW)[0]
    assert (str(rule.match), rule.why) == (f"src:{LOUD} dport:23,2323 proto:tcp", "a botnet")


async def test_from_an_alert_to_the_option_bytes_of_its_second_packet(session: Session) -> None:
    """Enter, down, Enter, and down to an option: its meaning, and at the foot where it stands in the dump's record."""
    async with touring(session, (80, 24)) as pilot:
        await walk(pilot, ("G enter", "> +0.000"), ("j", "> +2.930"), ("enter", "packet 2 of 3"))
        assert "".join(standing_out(pilot)) == ""
        shown = await walk(pilot, ("j " * 13, ">       option"))
        assert "option    mss 1460                 takes segments of up to 1460 bytes" in shown
        assert row_of(shown, "snort:") == " snort: TCP Options (4) => MSS: 1460 NOP NOP SackOK"
        assert "".join(standing_out(pilot)).strip() == "MSS: 1460 NOP NOP SackOK"
    async with touring(session, (100, 60)) as pilot:
        shown = await walk(pilot, ("G enter j enter backslash", "packet 2 of 3"), ("j " * 13, ">       option"))
        assert "snort: TCP" not in shown
        assert "".join(standing_out(pilot)).strip() == "MSS: 1460 NOP NOP SackOK"


async def test_write_a_filter_by_keys_only(session: Session) -> None:
    """Typed with completion, the count before it is applied; then a term from a cell; and away again, term by term."""
    async with touring(session, (80, 24)) as pilot:
        await walk(pilot, ("f 'pack' tab", "packets:"), ("'>2'", "3 alerts"), ("enter", "filter packets:>2"))
        shown = await walk(pilot, ("greater_than_sign equals_sign", "filter packets:>2 dport:6346"))
        rows = [line for line in shown.splitlines() if " x3 " in line]
        assert len(rows) == 2
        assert all("6346" in row for row in rows)
        shown = await walk(pilot, ("backspace", "filter packets:>2"), ("X", "112 shown + 0 hidden"))
        assert "filter packets" not in shown


async def test_undo_three_actions(session: Session) -> None:
    """Star, done and a note are taken back one by one, the last first, and each says what it was; Z does them again."""
    async with touring(session, (80, 24)) as pilot:
        await walk(pilot, ("g s", "is starred; z undoes it"), ("j e", "is done; z undoes it"))
        await walk(pilot, ("c 'seen before' enter", "has a note; z undoes it"))
        done = {("198.51.100.112", False, True, ""), ("192.0.2.9", True, False, "seen before")}
        assert marked(session) == done
        await walk(pilot, ("z", "Undone: note 1 alert"))
        assert marked(session) == {("198.51.100.112", False, True, ""), ("192.0.2.9", True, False, "")}
        shown = await walk(pilot, ("z", "Undone: done 1 alert"))
        assert row_of(shown, "198.51.100.112").startswith("  *")
        shown = await walk(pilot, ("z", "Undone: star 1 alert"))
        assert row_of(shown, "198.51.100.112").startswith("   ")
        assert marked(session) == set()
        await walk(pilot, ("z", "There is nothing to undo"), ("Z Z Z", "note 1 alert"))
        assert marked(session) == done


async def test_find_a_key_by_its_description_and_run_it(session: Session) -> None:
    """Words of what it does find the key in the help, with its name; Enter runs it on the screen below."""
    async with touring(session, (80, 24)) as pilot:
        before = await walk(pilot, ("g", "15:33:05"))
        shown = await walk(pilot, ("question_mark 'times rel'", "times absolute, relative, between rows"))
        assert row_of(shown, "times absolute").split()[:2] == ["│", "t"]
        assert "to the first" not in shown
        shown = await walk(pilot, ("enter", "1h"))
        assert "15:33:05" in before
        assert row_of(shown, "198.51.100.112").split()[1] == "1h"
        shown = await walk(pilot, ("question_mark 'star or not' enter", "is starred"))
        assert marked(session) == {("198.51.100.112", False, True, "")}
