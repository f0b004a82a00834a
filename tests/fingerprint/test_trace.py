import pytest

from wallwatch.fingerprint import Database, parse_database
from wallwatch.fingerprint.trace import Place, Trace, project, traces


def projected(signature: str, label: str = "s:unix:Linux:1") -> list[tuple[Place, Trace]]:
    """Return what bare lines show of a signature."""
    database: Database = parse_database(f"[tcp:request]\nlabel = {label}\nsig = {signature}\n", "test")
    assert database.problems == ()
    return [found for entry in database.entries for found in project(entry)]


def test_a_signature_leaves_its_length_and_ttl():
    """The options of Linux are 20 bytes; in IPv6 there is neither DF nor an ID."""
    four, six = projected("*:64:0:*:8192,*:mss,sok,ts,nop,ws:df,id+:0")
    assert four == ((4, 20, True), Trace("Linux", 64, False, frozenset({8192}), generic=False, tool=False))
    assert six == ((6, 20, False), Trace("Linux", 64, None, frozenset({8192}), generic=False, tool=False))


WINDOWS = [
    ("*", None, ()),
    ("%16384", {0, 16384, 32768, 49152}, (1000,)),
    ("mss*44", {44 * 1460, 44 * 1400}, (44 * 1234,)),
    ("mtu*4", {4 * 1500, 4 * 1440}, (4 * 1234,)),
    ("65535 // mss * mss", {64240, 65535 // 8960 * 8960}, (65535,)),
]


@pytest.mark.parametrize(("window", "among", "never"), WINDOWS)
def test_a_multiple_is_worked_out_for_the_usual_segments(window, among, never):
    """Ethernet, tunnels, jumbo frames; a segment size that nobody has makes no window."""
    ((_, trace),) = projected(f"4:64:0:*:{window},*:mss,sok,ts,nop,ws:df,id+:0")
    if among is None:
        assert trace.windows is None
    else:
        assert trace.windows is not None
        assert among <= trace.windows
        assert not trace.windows.intersection(never)


def test_a_signature_with_its_own_mss_needs_no_usual_one():
    """On loopback."""
    ((_, trace),) = projected("4:64:0:1000:mss*4,*:mss,sok,ts,nop,ws:df,id+:0")
    assert trace.windows == {4000}


LEFT_OUT = [
    ("4:64:0:*:*,*:mss,sok,ts,nop,ws,?9:df,id+:0", "s:unix:Linux:1"),  # how long is option 9?
    ("4:128:0:*:8192,0:mss:df,id+:0", "x:win:Windows:NT"),  # counts only if all of the SYN agrees
    ("4:64:0:*:*,*:mss,nop,nop,sok:df,id+:0", "s:unix:Linux:1"),  # scaling and timestamps switched off
]


@pytest.mark.parametrize(("signature", "label"), LEFT_OUT)
def test_what_a_bare_line_cannot_show_leaves_nothing(signature, label):
    """Such signatures are for SYNs whose options were logged."""
    assert projected(signature, label) == []


def test_families_of_one_kernel_are_one():
    """A telephone and a computer of Apple's send the same lengths."""
    ((place, trace),) = projected("4:64:0:*:65535,2:mss,nop,ws,nop,nop,ts,sok,eol+1:df:0", "s:unix:iOS:")
    assert place == (4, 24, True)
    assert (trace.family, trace.id_zero) == ("macOS", True)


def test_an_id_of_0_without_df_stands_with_those_that_have_df():
    """Something on the way may have cleared it."""
    ((place, _),) = projected("4:64:0:*:65535,2:mss,nop,ws,nop,nop,ts,sok,eol+1:id-:0", "s:unix:macOS:")
    assert place == (4, 24, True)


def test_the_bundled_signatures_leave_traces_of_the_common_families():
    """Of Linux, Windows and macOS in both IP versions, and of tools."""
    found = [(place[0], trace) for place, several in traces().items() for trace in several]
    for version in (4, 6):
        assert {"Linux", "Windows", "macOS"} <= {trace.family for of, trace in found if of == version}
    assert any(trace.tool for _, trace in found)
