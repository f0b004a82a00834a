import pytest

from wallwatch.formats import record_start

RULE = b"=+" * 36 + b"=\n"


@pytest.mark.parametrize(
    ("data", "rest"),
    [
        (b"torn\nMar  2 15:32:54 h kernel: x\n", b"Mar  2"),
        (b"Mar  2 15:32:54 h kernel: x\nMar  2 15:32:55 h kernel: x\n", b"Mar  2 15:32:55"),
        (b"torn\nMar  2 15:32:54 h last message repeated 2 times\nMar  2 15:32:55 h x\n", b"Mar  2 15:32:55"),
        (b"torn\nMar  2 15:32:54 h s: message repeated 2 times: [ x]\nMar  2 15:32:55 h x\n", b"Mar  2 15:32:55"),
        (b"torn\n<4>2025-01-23T12:22:21 h kernel: x\n", b"<4>2025"),
        (b"torn\n[2002/03/02 15:32:54] mod=syn|\n", b"[2002"),
        (b"torn\n + 192.0.2.1:1 -> 198.51.100.2:2\n<Sat Mar  2 15:32:54 2002> 192.0.2.1", b"<Sat"),
        (b"torn\nMar  2 15:32:54 forged\n" + RULE + b"\n\n03/02-15:32:54.630347 192.0.2.1", b"03/02"),
    ],
)
def test_a_record_starts_at_a_stamp_or_behind_a_rule(data: bytes, rest: bytes) -> None:
    """The first line may be torn; a repeat needs the line before it; in a dump only its rule is certain."""
    start = record_start(data)
    assert start is not None
    assert data[start:].startswith(rest)


@pytest.mark.parametrize(
    "data", [b"", b"Mar  2 15:32:54 h kernel: x", b"prose\nprose\n", b"x\nMar  2 15:32:54 h x\n" + RULE]
)
def test_where_nothing_is_certain_there_is_no_start(data: bytes) -> None:
    """A piece of payload, or of prose, offers no start."""
    assert record_start(data) is None
