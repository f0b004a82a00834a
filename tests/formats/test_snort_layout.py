import pytest

from wallwatch.formats.snort_layout import DEFAULT_2, cells, layout

STAMP = "03/02-15:32:54.630347"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("a ,1,,b", ["a", "1", "", "b"]),
        ("a, 1, , b", ["a", "1", "", "b"]),
        ('a,"x, y",b', ["a", "x, y", "b"]),
        ('a,"say \\"x\\", \\\\",b', ["a", 'say "x", \\', "b"]),
        ('a, "MALWARE "x" y", b', ["a", 'MALWARE "x" y', "b"]),
        ('a,"open', ["a", "open"]),
        ('a,""', ["a", ""]),
        ("a,", ["a", ""]),
        ("", [""]),
    ],
)
def test_a_line_has_cells(line: str, found: list[str]) -> None:
    """2.2 quotes what holds a comma, 2.9 every message, 3 prints the quotes of the rule and a blank after a comma."""
    assert cells(line) == found


def test_cells_are_not_read_without_end() -> None:
    """Snort 3 knows 60 columns."""
    assert len(cells("," * 8_000)) == 64


@pytest.mark.parametrize(
    ("line", "columns", "some"),
    [
        (f"{STAMP},TCP,x,192.0.2.1,7,198.51.100.2,9", (), {"src_addr": "192.0.2.1", "dst_port": "9", "msg": "x"}),
        (
            f"{STAMP}, 1, TCP, raw, 48, C2S, 192.0.2.1:7, 198.51.100.2:9, 1:2:3, allow",
            (),
            {"src_ap": "192.0.2.1:7", "rule": "1:2:3", "pkt_len": "48"},
        ),
        (
            f"192.0.2.1,198.51.100.2,{STAMP},64,x",
            ("src", "dst", "timestamp", "ttl", "msg"),
            {"src_addr": "192.0.2.1", "ttl": "64"},
        ),
        (
            f"{STAMP},192.0.2.1,7,198.51.100.2,9,a message,UDP,1:2:3",
            (),
            {"src_port": "7", "dst_port": "9", "proto": "UDP", "msg": "a message", "rule": "1:2:3"},
        ),
        (f"{STAMP},192.0.2.1,x,198.51.100.2,9,UDP", (), {"src_addr": "192.0.2.1", "src_port": None}),
        (f"{STAMP},UDP,192.0.2.1:7,198.51.100.2:9,x", (), {"src_ap": "192.0.2.1:7"}),
    ],
)
def test_the_columns_are_those_that_are_set_or_known(line: str, columns: tuple[str, ...], some: dict[str, str]) -> None:
    """Of any other list, the cells that can be nothing else."""
    named = layout(cells(line), columns)
    assert named is not None
    assert {name: named.get(name) for name in some} == some


@pytest.mark.parametrize(
    "line",
    [
        "a,b,c,d,e,f,g",
        f"{STAMP},a,b,c,d,e,f,g",
        f"{STAMP},192.0.2.1,7",
        f"{STAMP},1,2,3,x,TCP,192.0.2.1,7,198.51.100.2,9,0:1:2:3:4:5",
    ],
)
def test_what_is_no_row_has_no_columns(line: str) -> None:
    """Nor has the beginning of a row whose end is missing."""
    assert layout(cells(line), ()) is None
    assert len(DEFAULT_2) == 27
