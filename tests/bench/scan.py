"""How fast whole logs are read: ``wallwatch scan`` and ``wallwatch collect --once`` beside ``wc -l`` and lnav.

Run: ``python -m tests.bench.scan [LINES]``. Figures are printed, nothing is judged; compare the ratios of one run.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WALLWATCH = (sys.executable, "-m", "wallwatch")
LNAV = (
    "lnav", "-n", "-c",
    ";SELECT count(*) FROM (SELECT regexp_match('SRC=(\\S+)', log_body) AS s FROM all_logs GROUP BY s)",
)  # fmt: skip


def main(lines: int = 200_000) -> None:
    """Make a corpus of that many lines and time the peers over it, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "kern.log")
        with log.open("wb") as corpus:
            subprocess.run([sys.executable, "-m", "tests.bench.corpus", str(lines)], stdout=corpus, check=True)
        print(f"{lines} lines, {log.stat().st_size / 1e6:.0f} MB")
        commands: dict[str, tuple[str, ...]] = {
            "wc -l": ("wc", "-l", str(log)),
            "scan": (*WALLWATCH, "scan", str(log)),
            "scan --alerts": (*WALLWATCH, "scan", "--alerts", str(log)),
            "collect --once": (*WALLWATCH, "collect", "--once", str(log)),
        }
        if shutil.which("lnav"):
            commands["lnav, by source"] = (*LNAV, str(log))
        for name, command in commands.items():
            print(f"{name:20} {_line(command, lines, Path(folder))}")


def _line(command: tuple[str, ...], lines: int, home: Path) -> str:
    variables = os.environ | {f"XDG_{name}_HOME": str(home / name) for name in ("STATE", "CONFIG", "CACHE")}
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    return f"{seconds:7.2f} s {lines / seconds:11,.0f} lines/s {usage.ru_maxrss / 1024:6.0f} MiB"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
