"""A made history of known noise, and a person who gets rid of it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.bench.known_noise import DEVIATIONS, MATCH, START, deviants, history
from tests.ui.desk import a_session
from tests.ui.test_follower import Listener, following
from tests.ui.test_shapes import Engine
from wallwatch.model import Alert
from wallwatch.noise.axes import DAY
from wallwatch.noise.read import new_rule
from wallwatch.ui.messages import Sum, SumChanged

pytestmark = pytest.mark.soak

COUNT = 100_000
LATER = 3_000
BATCH = 5_000
NOW = START + 11 * DAY
"""When somebody has seen it all."""


def batches(alerts: Iterable[Alert], size: int) -> Iterator[list[Alert]]:
    walk = iter(alerts)
    return iter(lambda: list(islice(walk, size)), [])


def sums(it: Listener) -> list[Sum]:
    return [each.sum for each in it.heard if isinstance(each, SumChanged)]


async def test_one_rule_hides_the_noise_and_what_deviates_comes_out(tmp_path: Path) -> None:
    """Of 100,000 alerts 90 % are noise; the twelve that deviate are named before, odd afterwards, and the sum holds."""
    session = a_session(tmp_path, clock=lambda: NOW)
    engine = Engine(session)
    odd, lines, noise = deviants(COUNT), 0, 0
    made = history(COUNT, LATER)
    async with following(session) as it:
        desk, follower = it.desk, it.follower
        for batch in batches(islice(made, COUNT), BATCH):
            engine.add(*batch)
            lines += sum(alert.lines for alert in batch)
            noise += sum(alert.lines for alert in batch if 6346 <= (alert.dport or 0) <= 6349 and alert.id not in odd)
            await it.looks()
            assert follower.sum.sum == Sum(shown=lines)
            assert {each.received for each in sums(it)} == {lines}
        assert len(follower.rows) == COUNT

        *_, found = [each async for each in desk.previews(MATCH)]
        assert (found.alerts, found.odd_alerts) == (COUNT * 9 // 10, len(odd))
        named = {member.alert.id: {oddity.axis for oddity in member.oddities} for member in found.odd}
        assert named == {number: {DEVIATIONS[place][0]} for number, place in odd.items()}, "in one thing each"

        await desk.hide(new_rule("gnutella", "peers of the last holder", MATCH, now=NOW), lambda _: None)
        await it.looks()
        assert {each.received for each in sums(it)} == {lines}
        await follower.keeper.learn()
        await it.looks()
        assert {each.received for each in sums(it)} == {lines}
        assert follower.rows.odd == set(odd)
        assert follower.sum.sum == Sum(shown=lines - noise, hidden=noise)

        for batch in batches(made, LATER // 10):
            engine.add(*batch)
            lines += sum(alert.lines for alert in batch)
            noise += sum(alert.lines for alert in batch if 6346 <= (alert.dport or 0) <= 6349)
            await it.looks()
            assert {each.received for each in sums(it)} == {lines}
            assert follower.sum.sum == Sum(shown=lines - noise, hidden=noise)
        assert follower.rows.odd == set(odd)
    engine.close()
