"""A terminal that is gone without a word: SIGHUP goes to the programs of its session alone, and not to all of those."""

import asyncio
import select
from collections.abc import Callable


def on_hangup(descriptor: int, then: Callable[[], None]) -> None:
    """Call ``then`` once nobody holds the other end of the terminal at ``descriptor`` any more.

    To be called from the loop that is to call it. What is no terminal, pipe or socket is never left. Nothing is called
    where there is no epoll (it is Linux's).
    """
    if not hasattr(select, "epoll"):
        return
    loop, watch = asyncio.get_running_loop(), select.epoll()
    try:
        watch.register(descriptor, 0)  # the end is told to whoever asks for nothing, and keys are not
    except OSError:
        watch.close()
        return

    def gone() -> None:
        loop.remove_reader(watch)
        watch.close()
        then()

    loop.add_reader(watch, gone)
