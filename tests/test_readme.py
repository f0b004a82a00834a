"""The README shows only what works."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from wallwatch.cli import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_two_commands_set_everything_up() -> None:
    """One command ends in the running demo, one in a test run; each does all its own set-up."""
    set_up = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(set_up) == 2
    assert set_up[0].endswith("wallwatch demo")
    assert set_up[1].endswith("pytest -q -n 2 --dist worksteal")


@pytest.mark.parametrize("picture", re.findall(r"\]\((screenshots/[^)]+)\)", README) or ["none"])
def test_the_pictures_exist(picture: str) -> None:
    """What the README shows lies in the tree."""
    assert (ROOT / picture).is_file()


def test_every_command_is_in_the_readme() -> None:
    """No command is left unmentioned, and none is mentioned that does not exist."""
    shown = set(re.findall(r"`wallwatch ([a-z]+)", README))
    assert shown == set(cli.list_commands(None))  # type: ignore[arg-type]


TRANSCRIPTS = [block.split("```")[0].splitlines() for block in README.split("```console\n$ wallwatch ")[1:]]


@pytest.mark.parametrize("shown", TRANSCRIPTS, ids=[shown[0].split()[0] for shown in TRANSCRIPTS])
def test_a_transcript_is_what_the_command_prints(
    shown: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A command of the README, over the sample logs, prints the lines that the README shows, or the first of them."""
    monkeypatch.chdir(ROOT / "tests" / "samples" / "incident")
    monkeypatch.setenv("TZ", "UTC")
    for name in ("CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    command, _, head = shown[0].partition(" | head -")
    outcome = CliRunner().invoke(cli, command.split(), catch_exceptions=False)
    printed = [*outcome.stdout.rstrip().splitlines(), *outcome.stderr.splitlines()]
    assert (printed[: int(head)] if head else printed) == shown[1:]
