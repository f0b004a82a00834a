"""What the end of a log tells."""

import os
from pathlib import Path

import pytest

from tests.engine.kernel_log import LINK, NOTICES, packets
from wallwatch.engine.clues import SEARCHED, TAIL, Clues, look


def _log(folder: Path, *lines: str) -> Path:
    path = folder / "kern.log"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def test_the_kernels_lines_and_its_packets_are_told_apart(tmp_path: Path) -> None:
    """A log of link states is a kernel's, and none of a firewall; of syslog's own lines neither is said."""
    assert look(_log(tmp_path, LINK, LINK)) == Clues(kernel=2)
    assert look(_log(tmp_path, LINK, *packets(1, 1))) == Clues(kernel=2, packets=True)
    assert look(_log(tmp_path, "Nov 22 10:00:00 gate sshd[1]: a kernel: line")) == Clues()


@pytest.mark.parametrize("shown", NOTICES)
def test_a_notice_of_lost_lines_is_found(tmp_path: Path, shown: str) -> None:
    """Whoever drops lines says so in words of its own; they are shown without the head of the line."""
    assert look(_log(tmp_path, LINK, NOTICES[shown], LINK)).notices == (shown,)


def test_the_newest_notice_of_a_kind_counts(tmp_path: Path) -> None:
    """Each limit is named once, however often it was reached."""
    older = NOTICES["net_ratelimit: 12 callbacks suppressed"].replace("12", "11")
    assert look(_log(tmp_path, older, *NOTICES.values())).notices[0].startswith(("net_ratelimit: 12", "printk"))
    assert look(_log(tmp_path, older, older.replace("11", "13"))).notices == ("net_ratelimit: 13 callbacks suppressed",)


def test_nobody_else_is_believed(tmp_path: Path) -> None:
    """Whoever can log can write the words of a notice, and is not the kernel for it."""
    forged = "Nov 22 10:00:00 gate sshd[1]: Invalid user net_ratelimit: 12 callbacks suppressed from 192.0.2.9"
    assert look(_log(tmp_path, *[forged] * 50)).notices == ()
    true = NOTICES["net_ratelimit: 12 callbacks suppressed"]
    assert look(_log(tmp_path, true, *[forged] * 5)).notices == ("net_ratelimit: 12 callbacks suppressed",)


def test_a_plateau_shows_a_rule_with_a_limit(tmp_path: Path) -> None:
    """Lines of many senders that come by the clock do so because a rule logs no more."""
    assert look(_log(tmp_path, *packets(12, 20))).pause == 20.0


@pytest.mark.parametrize(
    "lines",
    [packets(12, 20, jitter=7), packets(12, 20, senders=2), packets(9, 20), packets(12, 1), []],
    ids=["irregular", "a program that calls by the clock", "too few", "too fast to tell", "nothing"],
)
def test_anything_else_is_no_plateau(tmp_path: Path, lines: list[str]) -> None:
    """A beacon, a flood and chance have no limit."""
    assert look(_log(tmp_path, *lines)).pause is None


def test_only_the_end_of_a_large_log_is_looked_at(tmp_path: Path) -> None:
    """Words are searched for in the last megabytes, lines are read in less; a torn first line is none."""
    path = _log(tmp_path, *packets(1, 1))
    with path.open("a") as log:
        log.write("x" * TAIL + "\n" + LINK + "\n")
    assert look(path) == Clues(kernel=1, packets=True)
    with path.open("ab") as log:
        log.truncate(SEARCHED + TAIL)
        log.seek(0, os.SEEK_END)
        log.write(f"\n{LINK}\n".encode())
    assert look(path) == Clues(kernel=1)


def test_what_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    """No file, a directory, and rubbish are all the same."""
    assert look(tmp_path / "none") == Clues()
    assert look(tmp_path) == Clues()
    (tmp_path / "rubbish").write_bytes(bytes(range(256)) * 99 + b" suppressed \xff" * 30)
    assert look(tmp_path / "rubbish") == Clues()
