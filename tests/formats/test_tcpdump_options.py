import pytest

from wallwatch.formats import tcpdump_options


@pytest.mark.parametrize(
    ("text", "size", "names", "pad"),
    [
        ("mss 1460,sackOK,TS val 12 ecr 0,nop,wscale 7", 20, ("mss:1460", "sok", "ts:12:0", "nop", "ws:7"), None),
        ("mss 1412,sackOK,eol", 8, ("mss:1412", "sok", "eol"), 1),
        ("nop,nop,timestamp 1 2", None, ("nop", "nop", "ts:1:2"), None),
        ("nop,nop,sack 1 {1001:2001}", 12, ("nop", "nop", "sack"), None),
        ("tfo  cookie 01020304,exp-tfo cookiereq,eol", 12, ("?34", "?254", "eol"), None),
        ("unknown-34 0x01020304,tfo cookiereq", 8, ("?34", "?34"), None),
        ("md5 0123,echo 7,mptcp 12 capable {0x1}", 36, ("?19", "?6", "?30"), None),
    ],
)  # fmt: skip
def test_words_become_names(text: str, size: int | None, names: tuple[str, ...], pad: int | None) -> None:
    """An option without a name has the number of its kind; the size tells what follows an EOL."""
    options = tcpdump_options.read(text, size)
    assert options is not None
    assert (options.names, options.eol_pad) == (names, pad)


@pytest.mark.parametrize(
    "text", ["", "mss [bad opt]", "mss 1412,timestamp 109455285[|tcp]", "mss 1460,prose", "[|tcp]"]
)
def test_a_list_that_is_cut_or_broken_is_not_claimed(text: str) -> None:
    """Nor is one with a word that is not known."""
    assert tcpdump_options.read(text, None) is None


def test_a_list_longer_than_its_room_is_not_claimed() -> None:
    """The lengths of the line contradict each other."""
    assert tcpdump_options.read("mss 1460,nop", 4) is None
