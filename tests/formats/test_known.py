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
        (b"torn\n<4>1 2025-01-23T12:22:21Z h kernel - - - x\n", b"<4>1"),
        (b"torn\n[  449.059230] x\n", b"[  449"),
        (b"torn\n[Fri Mar 12 14:10:18 2021] x\n", b"[Fri"),
        (b"torn\n1737634941.537693 h kernel: x\n", b"17376"),
        (b"torn\n2013:03:31-00:58:17 h x\n", b"2013"),
        (b"MESSAGE=torn\n\n__CURSOR=s=1\n", b"__CURSOR"),
        (b'torn\n{"__CURSOR":"1","__REALTIME_TIMESTAMP":"2"}\n', b"{"),
        (b"torn\n<134>1 2022-09-06T18:37:34+02:00 h filterlog 1 - - x\n", b"<134>1"),
        (b"torn\n15:32:54.630347 IP 192.0.2.1.1 > \n", b"15:32"),
        (b"torn\nMar  2 15:32:54.630347 rule 2/(match)\n", b"Mar  2"),
        (b"torn\nMar  2 15:32:54 h pf:     192.0.2.1.1 > \nMar  2 15:32:55 h x\n", b"Mar  2 15:32:55"),
        (b"torn\n03/02/2026-15:32:54.630347  [Drop] [**] [1:7:0] x [**] ", b"03/02/2026"),
        (b"torn\n03/02-15:32:54.630347 ,1,7,0,x", b"03/02"),
        (b"03/02-15:32:54.630347 192.0.2.1\n\n[**] [1:7:0] x [**]\n[Priority: 0] \n", b"[**] [1:7:0]"),
        (b'torn\n{"timestamp":"2026-03-02T15:32:54.630347+0100"', b'{"timestamp"'),
        (b'torn\n{ "seconds" : 1772465576', b'{ "seconds"'),
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
