import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallwatch.formats.tcpopt import Options, decode


@pytest.mark.parametrize(
    ("digits", "options"),
    [
        ("", Options((), 0)),
        ("020405B401010402", Options(("mss:1460", "nop", "nop", "sok"), 8)),
        ("020405B40402080A0001E2400000000001030307", Options(("mss:1460", "sok", "ts:123456:0", "nop", "ws:7"), 20)),
        ("0101050A000003E8000007D0", Options(("nop", "nop", "sack"), 12)),
        ("020405B400000000", Options(("mss:1460", "eol"), 8, eol_pad=3, eol_data=False)),
        ("020405B400000100", Options(("mss:1460", "eol"), 8, eol_pad=3, eol_data=True)),
        ("00", Options(("eol",), 1, eol_pad=0, eol_data=False)),
        ("220601020304FE04F9890000", Options(("?34", "?254", "eol"), 12, eol_pad=1, eol_data=False)),
    ],
)
def test_options_keep_their_order(digits: str, options: Options) -> None:
    """Names come in wire order with their values, and bytes after the first EOL are counted."""
    assert decode(digits) == options


@pytest.mark.parametrize(
    ("digits", "names"),
    [
        ("0204", ("?2",)),
        ("01020405", ("nop", "?2")),
        ("0101FE00", ("nop", "nop", "?254")),
        ("FE", ("?254",)),
        ("020405B408", ("mss:1460", "?8")),
        ("01010489020405B4", ("nop", "nop", "sok", "mss:1460")),
        ("020305B4", ("mss:1460",)),
        ("020305B40100", ("mss:1460", "nop", "eol")),
    ],
)
def test_a_malformed_list_is_read_as_p0f_reads_it(digits: str, names: tuple[str, ...]) -> None:
    """A wrong length of a known option is marked and passed over; an option that reaches too far ends the list."""
    options = decode(digits)
    assert options is not None
    assert (options.names, options.bad) == (names, True)


@pytest.mark.parametrize("digits", ["0", "0G", "xyz"])
def test_what_is_no_bytes_is_none(digits: str) -> None:
    """Half a byte is a torn line."""
    assert decode(digits) is None


@given(st.binary(max_size=40))
def test_no_option_list_raises(octets: bytes) -> None:
    """Whatever a sender puts in, the answer is a list of that size."""
    options = decode(octets.hex())
    assert options is not None
    assert options.size == len(octets)
