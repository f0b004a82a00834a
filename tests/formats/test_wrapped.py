import pytest

from wallwatch.formats import wrapped
from wallwatch.formats.format import Block


def _whole(text: str) -> bool:
    return text.endswith(".")


@pytest.mark.parametrize(
    "line",
    [
        "Mar  2 15:32:54 h kernel: x",
        "<4>Mar  2 15:32:54 h kernel: x",
        "Sat Mar  2 15:32:54 2002 192.0.2.1 [12 hops]: x",
        "<Sat Mar  2 15:32:54 2002> 192.0.2.1",
        "2025-01-23T12:22:21 h x",
        "03/02-15:32:54.630347 192.0.2.1",
        "[2002/03/02 15:32:54] mod=syn",
        "[**] [1:0:0] x [**]",
        "=+=+=+=+",
        "=-=-=-=-",
        "----------",
        "# a remark",
        "<4>1 2025-01-23T12:22:21Z h kernel - - - x",
        "[  449.059230] DROP IN=",
        "[Fri Mar 12 14:10:18 2021] DROP IN=",
        "6,1234,5678901,-;DROP IN=",
        "1737634941.537693 h kernel: x",
        "Thu 2025-01-23 12:22:21 CET h kernel: x",
        "2013:03:31-00:58:17 h ulogd: x",
        "15:32:54.630347 IP 192.0.2.1",
        '{"timestamp":"2025-01-23T12:22:21"',
        '{ "seconds" : 1',
        'eve.json:7:{"timestamp"',
        "03/02/2026-15:32:54.630347  [**]",
        "%ASA-4-106023: Deny",
        "__CURSOR=s=1",
        "Security Violations",
        "Unusual System Events",
    ],
)
def test_what_starts_something_new_is_never_joined(line: str) -> None:
    """Stamps, titles and rules end the record before them."""
    assert wrapped.starts(line)
    assert wrapped.frame(["begin", line], 0, _whole, final=False) == 1


@pytest.mark.parametrize(
    "line",
    [
        " 192.0.2.1:3504 -> 198.51.100.2:6346",
        "LEN=48 TOS=0x00",
        "[SRC=192.0.2.1",
        "to 6346 gnutella",
        "System Events and more",
    ],
)
def test_the_rest_of_a_record_starts_nothing(line: str) -> None:
    """It begins with or without a blank."""
    assert not wrapped.starts(line)


@pytest.mark.parametrize(
    ("lines", "final", "taken"),
    [
        (["one."], False, None),
        (["one."], True, 1),
        (["one.", ""], False, 1),
        (["one.", "Prose follows"], False, 1),
        (["one", "two."], False, None),
        (["one", "two.", ""], False, 2),
        (["one", " two", "three.", "more."], True, 4),
        (["one", "two."], True, 2),
        (["one", "two"], True, 1),
        (["one", "", "two."], False, 1),
        (["one", *["x"] * 6, "two.", ""], False, 8),
        (["one", *["x"] * 7, "two.", ""], False, 1),
    ],
)
def test_lines_are_joined_while_that_makes_a_record_whole(lines: list[str], taken: int | None, *, final: bool) -> None:
    """A blank line ends it, prose is not taken in, and the end of a batch may not be the end of a record."""
    assert wrapped.frame(lines, 0, _whole, final=final) == taken


@pytest.mark.parametrize(
    ("line", "begun"),
    [
        ("Mar  2 15:32:54 h kernel:", True),
        ("Mar  2 15:32:54 h snort[7]: [1:0:0] x", True),
        ("[  449.059230] DROP", True),
        ("Mar  2 15:32:54 h sshd[7]: x", False),
        ("prose", False),
    ],
)
def test_a_line_of_the_kernel_or_of_snort_may_go_on(line: str, *, begun: bool) -> None:
    """Of other lines nobody waits for the rest."""
    assert wrapped.is_begun(line) is begun


@pytest.mark.parametrize(
    ("line", "following", "on"),
    [
        ("Mar  2 15:32:54 h kernel:", "Packet log:", True),
        ("Mar  2 15:32:54 h kernel:", "[  449.059230] DROP", True),
        ("Mar  2 15:32:54 h kernel: DROP", "[  449.059230] DROP", False),
        ("Mar  2 15:32:54 h kernel: DROP", "Mar  2 15:32:54 h kernel: DROP", False),
        ("Mar  2 15:32:54 h kernel: DROP", "", False),
        ("Mar  2 15:32:54 h sshd[7]: x", "IN=eth0", False),
    ],
)
def test_a_record_goes_on_in_what_starts_nothing(line: str, following: str, *, on: bool) -> None:
    """The kernel's stamp is the rest of a line that ends at its tag."""
    assert wrapped.goes_on(line, following) is on


def test_a_record_is_joined_with_single_blanks() -> None:
    """Blanks around the break are the mail program's."""
    assert wrapped.joined(Block(("PROTO=6 ", " 192.0.2.1:1", "L=48"))) == "PROTO=6 192.0.2.1:1 L=48"
    assert wrapped.joined(Block(("as it stands ",))) == "as it stands "


def test_places_in_the_joined_text_are_found_in_the_lines() -> None:
    """A span of the joined text is the same words in the block."""
    block = Block(("PROTO=6 ", "  192.0.2.1:1", "L=48"))
    joined = wrapped.joined(block)
    spans = {word: (joined.index(word), joined.index(word) + len(word)) for word in ("PROTO=6", "192.0.2.1:1", "L=48")}
    placed = wrapped.placed(block, spans)
    assert {word: block.text[start:end] for word, (start, end) in placed.items()} == {word: word for word in spans}
    across = wrapped.placed(block, {"both": (6, joined.index(":1") + 2)})["both"]
    assert block.text[slice(*across)] == "6 \n  192.0.2.1:1"


def test_a_record_that_is_not_whole_where_it_ends_is_not_taken() -> None:
    """Of a record that its second line completes, the first line alone is nothing."""
    assert wrapped.frame_whole(["a", " b", ""], 0, lambda text: text == "a b", final=True) == 2
    assert wrapped.frame_whole(["a", ""], 0, lambda text: text == "a b", final=True) == 0
