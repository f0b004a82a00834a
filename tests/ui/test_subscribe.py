from textual.app import App
from textual.widget import Widget

from tests.ui.desk import until
from wallwatch.bus import Bus
from wallwatch.ui.messages import Troubled
from wallwatch.ui.subscribe import subscribe


async def test_a_pane_knows_how_things_stand_and_hears_what_changes():
    """A subscriber begins with the state of the moment, and misses nothing that comes after it."""
    bus, heard = Bus(), []
    async with App().run_test() as pilot:
        pane = Widget()
        await pilot.app.mount(pane)
        subscribe(pane, bus, Troubled, heard.append, lambda: Troubled("now"))
        await until(pilot, lambda: heard)
        await bus.publish(Troubled("later"))
        await until(pilot, lambda: len(heard) > 1)
    assert heard == [Troubled("now"), Troubled("later")]


async def test_a_pane_that_is_gone_holds_nobody_back():
    """A removed pane leaves the bus, so that the follower never waits for it."""
    bus = Bus()
    async with App().run_test() as pilot:
        pane = Widget()
        await pilot.app.mount(pane)
        subscribe(pane, bus, Troubled, lambda _: None)
        await until(pilot, bus.statistics)
        await pane.remove()
        await until(pilot, lambda: not bus.statistics())
        for _ in range(40):
            await bus.publish(Troubled("x"))
