"""The demo's incident, written into real files."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from wallwatch.engine import replay
from wallwatch.model.times import SECOND, from_datetime, to_datetime

NOW = from_datetime(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
SAMPLES = Path(__file__).parents[1] / "samples" / "incident"


async def _no_wait(_seconds: float) -> None:
    return None


def test_the_script_speaks_of_four_logs() -> None:
    """The incident is told by an IDS, a kernel, p0f and packet dumps."""
    assert replay.logs(replay.incident()) == ("kern.log", "messages", "p0f.log", "snort.dump")


def test_no_pause_is_longer_than_three_seconds() -> None:
    """An hour between two bursts is not waited for."""
    assert max(replay.pauses(replay.incident())) == replay.LONGEST_PAUSE


async def test_stamps_keep_the_true_spacing_and_end_now(tmp_path: Path) -> None:
    """The last packet is stamped with the time at which it is written, the first more than an hour before."""
    steps = replay.incident()
    await replay.replay(steps, tmp_path, NOW, sleep=_no_wait, zone=UTC)
    dumped = (tmp_path / "snort.dump").read_text().splitlines()
    stamps = [line.split()[0] for line in dumped if line.startswith("11/22-")]
    waited = sum(replay.pauses(steps))
    last = to_datetime(NOW + round((waited - (steps[-1].at - 4274.8839)) * SECOND))
    assert stamps[-1] == f"{last:%m/%d-%H:%M:%S.%f}"
    assert [stamp[6:11] for stamp in stamps] == ["10:49", "10:49", "10:49", "12:00", "12:00", "12:00"]


def test_the_samples_are_the_scripts_two_bursts() -> None:
    """What the tests read in files of 2002 is what the demo writes with stamps of today."""
    zero = from_datetime(datetime(2002, 3, 2, 15, 32, 54, tzinfo=UTC))
    bursts = [step for step in replay.incident() if "198.51.100.1" in step.text or "repeated" in step.text]
    for log in replay.logs(bursts):
        written = "".join(replay.stamped(step, zero, UTC) for step in bursts if step.log == log)
        assert (SAMPLES / log).read_text() == written


def test_the_networks_of_the_demo_are_in_the_caches_form() -> None:
    """The canned whois records can be decoded."""
    assert isinstance(msgspec.json.decode(replay.networks()), list | dict)
