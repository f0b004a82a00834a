from pathlib import Path

import msgspec
import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert, the_incident
from tests.ui.desk import NOW, a_session, commit, desk_of, until, watching
from tests.ui.golden import assert_golden
from tests.ui.hostile import HOSTILE, leaks, screen_text
from wallwatch.model import Change, Stack
from wallwatch.noise.read import new_rule
from wallwatch.noise.rules import with_rule
from wallwatch.text import visible
from wallwatch.ui.screens.alerts import AlertsScreen
from wallwatch.ui.screens.overview import OverviewScreen
from wallwatch.ui.widgets.bar_lines import BarLines
from wallwatch.ui.widgets.rate_plot import RatePlot

MINUTE = 60 * SECOND
PORTS = (6346, 6346, 6346, 6346, 22, 23, 22, 6346, 27374, 445, 3389, 80, 8080)
SIZES = ((80, 24), (100, 30), (120, 40), (200, 60), (40, 10))
STACKS = (("Windows", "client"), ("Linux 5.x", "client"), ("masscan", "scanner"), None)


def some_alerts(count=240):
    """Yield attempts of four hours, most of them on one port, with a burst in the third hour."""
    for number in range(1, count + 1):
        first = MOMENT + (number * MINUTE if number % 3 else 130 * MINUTE + number * SECOND)
        sent = STACKS[number % len(STACKS)]
        yield an_alert(
            id=number,
            first=first,
            last=first,
            src=f"198.51.{number % 7}.{number % 200}",
            dport=PORTS[number % len(PORTS)],
            proto="udp" if number % 31 == 0 else "tcp",
            network=f"EXAMPLE-{number % 3}" if number % 7 > 2 else None,
            os=None if sent is None else Stack(sent[0], match="generic"),
            verdict=sent[1] if sent else "unknown",
        )


@pytest.fixture
def session(tmp_path: Path, monkeypatch):
    """Give a session with such a store, and a rule that hides most of it."""
    for place in ("bar_lines", "rate_plot"):
        monkeypatch.setattr(f"wallwatch.ui.widgets.{place}.is_plain", lambda: False)
    tmp_path.chmod(0o700)
    session = a_session(tmp_path)
    commit(session.store, [Change(kind="new", alert=alert) for alert in some_alerts()])
    session.rules.write_text(with_rule("", new_rule("gnutella", "leftovers", "dport:6346", now=NOW)))
    return session


def overview(pilot) -> OverviewScreen:
    assert isinstance(pilot.app.screen, OverviewScreen)
    return pilot.app.screen


def bars(pilot, kind):
    return {bar.label: (bar.new, bar.noise) for bar in overview(pilot).query_one(f"#{kind}", BarLines)._bars}


async def opened(pilot):
    """Go to the overview, and wait until all is counted."""
    await pilot.press("2")
    await until(pilot, lambda: isinstance(pilot.app.screen, OverviewScreen))
    # The networks come last.
    await until(pilot, lambda: bars(pilot, "networks"))


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    monkeypatch.setattr("wallwatch.ui.screens.overview.CALM", 0.01)
    monkeypatch.setattr("wallwatch.ui.screens.overview._SHARE", 0)


async def test_the_plots_fit_the_screen(session):
    """More room shows more bars, and where there is little, one plot stands below the rate."""
    async with watching(session) as pilot:
        await opened(pilot)
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await until(pilot, lambda width=width: overview(pilot).size.width == width)
            assert_golden(pilot.app, f"overview-{width}x{height}")


async def test_in_ascii_the_plots_keep_their_shape(session, monkeypatch):
    """New and noise have signs of their own, and nothing needs more than ASCII."""
    for place in ("bar_lines", "rate_plot"):
        monkeypatch.setattr(f"wallwatch.ui.widgets.{place}.is_plain", lambda: True)
    async with watching(session) as pilot:
        await opened(pilot)
        await pilot.press("H")
        await until(pilot, lambda: "6346 gnutella" in bars(pilot, "ports"))
        await pilot.press("shift+tab", "left", "left")
        await pilot.pause()
        assert_golden(pilot.app, "overview-ascii-80x24")


async def test_noise_is_left_out_unless_it_is_shown(session):
    """The rate shows both, whatever is hidden; the bars count what Enter would list."""
    async with watching(session) as pilot:
        await opened(pilot)
        assert not any("6346" in label for label in bars(pilot, "ports"))
        await pilot.press("H")
        await until(pilot, lambda: any("6346" in label for label in bars(pilot, "ports")))
        assert "NOISE SHOWN" in screen_text(pilot.app)
        await until(pilot, lambda: any(noise for _, noise in bars(pilot, "networks").values()))
        listed = sum(new + noise for new, noise in bars(pilot, "verdicts").values())
        assert listed == len(desk_of(pilot).follower.rows) == 240


