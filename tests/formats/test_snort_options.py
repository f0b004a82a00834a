import pytest

from wallwatch.formats.snort_options import read
from wallwatch.formats.tcpopt import Options


@pytest.mark.parametrize(
    ("text", "count", "size", "options"),
    [
        (" MSS: 1460 NOP NOP SackOK ", 4, 8, Options(("mss:1460", "nop", "nop", "sok"), 8)),
        (
            " MSS: 1460 SackOK TS: 123456 0 NOP WS: 7 ",
            5,
            20,
            Options(("mss:1460", "sok", "ts:123456:0", "nop", "ws:7"), 20),
        ),
        (
            " MSS: 1412 NOP WS: 3 NOP NOP TS: 0 0 SackOK \nTCP Options => EOL ",
            8,
            24,
            Options(("mss:1412", "nop", "ws:3", "nop", "nop", "ts:0:0", "sok", "eol"), 24, eol_pad=1),
        ),
        (" NOP NOP Sack: 0@1000 ", 3, 12, Options(("nop", "nop", "sack"), 12, bad=None)),
        (" Opt 34 (4): 01 0203 04Opt 254 (2): F9 89EOL ", 3, 12, Options(("?34", "?254", "eol"), 12, eol_pad=1)),
        (" Opt 34 (4): 0102 0304 Opt 254 (2): F989 EOL ", 3, 12, Options(("?34", "?254", "eol"), 12, eol_pad=1)),
        (" Opt 254 (2): F9 89CC 5 NOP ", 3, 12, Options(("?254", "?11", "nop"), 12, bad=True)),
        (" Opt 30 NOP NOP ", 3, 4, Options(("?30", "nop", "nop"), 4)),
        (" Echo: 1 Echo Rep: 2 CCNEW: 3 CCECHO: 4 ", 4, 24, Options(("?6", "?7", "?12", "?13"), 24)),
        (
            "  MSS: 1460 NOP Kind 30, Len 4 |00 81| SackOK  NOP",
            5,
            12,
            Options(("mss:1460", "nop", "?30", "sok", "nop"), 12, bad=None),
        ),
        (" ", 41, 20, Options((), 20, bad=True)),
        (" MSS: 1460 ", 1, 8, Options(("mss:1460",), 8, bad=True)),
    ],
)
def test_the_words_of_every_version_are_read(text: str, count: int, size: int, options: Options) -> None:
    """2.2 glues words to hex digits, files wrap, Snort 3 has its own words; what is left over tells of damage."""
    assert read(text, count, size) == options


@pytest.mark.parametrize("text", [" MSS 1460", " Opt 34 (4): 01 02", " NOP and prose", "MSS: x"])
def test_words_that_are_not_snorts_are_none(text: str) -> None:
    """Then the options are unknown, not empty."""
    assert read(text, 1, 4) is None
