import pytest

from wallwatch.errors import SignatureError
from wallwatch.fingerprint.window import ANY_WINDOW, Window, fits, multiple_of, parse_window, segment_sizes

FORMS = [
    ("*", ANY_WINDOW),
    ("0", Window("=", 0)),
    ("8192", Window("=", 8192)),
    ("%8192", Window("%", 8192)),
    ("mss*44", Window("mss*", 44)),
    ("mtu*2", Window("mtu*", 2)),
    ("65535//mss*mss", Window("//", 65535)),
    ("65535 // mss * mss", Window("//", 65535)),
]


@pytest.mark.parametrize(("text", "window"), FORMS)
def test_each_form_of_a_window(text, window):
    """p0f's five forms, and one of ours."""
    assert parse_window(text) == window


@pytest.mark.parametrize("text", ["", "mss", "mss*", "mss*x", "%0", "mtu*0", "65536", "-1", "0//mss*mss", "1//mss"])
def test_a_window_that_is_none_is_an_error(text):
    """A multiple of nothing, by nothing or out of range is refused."""
    with pytest.raises(SignatureError, match="window"):
        parse_window(text)


MULTIPLES = [
    # window, MSS and version; bytes of headers, whether it has a timestamp; the first that divides, in p0f's order
    ((5840, 1460, 4), 48, False, Window("mss*", 4)),
    ((64240, 1460, 4), 60, True, Window("mss*", 44)),
    ((5792, 1460, 4), 60, True, Window("mss*", 4)),
    ((5760, 1452, 4), 60, True, Window("mss*", 4)),
    ((5760, 1452, 4), 60, False, None),
    ((64240, 1400, 4), 48, False, Window("mss*", 44)),
    ((28800, 1400, 6), 80, False, Window("mss*", 20)),
    ((14280, 1300, 6), 80, False, Window("mss*", 10)),
    ((4200, 1360, 4), 48, False, Window("mtu*", 3)),
    ((4224, 1360, 4), 48, False, Window("mtu*", 3)),
    ((4260, 1360, 6), 72, False, Window("mtu*", 3)),
    ((6000, 1400, 4), 48, False, Window("mtu*", 4)),
    ((8192, 1460, 4), 48, False, None),
]


@pytest.mark.parametrize(("syn", "headers", "stamped", "multiple"), MULTIPLES)
def test_a_window_is_a_multiple_of_the_first_size_that_divides_it(syn, headers, stamped, multiple):
    """MSS, MSS less timestamps, Ethernet's, and then with headers."""
    window, mss, version = syn
    assert multiple_of(window, segment_sizes(mss, version, headers, stamped=stamped)) == multiple


@pytest.mark.parametrize(("window", "mss"), [(0, 1460), (990, 99), (5840, 0), (5840, None)])
def test_no_multiple_without_a_window_or_a_usable_mss(window, mss):
    """p0f looks for none below an MSS of 100, nor with a window of 0; without a known MSS there is none to find."""
    assert multiple_of(window, segment_sizes(mss, 4, 48, stamped=False)) is None


def test_a_header_length_that_was_not_logged_divides_nothing():
    """4224 is three packets of 1360 and 48 bytes only for one who knows the 48."""
    assert multiple_of(4224, segment_sizes(1360, 4, None, stamped=False)) is None


FITS = [
    ("*", 1, None, None, True),
    ("8192", 8192, 1460, None, True),
    ("8192", 8193, 1460, None, False),
    ("%1024", 4096, 1460, None, True),
    ("%1024", 4097, 1460, None, False),
    ("mss*4", 5840, 1460, Window("mss*", 4), True),
    ("mss*4", 5840, 1460, Window("mtu*", 4), False),
    ("mss*4", 7300, 1460, Window("mss*", 5), False),
    ("mtu*4", 6000, 1400, Window("mtu*", 4), True),
    ("mss*4", 5840, None, None, False),
    ("65535//mss*mss", 65535, None, None, False),
    ("65535//mss*mss", 0, 0, None, False),
]


@pytest.mark.parametrize(("text", "window", "mss", "multiple", "agrees"), FITS)
def test_what_a_signature_asks_of_a_window(text, window, mss, multiple, agrees):
    """Numbers by themselves, divisors, and multiples of their own unit only."""
    assert fits(parse_window(text), window, mss, multiple) is agrees


@pytest.mark.parametrize(
    ("mtu", "factor"), [(1500, 44), (1492, 45), (1420, 47), (1400, 48), (1280, 52), (576, 122), (9000, 7)]
)
def test_the_window_of_a_modern_linux(mtu, factor):
    """Kernel 6.18 sent these multiples at these MTUs, which is as many segments as fit into 65535 bytes."""
    mss = mtu - 40
    asked = parse_window("65535 // mss * mss")
    assert fits(asked, factor * mss, mss, None)
    assert not fits(asked, (factor - 1) * mss, mss, None)
