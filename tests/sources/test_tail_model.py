"""A log whose life is made up at random, and a list of what was written to it: T39 of the tailer's cases."""

import asyncio
import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.sources.following import append
from tests.sources.tailing import Log, Tail

KEPT = 4
"""Copies that the rotation keeps."""


class LifeOfALog(RuleBasedStateMachine):
    """What is read is what was written: each line once, in the order of its file.

    A line may be missing only if it was destroyed before it was read. If that could be known, a gap tells it; where
    nothing was destroyed, no gap is told.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.log = Log(Path(self.folder.name, "kern.log"))
        self.loop = asyncio.Runner()
        self.number = 0
        self.file = 0
        self.written: dict[bytes, int] = {}
        self.halves: set[bytes] = set()
        self.half = ""
        self.is_renamed = False
        self.is_up = True
        self.destroyed: set[bytes] = set()
        self.may_be_told = False
        self.told: list[tuple[set[bytes], int]] = []

    @initialize(linger=st.sampled_from([0, 60]))
    def begin(self, linger: int) -> None:
        self.linger = linger
        self.log.path.touch()
        self.tail = Tail(self.log.path, linger=linger)
        self.write(1)
        self.poll()
        self.tail._before.clear()

    # What a daemon does.

    @rule(count=st.integers(1, 4))
    def write(self, count: int) -> None:
        if not self.log.path.exists():
            self.file += 1
        for _ in range(count):
            self.number += 1
            line = f"{self.half}line {self.number}"
            self.written[line.encode()] = self.file
            self.log.write(f"{line.removeprefix(self.half)}\n")
            self.half = ""

    @rule()
    @precondition(lambda self: not self.half and self.log.path.exists())
    def write_half(self) -> None:
        self.number += 1
        self.half = f"half {self.number} "
        self.halves.add(self.half.encode())
        self.log.write(self.half)

    @rule()
    @precondition(lambda self: self.is_renamed and self.linger and self.log.copy(1).exists())
    def write_late(self) -> None:
        self.number += 1
        line = f"late {self.number}\n"
        content = self.log.copy(1).read_bytes()
        append(self.log.copy(1), line if content.endswith(b"\n") or not content else f"\n{line}")
        lines = content.splitlines()
        self.written[line.strip().encode()] = self.written.get(lines[0], -self.number) if lines else -self.number

    # What a rotation does.

    @rule()
    @precondition(lambda self: self.log.path.exists())
    def rotate(self) -> None:
        self.log.rotate()
        self.is_renamed = True
        self.end_file()
        self.drop_oldest()

    @rule(copied=st.sampled_from([True, True, False]))
    @precondition(lambda self: self.log.path.exists())
    def copytruncate(self, *, copied: bool) -> None:
        if not copied:
            self.destroy(self.log.path)
        self.log.copytruncate(copied=copied)
        self.is_renamed = self.is_renamed and not copied
        self.end_file()
        self.drop_oldest()

    @rule(number=st.integers(1, KEPT))
    @precondition(lambda self: any(self.log.copy(number).exists() for number in range(1, KEPT + 1)))
    def pack(self, number: int) -> None:
        if self.log.copy(number).exists():
            self.log.pack(number)

    @rule()
    @precondition(lambda self: self.log.path.exists())
    def delete(self) -> None:
        self.destroy(self.log.path)
        self.log.path.unlink()
        self.end_file()

    # What becomes of the reader.

    @rule()
    @precondition(lambda self: self.is_up)
    def step(self) -> None:
        self.loop.run(self.tail.step()) if self.is_up else None
        self.check()

    @rule()
    @precondition(lambda self: self.is_up)
    def poll(self) -> None:
        self.loop.run(self.tail.poll()) if self.is_up else None
        self.check()

    @rule(forget=st.integers(0, 4))
    @precondition(lambda self: self.is_up)
    def kill(self, forget: int) -> None:
        self.tail.restart(forget=forget)
        self.is_up = False
        self.may_be_told = self.may_be_told or bool(self.destroyed)
        self.told = [(lines, min(before, len(self.tail.gaps))) for lines, before in self.told]

    @rule()
    @precondition(lambda self: not self.is_up)
    def start(self) -> None:
        self.is_up = True
        self.poll()

    # What must be true.

    def end_file(self) -> None:
        """Begin another file: what was half there is a line, or is lost."""
        self.half = ""
        self.file += 1

    def drop_oldest(self) -> None:
        for path in (self.log.copy(KEPT + 1), Path(f"{self.log.copy(KEPT + 1)}.gz")):
            if path.exists():
                self.destroy(path)
                path.unlink()

    def destroy(self, path: Path) -> None:
        """Note which lines nobody can read any more, and whether the reader can know that there were some."""
        lines, seen = set(content(path)), set(self.tail.lines)
        self.destroyed |= lines
        is_last = bool(lines & seen) and self.last_read() in {self.written.get(line) for line in lines}
        self.may_be_told = self.may_be_told or not lines <= seen or (is_last and not self.is_up)
        if is_last and not self.is_up and not lines <= seen:
            self.told.append((lines - seen, len(self.tail.gaps)))

    def last_read(self) -> int:
        return max(self.written.get(line, 0) for line in self.tail.lines)

    def check(self) -> None:
        lines = self.tail.lines
        assert len(lines) == len(set(lines))
        assert set(lines) <= self.written.keys() | self.halves
        for file in set(self.written.values()):
            of_file = [line for line in lines if self.written.get(line) == file]
            assert of_file == [line for line in self.written if line in set(of_file)]
        if not self.may_be_told:
            assert self.tail.gaps == []

    def teardown(self) -> None:
        try:
            self.end()
        finally:
            self.tail.stop()
            self.loop.close()
            self.folder.cleanup()

    def end(self) -> None:
        """Read what there is, look again, and compare."""
        self.is_up = True
        self.write(1)
        self.poll()
        self.tail.restart()
        self.poll()
        missing = self.written.keys() - set(self.tail.lines)
        assert missing <= self.destroyed
        gaps = len(self.tail.gaps)
        self.tail.restart()
        self.poll()
        assert len(self.tail.gaps) == gaps
        for lines, before in self.told:
            assert not lines & missing or len(self.tail.gaps) > before


def content(path: Path) -> list[bytes]:
    return (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).splitlines()


def run(examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        LifeOfALog,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet),
    )


def test_t39_whatever_happens_to_a_log_each_line_is_read_once():
    """Rotated, copied, emptied, packed, deleted, and the reader killed: the lines read are the lines written."""
    run(60, 25)


@pytest.mark.fuzz
@pytest.mark.timeout(3_600)
def test_t39_whatever_happens_to_a_log_for_2000_times():
    """The same, with longer lives."""
    run(2_000, 50)
