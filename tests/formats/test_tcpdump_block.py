from wallwatch.formats import tcpdump_block

LINES = ("head", "(DF)", "\\x09IP (quoted)", "    192.0.2.1", "head")


def _whole(text: str) -> bool:
    return text in {"head", "head (DF)", "first second"}


def test_indented_lines_belong_to_the_packet_above() -> None:
    """So does what its own line may go on with, where it is whole with it too."""
    assert tcpdump_block.frame(LINES, 0, _whole, final=False) == 4
    assert tcpdump_block.own(LINES[:4], _whole) == 2
    assert tcpdump_block.quoted(LINES, 2) == "IP (quoted) 192.0.2.1"
    assert tcpdump_block.quoted(LINES[:2], 1) is None


def test_a_line_that_is_not_whole_takes_the_next() -> None:
    """If it is whole then; otherwise it stands alone."""
    assert tcpdump_block.frame(("first", "second", "x"), 0, _whole, final=False) == 2
    assert tcpdump_block.frame(("first", "other", "x", ""), 0, _whole, final=False) == 1
    assert tcpdump_block.frame(("first", "12:00:00.000000 second"), 0, _whole, final=True) == 1


def test_where_the_lines_end_more_may_come() -> None:
    """Unless they are the last."""
    assert tcpdump_block.frame(("head",), 0, _whole, final=False) is None
    assert tcpdump_block.frame(("head",), 0, _whole, final=True) == 1
    assert tcpdump_block.frame(("head", "\\x09x"), 0, _whole, final=False) is None
