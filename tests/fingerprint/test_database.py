from collections import Counter
from importlib.resources import files

import pytest

from wallwatch.config import Problem
from wallwatch.fingerprint.database import bundled, parse_database

TEXT = """\
; A comment.
classes = win,unix,other

[mtu]
label = Ethernet or modem
sig   = 1500

[tcp:request]

label = s:unix:Linux:2.4
sig   = *:64:0:*:mss*4,0:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*4,1:mss,sok,ts,nop,ws:df,id+:0

label = s:!:NMap:SYN scan
sys   = @unix,@win
sig   = *:64-:0:1460:1024,0:mss::0

[tcp:response]
label = s:unix:Linux:3.x
sig   = *:64:0:*:mss*10,0:mss:df:0
"""


def test_only_the_signatures_of_syns_are_read():
    """MTUs, answers and HTTP have sections of their own."""
    database = parse_database(TEXT, "small")
    assert [(entry.label.text, entry.line) for entry in database.entries] == [
        ("Linux 2.4", 11),
        ("Linux 2.4", 12),
        ("NMap SYN scan", 16),
    ]
    assert database.entries[0].text == "*:64:0:*:mss*4,0:mss,sok,ts,nop,ws:df,id+:0"
    assert database.problems == ()


def test_a_line_that_cannot_be_read_is_named_and_the_others_count():
    """Whoever edits a database learns the number of each bad line at once."""
    text = "[tcp:request]\nsig = 4:64\nlabel = Linux\nsig = *:64:0:*:*,*:mss::0\nlabel = s:a:B:c\nsig = 4\nodd\n"
    text += "sig = *:64:0:*:*,*:mss::0\n"
    database = parse_database(text, "bad")
    assert [entry.line for entry in database.entries] == [8]
    assert [problem.line for problem in database.problems] == [2, 3, 4, 6, 7]
    assert database.problems[2] == Problem("bad", 4, "", "A signature stands after the label it belongs to.")


@pytest.mark.parametrize(
    "text", ["", "[tcp:request]", "\0\x1b[2J", "[[[[", "=" * 10_000, "[tcp:request]\n" + ":" * 10_000]
)
def test_no_text_makes_a_database_fail(text):
    """Rubbish gives no signatures."""
    assert parse_database(text, "rubbish").entries == ()


def test_the_bundled_database_has_no_mistake():
    """Every line that ships can be read, and every signature but a tool's has a family."""
    database = bundled()
    assert database.problems == ()
    families = {entry.label.family for entry in database.entries}
    assert families >= {"nmap", "Linux", "Windows", "macOS", "iOS", "FreeBSD", "OpenBSD", "NetBSD", "Solaris", "Cisco"}
    assert all(families)


def test_every_group_of_the_bundled_database_names_its_source():
    """A signature that nobody can check is none."""
    text = files("wallwatch.fingerprint").joinpath("signatures", "wallwatch.fp").read_text(encoding="utf-8")
    for part in text.split("[tcp:request]")[1].split("; Source: ")[1:]:
        assert len(part.partition("\n")[0]) > 20
    headings = [line for line in text.splitlines() if line.startswith("; -")]
    assert len(headings) % 2 == 0
    for group in text.split("; ---")[2:]:
        assert "label = " not in group.split("; Source: ")[0]


def test_no_bundled_signature_stands_twice():
    """A second one could never be named."""
    signatures = Counter(entry.signature for entry in bundled().entries)
    assert [signature for signature, count in signatures.items() if count > 1] == []
