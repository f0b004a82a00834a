import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.incident import SAMPLES
from tests.ui.hostile import HOSTILE, leaks
from wallwatch.cli.gate import Gate, harmless

KEPT = (
    "",
    "\n",
    "2002-03-02 x3 tcp [UFW BLOCK] [sshd]\n",
    "a,b\r\nc,d\r\n",
    "a\tb",
    "东京 é\u00a0€",
    '{"raw":"\\u001b[2J"}\n',
)
SAMPLES_OF_ESCAPES = (
    ("\x1b[2J\n", "\\u001b[2J\n"),
    ("a\rb\r\n", "a\\u000db\r\n"),
    ("\x9b31m", "\\u009b31m"),
    ("\u202egnp", "\\u202egnp"),
    ("\udcff.log", "\\udcff.log"),
    ("\U000e0041", "\\udb40\\udc41"),
)


@pytest.mark.parametrize("text", KEPT)
def test_what_does_no_harm_is_kept(text):
    """Lines, tabulators, CSV's ends of lines and letters of all scripts."""
    assert harmless(text) == text


@pytest.mark.parametrize(("text", "shown"), SAMPLES_OF_ESCAPES)
def test_what_does_is_an_escape(text, shown):
    """By four digits, as JSON has it."""
    assert harmless(text) == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_json_stays_the_same(text):
    """What is read from it is what was written into it."""
    line = harmless(json.dumps({"raw": text}, ensure_ascii=False))
    assert leaks(line) == []
    assert json.loads(line) == {"raw": text}


def test_a_gate_is_the_stream_behind_it():
    """It flushes, has an encoding, and says how much was written of what it was given."""
    behind = io.TextIOWrapper(io.BytesIO(), "utf-8")
    gate = Gate(behind)
    assert gate.write("\x1bc") == 2
    gate.flush()
    assert behind.buffer.getvalue() == b"\\u001bc"
    assert gate.encoding == "utf-8"


COMMANDS = (
    ["scan", "{log}", "{log}.missing"],
    ["collect", "--once", "{log}"],
    ["sources", "{log}"],
    ["sources", "--json", "{log}"],
    ["sources", "{folder}", "{log}.missing"],
    ["status", "--one-line", "{log}"],
    ["verify", "{log}"],
    ["export", "--store", "{log}"],
    ["fingerprint", "{log}", "--p0f-fp", "{log}"],
    ["report", "{log}", "--incident", "{log}"],
    ["{log}"],
)


@pytest.mark.soak
def test_no_name_of_a_file_reaches_the_terminal_as_it_is(tmp_path: Path):
    """Whoever may write into a directory gives its files any name; each command says it harmless, on either stream."""
    folder = tmp_path / "\x1b]0;t\x07\udcff[bold]\u202ex\n"
    folder.mkdir()
    log = folder / "\x1b[2Ja\x9b31m\rb.log"
    log.write_bytes((SAMPLES / "kern.log").read_bytes())
    said = ""
    for command in COMMANDS:
        arguments = [word.format(log=log, folder=folder) for word in command]
        done = subprocess.run([sys.executable, "-m", "wallwatch", *arguments], capture_output=True, check=False)
        for text in (done.stdout.decode(), done.stderr.decode()):
            assert leaks(text) == [], arguments
            assert "Traceback" not in text, arguments
            said += text
    assert said.count("[bold]") == len(COMMANDS)
