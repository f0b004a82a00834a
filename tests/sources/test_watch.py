import asyncio
from pathlib import Path

from wallwatch.sources.watch import Watch, watch_path


async def test_without_events_the_clock_wakes():
    """A watch that knows of no events returns when the time is over, and takes no part in files."""
    with watch_path(Path("/var/log/kern.log")) as watch:
        watch.follow(0)
        watch.forget(0)
        async with asyncio.timeout(5):
            await watch.wait(0.001)
    assert watch.reason == ""


def test_the_reason_is_kept():
    """Why there are no events is there to be shown."""
    assert Watch("The kernel gives no file events.").reason == "The kernel gives no file events."