@pytest.mark.parametrize(("plots", "kind"), [(0, "ports"), (1, "networks"), (3, "verdicts")])
async def test_enter_shows_the_alerts_of_a_bar(session, plots, kind):
    """As many rows as the bar counts."""
    async with watching(session) as pilot:
        await opened(pilot)
        await pilot.press(*["tab"] * plots, "j")
        bar = overview(pilot).query_one(f"#{kind}", BarLines)._bars[1]
        await pilot.press("enter")
        await until(pilot, lambda: len(desk_of(pilot).follower.rows) == bar.new)
        assert isinstance(pilot.app.screen, AlertsScreen)
        assert desk_of(pilot).follower.query.text() == bar.terms[0]
        assert bar.terms[0] in screen_text(pilot.app)


async def test_enter_on_a_time_shows_what_was_seen_then(session):
    """A second time takes the place of the first."""
    async with watching(session) as pilot:
        await opened(pilot)
        await pilot.press("shift+tab", "g", "right", "right")
        rate = overview(pilot).query_one(RatePlot)
        new, _ = rate._rate.at(2)
        await pilot.press("enter")
        await until(pilot, lambda: len(desk_of(pilot).follower.rows) == new)
        assert desk_of(pilot).follower.query.text().startswith("since:2002-03-02T")
        await opened(pilot)
        await pilot.press("equals_sign")
        await pilot.pause()
        assert len(desk_of(pilot).follower.query.terms) == 2


async def test_a_bar_narrows_the_overview_itself(session):
    """``=`` and ``!`` add a term, Backspace and X drop them, f edits them; the screen stays."""
    async with watching(session) as pilot:
        await opened(pilot)
        await pilot.press("equals_sign")
        await until(pilot, lambda: len(bars(pilot, "ports")) == 1)
        await pilot.press("backspace")
        await until(pilot, lambda: len(bars(pilot, "ports")) > 1)
        first = next(iter(bars(pilot, "ports")))
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: first not in bars(pilot, "ports"))
        await pilot.press("X", "f", *"dport:80", "enter")
        await until(pilot, lambda: list(bars(pilot, "ports")) == ["80/tcp http"])
        await pilot.press("shift+tab", "exclamation_mark")
        await pilot.pause()
        assert "No single term" in screen_text(pilot.app)
        await pilot.press("f", *"1", "enter")
        await until(pilot, lambda: not bars(pilot, "ports"))
        assert "Nothing passes the filter" in screen_text(pilot.app)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, AlertsScreen)


async def test_what_comes_in_is_counted(session):
    """Without a key; and while another screen is in sight nothing is asked of the store."""
    async with watching(session) as pilot:
        await opened(pilot)
        grown = [msgspec.structs.replace(alert, dport=5060) for alert in some_alerts(300)][240:]
        commit(session.store, [Change(kind="new", alert=alert) for alert in grown])
        await until(pilot, lambda: "5060 sip" in bars(pilot, "ports") or "5060/tcp sip" in bars(pilot, "ports"))
        before = overview(pilot)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen))
        assert not [worker for worker in before.workers if worker.group == "count" and worker.node is before]


async def test_nothing_is_asked_and_painted_while_nothing_changes(session, monkeypatch):
    """The store is left alone until something is committed."""
    async with watching(session) as pilot:
        await opened(pilot)
        asked = []
        monkeypatch.setattr(
            "wallwatch.ui.overviewer.Question", lambda path: asked.append(path) or pytest.fail("asked for nothing")
        )
        for _ in range(20):
            desk_of(pilot).follower.look_now()
            await pilot.pause(0.01)
        assert asked == []


async def test_an_empty_store_says_so(tmp_path):
    """There is nothing to go to, and no key does harm."""
    session = a_session(tmp_path)
    commit(session.store)
    async with watching(session) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: "Nothing to count yet" in screen_text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen))
        await pilot.press("2", "equals_sign", "exclamation_mark", "shift+tab", "right", "enter")
        assert desk_of(pilot).follower.query.text() == ""


async def test_strangers_text_is_shown_as_it_is(tmp_path):
    """Names of networks and systems may be anything, and are literal text in the filter as well."""
    session = a_session(tmp_path)
    first, *_ = the_incident()
    alerts = [
        msgspec.structs.replace(
            first.alert, id=number, network=visible(hostile), os=Stack(visible(hostile), match="reported")
        )
        for number, hostile in enumerate(HOSTILE, start=1)
    ]
    commit(session.store, [Change(kind="new", alert=alert) for alert in alerts])
    async with watching(session, (120, 60)) as pilot:
        await opened(pilot)
        assert len(bars(pilot, "networks")) > 1
        assert leaks(screen_text(pilot.app)) == []
        await pilot.press("tab")
        for place, bar in enumerate(overview(pilot).query_one("#networks", BarLines)._bars):
            await pilot.press("equals_sign")
            await until(pilot, lambda: not desk_of(pilot).follower._is_stale)
            assert len(desk_of(pilot).follower.rows) >= bar.new
            assert leaks(screen_text(pilot.app)) == []
            await pilot.press("X")
            await until(pilot, lambda: len(bars(pilot, "verdicts")) >= 1 and len(bars(pilot, "networks")) > 1)
            if place == 2:
                break
            await pilot.press("j")
