from pathlib import Path

import pytest

from wallwatch.config import Problem
from wallwatch.errors import SignatureError
from wallwatch.fingerprint.database import bundled, parse_database, read_database

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
    assert {entry.label.family for entry in database.entries} == {
        "nmap", "Linux", "Windows", "macOS", "iOS", "FreeBSD", "OpenBSD", "NetBSD", "Solaris",
    }  # fmt: skip


def test_no_bundled_signature_stands_twice():
    """A second one could never be named."""
    signatures = [entry.signature for entry in bundled().entries]
    assert len(set(signatures)) == len(signatures)


def test_a_database_file_is_known_by_its_path(tmp_path: Path):
    """Bytes that are no UTF-8 in a comment do not matter."""
    path = tmp_path / "p0f.fp"
    path.write_bytes(b"; Micha\xb3\n" + TEXT.encode())
    database = read_database(path)
    assert database.name == str(path)
    assert len(database.entries) == 3


def test_a_file_that_cannot_be_read_is_an_error_with_a_reason(tmp_path: Path):
    """The sentence names the file and what the system said."""
    with pytest.raises(SignatureError, match=r"none\.fp cannot be read: No such file"):
        read_database(tmp_path / "none.fp")
