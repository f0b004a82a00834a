import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import a_session, alerts_of, commit, desk_of, press, said, until, watching
from tests.ui.golden import assert_golden
from tests.ui.hostile import screen_lines, screen_text
from wallwatch.model import Change
from wallwatch.ui import nearby
from wallwatch.ui.screens.menu import MenuScreen


def a_call(number, **fields):
    """Return an alert some seconds after the moment: three sources, two ports, some with several packets."""
    first = MOMENT + number * SECOND
    plain = {
        "id": number,
        "first": first,
        "last": first,
        "sport": number,
        "src": f"198.51.100.{(1, 1, 2, 1, 1, 3)[number % 6]}",
        "dport": 22 if number % 4 else 6346,
        "packets": number % 5 + 1,
    }
    return an_alert(**plain | fields)


@pytest.fixture
def full(tmp_path):
    """A session over 24 alerts."""
    session = a_session(tmp_path)
    commit(session.store, [Change(kind="new", alert=a_call(number)) for number in range(1, 25)])
    return session


def ids(pilot):
    feed = alerts_of(pilot).feed
    return [feed.view.id_at(index) for index in range(feed.count)]


def groups(pilot):
    """Return key and count of each group on the screen."""
    lines = screen_lines(pilot.app)[2:]
    return [(words[0], int(words[-1])) for line in lines if (words := line[2:].split()) and words[-1].isdigit()]


async def go(pilot, *keys):
    """Press keys, and wait until what they ask for is shown."""
    await press(pilot, *keys)
    feed = alerts_of(pilot).feed
    await until(pilot, lambda: not feed.levels.arranger.is_busy)


async def test_the_loudest_source_is_found_and_opened_and_left(full):
    """B and 1 group by source, the loudest first; Enter shows its alerts, Esc goes back to the groups, then to all."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await press(pilot, "g", "j", "B")
        assert isinstance(pilot.app.screen, MenuScreen)
        await pilot.press("1")
        await until(pilot, lambda: feed.group is not None)
        assert groups(pilot)[:3] == [("198.51.100.1", 16), ("198.51.100.2", 4), ("198.51.100.3", 4)]
        assert said(pilot).startswith("by source ")
        await press(pilot, "j", "enter")
        await until(pilot, lambda: feed.group is None)
        assert ids(pilot) == [2, 8, 14, 20]
        assert said(pilot).startswith("source 198.51.100.2")
        await press(pilot, "escape")
        await until(pilot, lambda: feed.group is not None)
        assert feed.cursor == 1
        await go(pilot, "escape")
        assert (len(ids(pilot)), feed.current.id, said(pilot)) == (24, 2, "")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_groups_look_like_this(full, size):
    """Key, first, last, lines and alerts; tags of all or some of a group's alerts are signs at its left."""
    async with watching(full, size) as pilot:
        feed = alerts_of(pilot).feed
        await press(pilot, "g", "x", "B", "1")
        await until(pilot, lambda: feed.group is not None and feed.group.tagged == 1)
        await press(pilot, "j", "x")
        await until(pilot, lambda: feed.group.tagged == 4)
        assert_golden(pilot.app, f"groups-{size[0]}x{size[1]}")


async def test_groups_are_opened_into_groups(full):
    """Inside a group B makes groups of its alerts; the counts are those of what is inside."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await press(pilot, "B", "1")
        await until(pilot, lambda: feed.group is not None)
        await press(pilot, "enter")
        await until(pilot, lambda: feed.group is None)
        await press(pilot, "B", "3")
        await until(pilot, lambda: feed.group is not None)
        assert groups(pilot) == [("22/tcp", 12), ("6346/tcp", 4)]
        assert said(pilot).startswith("source 198.51.100.1 · by target port")


async def test_a_group_is_marked_as_one(full):
    """On the row of a group e, s and c are about all of its alerts, in one step that z takes back."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await press(pilot, "B", "1")
        await until(pilot, lambda: feed.group is not None)
        await press(pilot, "e")
        await until(pilot, lambda: said(pilot) == "16 alerts done; z undoes it.")
        await press(pilot, "z")
        assert said(pilot) == "Undone: done 16 alerts."
        await press(pilot, "v")
        assert said(pilot).startswith("A range is one of alerts")
        await press(pilot, "equals_sign")
        assert desk_of(pilot).follower.query.text() == "src:198.51.100.1"
        await until(pilot, lambda: groups(pilot) == [("198.51.100.1", 16)])


