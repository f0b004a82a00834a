from pathlib import Path

import pytest

from wallwatch.config import Problem
from wallwatch.errors import SignatureError
from wallwatch.fingerprint.file import parse_any, read_database

P0F_3 = "[tcp:request]\nlabel = s:unix:Linux:2.4\nsig = *:64:0:*:mss*4,0:mss,sok,ts,nop,ws:df,id+:0\n"
P0F_2 = "# A comment.\n\nS4:64:1:60:M*,S,T,N,W0:.:Linux:2.4 to 2.6\nS4:64:1:60:M*,S,T,N,W%2:.:Linux:odd\n"
PF_OS = "# pf\nS4:64:1:60:M*,S,T,N,W0:\t\tLinux:2.4::Linux 2.4 to 2.6\nS4:64:0:60\n"

FILES = [
    (P0F_3, ["Linux 2.4"], 0, 0),
    (P0F_2, ["Linux 2.4 to 2.6"], 1, 0),
    (PF_OS, ["Linux 2.4 to 2.6"], 0, 1),
    ("", [], 0, 0),
    ("\0\x1b[2J\n::::::::\n", [], 0, 0),
    ("::::::::\n", [], 0, 1),
]


@pytest.mark.parametrize(("text", "labels", "left_out", "problems"), FILES)
def test_the_content_tells_the_grammar(text, labels, left_out, problems):
    """p0f 3 has sections, p0f 2 eight fields between colons, pf.os nine; what ours cannot say is counted."""
    database = parse_any(text, "some")
    assert [entry.label.text for entry in database.entries] == labels
    assert (database.left_out, len(database.problems)) == (left_out, problems)


def test_a_line_of_an_old_grammar_that_cannot_be_read_is_named():
    """As one of a new file."""
    (problem,) = parse_any(PF_OS, "pf.os").problems
    assert problem == Problem("pf.os", 3, "", "A signature has 9 fields between colons, this one 4.")


def test_an_entry_keeps_its_text_and_line():
    """So that an answer can be traced to them."""
    (entry,) = parse_any(P0F_2, "p0f.fp").entries
    assert (entry.line, entry.text) == (3, "S4:64:1:60:M*,S,T,N,W0:.")


def test_a_database_file_is_known_by_its_path(tmp_path: Path):
    """Bytes that are no UTF-8 in a comment do not matter."""
    path = tmp_path / "p0f.fp"
    path.write_bytes(b"; Micha\xb3\n" + P0F_3.encode())
    database = read_database(path)
    assert database.name == str(path)
    assert len(database.entries) == 1


def test_a_file_that_cannot_be_read_is_an_error_with_a_reason(tmp_path: Path):
    """The sentence names the file and what the system said."""
    with pytest.raises(SignatureError, match=r"none\.fp cannot be read: No such file"):
        read_database(tmp_path / "none.fp")


PF_OS_OF_DEBIAN = Path("/usr/share/doc/nftables/examples/pf.os")


@pytest.mark.skipif(not PF_OS_OF_DEBIAN.exists(), reason="nftables is not installed")
def test_the_pf_os_that_debian_ships_can_be_read():
    """All of it is in order, and all but a few of its signatures can be said."""
    database = read_database(PF_OS_OF_DEBIAN)
    assert database.problems == ()
    assert len(database.entries) > 200
    assert database.left_out < 20
