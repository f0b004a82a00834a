"""How a look-up behaves against hostile registries: the longest gap of the loop, memory, and when it was cut.

Run: ``python -m tests.bench.whois``. Figures are printed, nothing is judged.
"""

import asyncio
import resource
import time

from tests.whois.server import (
    Behaviour,
    bomb,
    dripping,
    endless,
    redirect,
    registry,
    reply,
    silent,
    slow_headers,
)
from wallwatch.whois.dial import AskError
from wallwatch.whois.dialect import parse_text
from wallwatch.whois.fetch import Fetch
from wallwatch.whois.rdap import parse_rdap

DEADLINE = 2.0
LINE = b"inetnum: " + b"9" * 250_000


async def here(_host: str, _port: int) -> list[str]:
    """Take the loopback for a registry."""
    return ["127.0.0.1"]


class Gaps:
    """The longest time in which the loop did nothing else."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        """Look again and again."""
        before = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            self.longest = max(self.longest, now - before)
            before = now


async def measure(name: str, behaviour: Behaviour) -> None:
    """Print what one behaviour does."""
    gaps, begin = Gaps(), time.perf_counter()
    async with registry({"/ip": behaviour}) as (port, _), asyncio.TaskGroup() as group:
        watching = group.create_task(gaps.watch())
        await asyncio.sleep(0.01)
        fetch = Fetch(resolve=here, known=lambda url: url.startswith("http://rdap.test"), deadline=DEADLINE)
        try:
            answer = await fetch(f"http://rdap.test:{port}/ip")
            parse_rdap(answer.body, source="x", fetched=0)
            parse_text(answer.body, source="x", fetched=0)
            said = f"{len(answer.body):,} bytes"
        except AskError as error:
            said = str(error)
        watching.cancel()
    seconds = time.perf_counter() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:14} {seconds:6.2f} s  gap {gaps.longest * 1000:6.1f} ms  RSS {memory:5.0f} MiB  {said}")


async def main() -> None:
    """Measure all behaviours in one process, so that memory that is kept shows."""
    modes: dict[str, Behaviour] = {
        "an answer": reply(b"{}"),
        "silent": silent,
        "slow headers": slow_headers,
        "byte by byte": dripping,
        "endless": endless,
        "one long line": reply(LINE),
        "deep JSON": reply(b"[" * 250_000),
        "many entities": reply(
            b'{"startAddress":"192.0.2.0","endAddress":"192.0.2.1","entities":[' + b"{}," * 80_000 + b"{}]}"
        ),
        "gzip bomb": bomb(),
        "redirection": redirect("http://127.0.0.1/"),
    }
    for name, behaviour in modes.items():
        await measure(name, behaviour)


if __name__ == "__main__":
    asyncio.run(main())
