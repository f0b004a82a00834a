"""What is freed goes back to the system."""

import platform
import subprocess
import sys

import pytest

from wallwatch import heap

GIVEN_BACK = """
from pathlib import Path
from wallwatch import heap

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

blocks = [bytes(2_000) for _ in range(20_000)]
stays = bytes(2_000)
del blocks
before = resident()
heap.spare()
print(before - resident())
"""


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="another C library keeps nothing that could be given back"
)
def test_holes_are_given_back() -> None:
    """Forty megabytes that were freed under a block that stays are the system's again."""
    done = subprocess.run([sys.executable, "-c", GIVEN_BACK], check=True, capture_output=True, text=True)
    assert int(done.stdout) > 20_000_000


def test_another_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing of the kind can be told, nothing is."""
    monkeypatch.setattr("ctypes.CDLL", lambda _name: object())
    heap.spare()


def test_memory_is_given_back_after_much_work_that_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither after each piece nor while more of it comes."""
    given: list[int] = []
    monkeypatch.setattr(heap, "spare", lambda: given.append(1))
    sparing = heap.Sparing()
    sparing.after(49_999)
    assert not given
    sparing.after(200_000, is_over=False)
    assert not given
    sparing.after(1)
    sparing.after(1)
    assert len(given) == 1
