"""Alerts that may be of one machine, held without a store."""

import random
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.evidence.machines import LINUX, Machine
from tests.evidence.samples import SECOND
from wallwatch.engine.kin import Held
from wallwatch.model import Alert, Change
from wallwatch.store import Batch, StoreReader, StoreWriter
from wallwatch.store.ledger import subject_of


def _alerts() -> list[Alert]:
    """Return attempts of two families from three ranges over some days, some of one packet."""
    rng = random.Random(7)
    stacks = (Machine(rng), Machine(rng, LINUX))
    alerts = []
    for number in range(1, 900):
        src = rng.choice(("198.51.100.", "198.51.7.", "203.0.113.")) + str(rng.randrange(1, 250))
        alert, _ = rng.choice(stacks).burst(src, rng.randrange(6 * 86_400), number=number)
        alerts.append(alert if rng.random() < 0.8 else replace(alert, packets=1))
    v6 = Machine(rng).burst("2001:db8::7", 9, number=900)[0]
    return [*alerts, v6, replace(v6, id=901, src="2001:db8:1::7"), replace(v6, id=902, os=None)]


def test_what_is_held_answers_as_a_store_does(tmp_path: Path) -> None:
    """Range, family, time and the number of those that are nearest are the same."""
    alerts = _alerts()
    tmp_path.chmod(0o700)
    with closing(StoreWriter(tmp_path / "s.db")) as writer:
        writer.open()
        writer.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in alerts]))
    held, sizes = Held(alerts, lambda _: ()), set()
    with closing(StoreReader(tmp_path / "s.db")) as reader:
        reader.open()
        for alert in alerts[::7] + alerts[-3:]:
            kept = sorted(each.id for each in reader.kindred(alert))
            assert sorted(each.id for each in held.kindred(alert)) == kept
            sizes.add(len(kept))
    assert max(sizes) > 100
    assert 0 in sizes


@pytest.mark.parametrize("most", [3, 20])
def test_the_nearest_in_time_are_taken(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """So many on each side."""
    monkeypatch.setattr("wallwatch.engine.kin.MOST", most)
    alerts = [alert for alert in _alerts() if alert.src.startswith("198.51.") and alert.packets > 1]
    held, focus = Held(alerts, lambda _: ()), alerts[50]
    found = [each.first for each in held.kindred(focus)]
    assert sum(first <= focus.first for first in found) == sum(first > focus.first for first in found) == most
    assert found == sorted(found)


def test_alerts_are_found_by_what_they_are() -> None:
    """And their packets by their number."""
    alerts = _alerts()
    held = Held(alerts, lambda number: (number,))  # type: ignore[arg-type, return-value]
    assert alerts[4] in held.alike([subject_of(alerts[4])])
    assert held.alike([]) == []
    assert held.alike([replace(subject_of(alerts[4]), dport=1, first=9 * SECOND)]) == []
    assert held.packets(5) == (5,)
