import pytest

from tests.fingerprint.samples import shape, syn, whole_syn
from wallwatch.fingerprint import parse_database
from wallwatch.fingerprint.profile import Profile
from wallwatch.fingerprint.window import fits, multiple_of, parse_window, segment_sizes

WINDOWS = ("*", "5840", "8192", "%1460", "%1024", "mss*4", "mtu*4", "65535//mss*mss", "5900 // mss * mss")


def profile(header, *windows, label="s:win:Windows:"):
    lines = [f"label = {label}{window}\nsig = *:128:0:*:{window},0:mss,nop,nop,sok:df,id+:0" for window in windows]
    database = parse_database("\n".join(["[tcp:request]", *lines]), "test")
    assert database.problems == ()
    return Profile(shape(header), database.entries)


@pytest.mark.parametrize("window", [0, 1, 1460, 5840, 5839, 6000, 8192, 16384, 64240, 65535])
@pytest.mark.parametrize("mss", [0, 99, 1460, 1452])
def test_the_index_finds_what_a_search_finds(mss, window):
    """Of every form of window, and for every MSS."""
    header = syn(options=(f"mss:{mss}", "nop", "nop", "sok"), window=window)
    sizes = segment_sizes(mss, 4, 48, stamped=False)
    multiple = multiple_of(window, sizes)
    for text in WINDOWS:
        stack = profile(header, text).stack(128, window)
        assert (stack is not None) == fits(parse_window(text), window, mss, multiple), text


def test_of_several_the_first_in_the_file_is_named():
    """However they ask for the window."""
    assert profile(syn(), "mss*4", "*", "5840").stack(117, 5840).label == "Windows mss*4"
    assert profile(syn(), "5840", "mss*4").stack(117, 5840).label == "Windows 5840"
    assert profile(syn(), "%1460", "5840").stack(117, 5840).label == "Windows %1460"


def test_without_a_logged_mss_no_window_is_a_multiple():
    """Only a number or any window can agree."""
    header = whole_syn(("mss", "nop", "nop", "sok"))
    assert profile(header, "65535//mss*mss", "mss*4").stack(117, 5840) is None
    assert profile(header, "5840").stack(117, 5840) is not None


def test_a_ttl_that_was_not_logged_is_named_as_missing():
    """It contradicts nothing and tells no distance."""
    stack = profile(syn(), "*").stack(None, 5840)
    assert (stack.match, stack.hops, stack.unseen[0]) == ("exact", None, "ttl")


def test_a_raw_signature_needs_no_answer():
    """What nothing agrees with can be written down all the same."""
    assert profile(syn()).raw(117, 5840) == "4:117+11:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0"
