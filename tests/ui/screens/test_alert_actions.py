import msgspec
import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert, the_incident
from tests.ui.desk import NOW, a_session, alerts_of, commit, desk_of, press, said, shown, until, watching
from tests.ui.golden import assert_golden
from tests.ui.hostile import screen_lines, screen_text
from wallwatch.model import GAP, Change
from wallwatch.noise.read import new_rule
from wallwatch.ui.screens.triage_actions import NO_NOISE


async def test_a_filter_is_made_of_cells_and_taken_back(session):
    """= keeps what is like the cell, ! drops it, Backspace takes the last term back, X all."""
    async with watching(session) as pilot:
        await press(pilot, "g", "greater_than_sign", "equals_sign")
        assert shown(pilot) == [1, 3]
        await press(pilot, "less_than_sign", "exclamation_mark")
        assert shown(pilot) == [3]
        assert said(pilot).startswith("filter dport:6346 -src:198.51.100.7")
        await press(pilot, "backspace")
        assert shown(pilot) == [1, 3]
        await press(pilot, "exclamation_mark", "X")
        assert shown(pilot) == [1, 2, 3]
        await press(pilot, "backspace")
        assert shown(pilot) == [1, 2, 3]


async def test_the_same_cell_twice_is_one_term(session):
    """Pressing = again on the same cell does not make the filter longer."""
    async with watching(session) as pilot:
        await press(pilot, "g", "equals_sign", "equals_sign")
        assert desk_of(pilot).follower.query.text() == "src:198.51.100.7"


async def test_a_filter_is_typed(session):
    """The key f opens the filter as it is, and Enter applies what was typed."""
    async with watching(session) as pilot:
        await press(pilot, "f", *"packets:1", "enter")
        assert shown(pilot) == [2]
        await press(pilot, "f", *" -dport:27374", "enter")
        assert shown(pilot) == []
        assert "No row passes the filter packets:1 -dport:27374" in screen_text(pilot.app)
        assert alerts_of(pilot).focused.id == "feed"


async def test_noise_is_hidden_shown_and_undone(session):
    """The key i drafts a rule that hides at once and says how much; H shows it, z undoes it, Z does it again."""
    async with watching(session) as pilot:
        await press(pilot, "g", "i", *"jjjjj", "enter", *"p2p", "enter", "enter", "enter")
        await until(pilot, lambda: shown(pilot) == [2])
        assert 'why = "p2p"' in session.rules.read_text()
        assert "hides 2 rows, 31 lines; z undoes it" in said(pilot)
        assert "32 = 1 shown + 31 hidden + 0 lost · 1 rule" in screen_lines(pilot.app)[-1]
        await press(pilot, "H")
        assert shown(pilot) == [1, 2, 3]
        assert "NOISE SHOWN" in screen_lines(pilot.app)[-1]
        assert screen_lines(pilot.app)[2][2] == "h"
        await press(pilot, "g")
        assert "hides it: p2p" in screen_text(pilot.app)
        await press(pilot, "H", "z")
        assert shown(pilot) == [1, 2, 3]
        assert said(pilot).startswith("Undone: noise rule")
        await press(pilot, "Z")
        assert shown(pilot) == [2]