async def test_a_sorted_feed_says_that_it_is_not_followed(full):
    """O sorts, O turns it round; the first row is the current one, new rows go where they belong, F says why not."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await go(pilot, "o", "3")
        assert ids(pilot)[:5] == [4, 9, 14, 19, 24]
        assert (feed.cursor, feed.following, "PAUSED" in screen_text(pilot.app)) == (0, False, False)
        assert said(pilot) == "Sorted by packets, most first; o brings the order of time back."
        commit(full.store, [Change(kind="new", alert=a_call(31, packets=99))])
        await until(pilot, lambda: ids(pilot)[0] == 31)
        assert feed.current.id == 4
        await go(pilot, "O")
        assert ids(pilot)[:2] == [5, 10]
        await press(pilot, "F")
        assert said(pilot) == "Only the order of time can be followed; o brings it back."
        await go(pilot, "o", "1")
        assert (ids(pilot)[-1], feed.current.id, feed.following) == (31, 31, True)


async def test_newest_first_follows_at_the_top(full):
    """O in the order of time turns it round: what comes in is the first row, and a move down stops following."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await go(pilot, "O")
        assert (ids(pilot)[:2], feed.cursor, feed.following) == ([24, 23], 0, True)
        commit(full.store, [Change(kind="new", alert=a_call(31))])
        await until(pilot, lambda: ids(pilot)[0] == 31)
        assert (feed.current.id, feed.following) == (31, True)
        await go(pilot, "j")
        commit(full.store, [Change(kind="new", alert=a_call(32))])
        await until(pilot, lambda: ids(pilot)[0] == 32)
        assert (feed.current.id, feed.cursor, "PAUSED +1" in screen_text(pilot.app)) == (24, 2, True)
        await go(pilot, "g")
        assert (feed.current.id, feed.following) == (32, True)
        await go(pilot, "G")
        assert (feed.current.id, feed.following) == (1, False)


async def test_tags_survive_another_order(full):
    """They belong to alerts, not to rows."""
    async with watching(full) as pilot:
        await press(pilot, "g", "x", "x")
        await go(pilot, "o", "3")
        signs = [line[0] for line in screen_lines(pilot.app)[2:12]]
        tagged = [number for number, sign in zip(ids(pilot), signs, strict=False) if sign == "+"]
        assert alerts_of(pilot).feed.tagged == 2
        assert tagged == [number for number in ids(pilot)[:10] if number in (1, 2)]


async def test_tags_survive_another_filter(full, monkeypatch):
    """Also while only the rows in sight are judged, and those of alerts that it does not list."""
    for name, value in (("LARGE", 0), ("FEW", 1), ("NEAR", 1), ("_PAGE", 0)):
        monkeypatch.setattr(nearby, name, value)
    async with watching(full) as pilot:
        feed, follower = alerts_of(pilot).feed, desk_of(pilot).follower
        seen = []
        feed.tag(range(1, 21))
        feed.watch(feed, "tagged", lambda: seen.append(feed.tagged))
        for typed, rows in (("proto:tcp", 24), ("src:198.51.100.3", 4)):
            await go(pilot, "f", *typed, "enter")
            await until(pilot, lambda rows=rows: feed.count == rows and not follower.is_counting)
            await go(pilot, "X")
        assert set(seen) == {20}


async def test_search_goes_on_in_the_order_that_is_shown(full):
    """The next match is the next row, whatever the order."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await go(pilot, "o", "3")
        await press(pilot, "slash", *"198.51.100.3", "enter")
        await until(pilot, lambda: feed.current.src == "198.51.100.3")
        assert feed.cursor == next(at for at, number in enumerate(ids(pilot)) if number % 6 == 5)


async def test_the_menu_of_the_row_does_what_its_keys_do(full):
    """It lists them with their words, by cursor or by key; Esc does nothing."""
    async with watching(full) as pilot:
        await press(pilot, "g", "full_stop")
        text = screen_text(pilot.app)
        assert all(words in text for words in ("Enter", "done, or not", "copy the row"))
        await pilot.press("s")
        await until(pilot, lambda: said(pilot).endswith("is starred; z undoes it."))
        await press(pilot, "full_stop", "j", "j", "j", "enter")
        await until(pilot, lambda: desk_of(pilot).follower.query.text() == "src:198.51.100.1")
        await press(pilot, "full_stop", "escape")
        assert alerts_of(pilot).focused.id == "feed"


async def test_what_cannot_be_followed_is_not_paused(full):
    """PAUSED is a word of the order of time; it comes back with it."""
    async with watching(full) as pilot:
        await press(pilot, "k")
        assert "PAUSED +0" in screen_text(pilot.app)
        await go(pilot, "o", "3")
        assert "PAUSED" not in screen_text(pilot.app)
        await go(pilot, "o", "1")
        assert "PAUSED +0" in screen_text(pilot.app)
