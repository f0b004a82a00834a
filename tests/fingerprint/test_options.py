import pytest

from wallwatch.fingerprint.options import Options, read_options

LISTS = [
    ((), Options("", 0, 0, own_stamp=False, peer_stamp=False, size=0)),
    (("mss:1460", "nop", "nop", "sok"), Options("mss,nop,nop,sok", 1460, 0, own_stamp=False, peer_stamp=False, size=8)),
    (("ts:1:0", "ws:7"), Options("ts,ws", 0, 7, own_stamp=True, peer_stamp=False, size=13)),
    (("ts:0:9",), Options("ts", 0, 0, own_stamp=False, peer_stamp=True, size=10)),
    (("mss:536", "mss:1460"), Options("mss,mss", 1460, 0, own_stamp=False, peer_stamp=False, size=8)),
]


@pytest.mark.parametrize(("options", "read"), LISTS)
def test_the_order_and_the_values_of_options(options, read):
    """The layout is the order of kinds; of an option that stands twice the last value counts."""
    assert read_options(options) == read


@pytest.mark.parametrize(
    "options", [("mss", "ws", "ts"), ("mss:", "ws:x", "ts:x:y"), ("mss:" + "9" * 400, "ws:", "ts")]
)
def test_a_value_that_was_not_logged_is_unknown_and_not_zero(options):
    """Some logs name the options only."""
    read = read_options(options)
    assert (read.mss, read.scale, read.own_stamp, read.peer_stamp) == (None, None, None, None)
    assert read.layout == "mss,ws,ts"


def test_nothing_counts_after_the_end_of_the_list():
    """What an emitter prints after EOL is padding."""
    read = read_options(("mss:1460", "eol", "ws:7", "eol"))
    assert (read.layout, read.scale, read.ended, read.size) == ("mss,eol", 0, True, 5)


def test_an_option_of_unknown_length_leaves_the_size_open():
    """A SACK or an experimental option takes as many bytes as it likes."""
    assert read_options(("mss:1460", "?254")).size is None


@pytest.mark.parametrize(("options", "has_stamp"), [(("mss:1460", "sok"), False), (("ts:0:0",), True)])
def test_whether_a_list_has_a_timestamp(options, has_stamp):
    """A timestamp of 0 is a timestamp."""
    assert read_options(options).has_stamp is has_stamp