GAP_ROW = an_alert(
    id=4,
    first=MOMENT + 4_300 * SECOND,
    last=MOMENT + 4_300 * SECOND,
    proto=GAP,
    src="kern",
    dst="",
    sport=None,
    dport=None,
    packets=0,
    lines=0,
    flags=None,
    chain=None,
    action=None,
    host=None,
    witnesses="----",
    seen=(),
    tick=1_000_000,
    because="kern.log.1 was deleted before it was read: 4,096 bytes are missing.",
    sources=("kern",),
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_gap_is_a_row_that_says_what_is_known(session, size):
    """It stands among the others at the time it was found out; the panes below say what there is to say."""
    commit(session.store, [Change(kind="new", alert=GAP_ROW)])
    async with watching(session, size) as pilot:
        await pilot.press("G")
        await pilot.pause()
        assert_golden(pilot.app, f"gap-{size[0]}x{size[1]}")


async def test_a_gap_is_marked_and_filtered_and_is_no_noise(session):
    """Marks work; its cells make filters that find it; the key i says why it does nothing."""
    commit(session.store, [Change(kind="new", alert=GAP_ROW)])
    async with watching(session) as pilot:
        await press(pilot, "G", "e")
        assert said(pilot) == "The gap in kern is done; z undoes it."
        await press(pilot, "i")
        assert said(pilot) == f"{NO_NOISE} e marks it as done."
        await press(pilot, "equals_sign")
        assert desk_of(pilot).follower.query.text() == "source:kern"
        await press(pilot, "X", "greater_than_sign", "equals_sign")
        assert desk_of(pilot).follower.query.text() == "proto:gap"
        assert shown(pilot) == [4]


async def test_marks_are_made_and_undone(session):
    """e, s and c mark the alert under the cursor; z takes back one after the other."""
    async with watching(session) as pilot:
        marks, alert = desk_of(pilot).marks, the_incident()[0].alert
        await press(pilot, "g", "e", "s", "c", *"ask", "enter")
        await until(pilot, lambda: marks.of(alert).note)
        mark = marks.of(alert)
        assert (mark.done, mark.starred, mark.note) == (True, True, "ask")
        await press(pilot, "z", "z")
        mark = marks.of(alert)
        assert (mark.done, mark.starred, mark.note) == (True, False, "")
        await press(pilot, "c", "escape")
        assert marks.of(alert).note == ""


async def test_a_mark_takes_its_alert_from_a_filter(session):
    """With -done in the filter, e takes the row away, and z brings it back."""
    async with watching(session) as pilot:
        await press(pilot, "f", *"-done", "enter")
        await press(pilot, "g", "e")
        await until(pilot, lambda: shown(pilot) == [2, 3])
        await press(pilot, "z")
        await until(pilot, lambda: shown(pilot) == [1, 2, 3])


async def test_search_goes_to_the_next_row(session):
    """/ asks for words and goes to the next row that has them; n and N go on, and say when there is none."""
    async with watching(session) as pilot:
        feed = alerts_of(pilot).feed
        await press(pilot, "g", "n")
        assert "nothing to search for" in said(pilot)
        await press(pilot, "slash", *"gnu", "enter")
        await until(pilot, lambda: feed.current.id == 3)
        assert said(pilot) == "2 alerts with gnu"
        await press(pilot, "n")
        await until(pilot, lambda: said(pilot) == "No row below with gnu")
        await press(pilot, "N")
        await until(pilot, lambda: feed.current.id == 1)
        await press(pilot, "slash", "escape")
        assert feed.current.id == 1
        await press(pilot, "slash", *"198.51.100.148", "enter")
        await until(pilot, lambda: said(pilot) == "1 alert with 198.51.100.148")
        await press(pilot, "slash", *"zebra", "enter")
        await until(pilot, lambda: said(pilot) == "No alert has zebra.")


def lit_words(pilot):
    """Return what stands out in the rows as found: by its colour, in the cursor's row underlined."""
    feed = alerts_of(pilot).feed
    found = feed.inks["found"].color
    rows = [feed.render_line(y) for y in range(1, feed.count + 1)]
    pieces = [piece for row in rows for piece in row if piece.text.strip().lower() == "gnu"]
    return [piece.text for piece in pieces if piece.style.color == found or piece.style.underline]


async def test_what_is_searched_for_stands_out_until_nothing_is(session):
    """In every row that shows it, whatever its case, also where the cursor is; Esc leaves it so."""
    async with watching(session) as pilot:
        await press(pilot, "slash", *"GNU", "enter")
        await until(pilot, lambda: lit_words(pilot) == ["gnu", "gnu"])
        await press(pilot, "slash", "escape")
        assert lit_words(pilot) == ["gnu", "gnu"]
        await press(pilot, "slash", "enter")
        await until(pilot, lambda: lit_words(pilot) == [])
        await press(pilot, "n")
        assert "nothing to search for" in said(pilot)


@pytest.mark.parametrize(
    ("keys", "copied"),
    [
        ("g y", "198.51.100.7"),
        ("g Y", "15:32:54  x3  198.51.100.7  6346  TCP to 6346 gnutella  Windows  11  SKPD"),
        ("g equals_sign C", "src:198.51.100.7"),
        ("g enter j y", "+2.960  S    seq EE01EA38  id 32007  ttl 117  len 48  -K-D  same SYN, +19 ids, no P"),
    ],
)
async def test_what_is_copied_goes_to_the_terminal_and_to_a_file(session, keys, copied):
    """The key y copies the cell, Y the row and C the filter; terminals that do not take it have the file."""
    path = session.store.parent / "copied.txt"
    session = a_session(session.store.parent, copied=path)
    async with watching(session) as pilot:
        await press(pilot, *keys.split())
        assert pilot.app.clipboard == copied
        assert path.read_text() == copied + "\n"
        assert said(pilot).startswith("Copied (also to ")


async def test_without_a_filter_there_is_none_to_copy(session):
    """The clipboard stays as it is."""
    async with watching(session) as pilot:
        await press(pilot, "y", "C")
        assert said(pilot) == "There is no filter to copy; f sets one."
        assert pilot.app.clipboard == "198.51.100.148"


async def test_a_copy_that_cannot_be_kept_is_told(session):
    """Where the file cannot be written the sentence says so, and the clipboard has it."""
    session = a_session(session.store.parent, copied=session.store.parent / "wallwatch.db" / "no")
    async with watching(session) as pilot:
        await press(pilot, "g", "y")
        assert said(pilot).startswith("Copied, but not to")


async def test_a_read_only_console_says_so(session):
    """With --read-only marks and rules are refused with a sentence."""
    session = a_session(session.store.parent, read_only=True)
    async with watching(session) as pilot:
        await press(pilot, "s")
        assert said(pilot).startswith("This console is read-only.")
        await press(pilot, "z")
        assert said(pilot).startswith("This console is read-only.")


@pytest.mark.parametrize("key", ["c", "i", "m"])
async def test_a_read_only_console_asks_for_no_words_that_it_would_not_keep(session, key):
    """It refuses before anything was typed."""
    session = a_session(session.store.parent, read_only=True)
    async with watching(session) as pilot:
        await press(pilot, key)
        assert said(pilot).startswith("This console is read-only.")
        assert pilot.app.screen is alerts_of(pilot)


def a_swarm():
    """Return sixty calls to one port; the last one has other flags and far more packets."""
    calls = [
        an_alert(id=number, first=MOMENT + number * SECOND, last=MOMENT + number * SECOND, src=f"203.0.113.{number}")
        for number in range(1, 61)
    ]
    calls[-1] = msgspec.structs.replace(calls[-1], flags="FPU", packets=40, because="it sends what no system sends")
    return [Change(kind="new", alert=alert) for alert in calls]


async def learned(pilot):
    """Wait until it is known what the members of the rules are like, and the rows are judged by it."""
    follower = desk_of(pilot).follower
    await until(pilot, lambda: follower.keeper.shapes.learned and not follower._is_stale)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_odd_member_breaks_through_until_somebody_says_that_it_is_fine(tmp_path, size):
    """It bears a mark, the packets say in what it differs; K makes that usual, z takes it back."""
    session = a_session(tmp_path)
    *calls, odd = a_swarm()
    commit(session.store, calls)
    async with watching(session, size) as pilot:
        rule = new_rule("gnutella", "leftovers", "dport:6346", now=NOW)
        await desk_of(pilot).do(lambda: desk_of(pilot).triage.hide(rule))
        await learned(pilot)
        assert shown(pilot) == []
        commit(session.store, [odd])
        await until(pilot, lambda: shown(pilot) == [60])
        assert_golden(pilot.app, f"odd-{size[0]}x{size[1]}")
        await press(pilot, "K")
        await until(pilot, lambda: shown(pilot) == [])
        assert said(pilot).startswith("flags FPU, 40 packets, 40 packets a minute: fine for gnutella, too; z undoes")
        await press(pilot, "z")
        await until(pilot, lambda: shown(pilot) == [60])
        assert "odd for gnutella: flags FPU, was flags S; 40 packets, was 1 packet;" in screen_text(pilot.app)


async def test_only_what_is_odd_can_be_fine_too(session):
    """On any other row the key says so, and nothing changes."""
    async with watching(session) as pilot:
        await press(pilot, "g", "K")
        assert said(pilot).startswith("198.51.100.7 > 192.0.2.1:6346 is not odd.")
