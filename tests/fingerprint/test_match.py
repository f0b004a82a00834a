import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.fingerprint.samples import LINUX, MACOS, WINDOWS, syn, whole_syn
from wallwatch.fingerprint import Matcher, bundled, match, parse_database
from wallwatch.fingerprint.tools_many import Campaign
from wallwatch.model import Header, Stack


def matcher(*lines):
    """A matcher over ``label = signature`` lines."""
    text = "[tcp:request]\n" + "".join("label = {}\nsig = {}\n".format(*line.split(" = ")) for line in lines)
    database = parse_database(text, "test")
    assert database.problems == ()
    return Matcher([database])


SPECIFIC = "s:win:Windows:2002 = *:128:0:*:mss*4,0:mss,nop,nop,sok:df,id+:0"
LATER = "s:win:Windows:later = *:128:0:*:5840,0:mss,nop,nop,sok:df,id+:0"
GENERIC = "g:win:Windows:any = *:128:0:*:*,*:mss,nop,nop,sok:df,id+:0"
FUZZY = "s:win:Windows:far = *:64:0:*:*,*:mss,nop,nop,sok:df,id+:0"
TOOL = "s:!:knock:SYN = *:128-:0:*:5840,0:mss,nop,nop,sok:df,id+:0"
FUZZY_TOOL = "s:!:knock:SYN = *:128:0:*:5840,0:mss,nop,nop,sok:df,id+,ecn:0"
STRICT = "x:win:Windows:plain = *:64:0:*:*,*:mss,nop,nop,sok:df,id+:0"
OTHER = "s:win:Windows:other = *:128:0:*:8192,0:mss,nop,nop,sok:df,id+:0"

ORDER = [
    ((SPECIFIC, LATER), "Windows 2002", "exact"),
    ((GENERIC, SPECIFIC), "Windows 2002", "exact"),
    ((FUZZY, GENERIC), "Windows any", "generic"),
    ((FUZZY, OTHER), "Windows far", "fuzzy"),
    ((GENERIC, TOOL), "knock SYN", "tool"),
    ((SPECIFIC, TOOL), "Windows 2002", "exact"),
    ((STRICT, FUZZY), "Windows far", "fuzzy"),
]


@pytest.mark.parametrize(("lines", "label", "match"), ORDER)
def test_which_of_several_signatures_is_named(lines, label, match):
    """The first specific one, else the first generic one, else the first fuzzy one."""
    stack = matcher(*lines).stack(syn())
    assert stack is not None
    assert (stack.label, stack.match) == (label, match)


@pytest.mark.parametrize(
    "lines", [(), (OTHER,), (STRICT,), ("s:!:knock:SYN = *:64-:0:*:*,*:mss,nop,nop,sok:df,id+:0",)]
)
def test_a_stack_that_no_signature_agrees_with_is_not_named(lines):
    """Unknown stays unknown."""
    assert matcher(*lines).stack(syn()) is None


def test_a_tool_is_never_named_on_a_fuzzy_match():
    """Who names a scanner accuses somebody."""
    tool = "s:!:knock:SYN = *:128:0:*:*,*:mss,nop,nop,sok:df,id+:0"
    assert matcher(tool).stack(syn(flags="CES")) is None
    assert matcher(tool).stack(syn()) is not None


def test_databases_count_as_one_file_the_first_first():
    """A signature of the second database is specific enough to beat a generic one of the first."""
    first, second = (parse_database(f"[tcp:request]\nlabel = {line.replace(' = ', chr(10) + 'sig = ')}", line)
                     for line in (GENERIC, SPECIFIC))  # fmt: skip
    assert Matcher([first, second]).stack(syn()).label == "Windows 2002"
    assert Matcher([first]).stack(syn()).label == "Windows any"


HOPS = [
    (GENERIC, {"ttl": 117}, 11),
    (GENERIC, {"ttl": 128}, 0),
    (GENERIC, {"ttl": 64}, 0),
    (GENERIC, {"ttl": 200}, 55),
    (GENERIC, {"ttl": None}, None),
    ("s:!:knock:SYN = *:59-:0:*:*,*:mss,nop,nop,sok:df,id+:0", {"ttl": 40}, 19),
]


@pytest.mark.parametrize(("line", "change", "hops"), HOPS)
def test_the_distance_is_counted_from_the_signature(line, change, hops):
    """Unless the TTL is out of its range: then from the next usual one. A tool's is an upper bound."""
    assert matcher(line).stack(syn(**change)).hops == hops


def test_the_answer_names_what_the_log_did_not_carry():
    """A Snort dump lacks the urgent pointer, this log the TTL as well."""
    stack = matcher(GENERIC).stack(syn(ttl=None))
    assert stack.unseen == ("ttl", "urgent")
    assert stack.raw_sig == "4:*:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0"


@pytest.mark.parametrize("flags", ["SA", "RA", None])
def test_only_a_syn_has_an_answer(flags):
    """An answer to a SYN looks like who asked, too."""
    assert Matcher([bundled()]).stack(syn(flags=flags)) is None


@pytest.mark.parametrize("change", [{"options": None, "tcp_header": None}, {"options": None, "window": None}])
def test_without_options_there_is_a_family_at_most(change):
    """And for p0f nothing at all."""
    stack = Matcher([bundled()]).stack(syn(**change))
    assert stack is not None
    assert (stack.label, stack.family, stack.match) == ("Windows", "Windows", "partial")
    assert Matcher([bundled()], as_p0f=True).stack(syn(**change)) is None


def test_the_same_shape_is_answered_once():
    """Two packets of a stack get the very same record; another distance costs no new search for signatures."""
    one = Matcher([bundled()])
    first = one.stack(syn(ip_id=1, seq=1))
    assert one.stack(syn(ip_id=2, seq=2, sport=9)) is first
    one.stack(syn(ttl=99))
    assert len(one._profiles) == 1


def test_a_flood_of_shapes_does_not_fill_the_memory(monkeypatch):
    """Answers and profiles are forgotten, and what comes again and again stays."""
    monkeypatch.setattr(match, "_CACHED", 10)
    monkeypatch.setattr(match, "_PROFILES", 10)
    one = Matcher([bundled()])
    usual = one.stack(syn())
    for number in range(100):
        assert one.stack(syn(window=number, length=48 + number)) is not None or number
        assert one.stack(syn()) is usual
    assert len(one._answers) <= 10
    assert len(one._older) <= 10
    assert len(one._profiles) <= 10


MIRAI = {"options": (), "tcp_header": 20, "length": 40, "df": False, "seq": 0xC6336478, "dst": "198.51.100.120"}


def test_of_one_shape_a_number_may_prove_a_tool():
    """The answer for the shape is kept, and each packet is asked for its proof."""
    one = Matcher([bundled()])
    assert one.stack(syn(**MIRAI)).label == "Mirai"
    assert one.stack(syn(**(MIRAI | {"seq": 5}))).label == "crafted SYN"
    assert one.stack(syn(**MIRAI)).raw_sig == "4:117+11:0:0:5840,0:::0"


def test_as_p0f_no_tool_is_known_but_those_of_the_database():
    """p0f 3.09b knows neither Mirai nor masscan."""
    one = Matcher([bundled()], as_p0f=True)
    assert one.stack(syn(**MIRAI)) is None
    assert one.stack(whole_syn(("mss:1460",), ttl=48, window=1024, df=False)).label == "nmap SYN scan"


def test_a_signature_counts_before_the_last_resort():
    """A SYN without options is crafted unless something is known of it."""
    bare = whole_syn((), ttl=48, window=1024, df=False)
    assert Matcher([bundled()]).stack(bare).label == "nmap SYN scan (old)"
    assert Matcher([bundled()]).stack(replace(bare, window=1025)).label == "crafted SYN"


def test_a_syn_can_be_written_as_a_signature():
    """Whether it is known or not, if its options were logged."""
    one = Matcher([])
    assert one.raw(syn()) == "4:117+11:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0"
    assert one.raw(syn(options=None, tcp_header=None)) is None


def test_the_nearest_signatures_can_be_asked_for():
    """Of a SYN whose options were not logged none is nearer than another."""
    one = Matcher([bundled()])
    assert [near.label for near in one.near(syn(), 1)] == ["Windows NT family"]
    assert one.near(syn(options=None, tcp_header=None)) == ()


SCALING_WINDOWS = ("mss:1460", "nop", "ws:8", "nop", "nop", "sok")
FREEBSD = ("mss:1460", "nop", "ws:6", "sok", "ts:9:0")

BUNDLED = [
    (syn(), "Windows NT family", "Windows", "generic"),
    (whole_syn(ttl=52, window=64240), "Linux 4.20 or newer", "Linux", "exact"),
    (whole_syn(ttl=52, window=64240, df=False), "Linux 4.20 or newer", "Linux", "fuzzy"),
    (whole_syn(ttl=52, window=29200), "Linux 3.11 to 4.19", "Linux", "exact"),
    (whole_syn(ttl=52, window=14600), "Linux 2.6.39 to 3.10", "Linux", "exact"),
    (whole_syn(ttl=52, window=5840), "Linux 2.4 to 2.6", "Linux", "exact"),
    (whole_syn(ttl=52, window=12345), "Linux", "Linux", "generic"),
    (whole_syn((*LINUX[:4], "ws:9"), ttl=52, window=65535), "Linux (Android)", "Linux", "exact"),
    (whole_syn(MACOS, ttl=52, window=65535, ip_id=0), "macOS 10.9 or newer, or iOS", "macOS", "exact"),
    (whole_syn(SCALING_WINDOWS, window=64240), "Windows 10 or newer", "Windows", "exact"),
    (whole_syn(SCALING_WINDOWS, window=8192), "Windows Vista to 8.1", "Windows", "exact"),
    (whole_syn(WINDOWS, window=16384), "Windows 2000 or XP", "Windows", "exact"),
    (whole_syn(("mss:1460",), window=8192), "Windows NT 4.0", "Windows", "exact"),
    (whole_syn(("mss:1460",), window=8192, ttl=30), "Windows 95", "Windows", "exact"),
    (whole_syn(FREEBSD, ttl=52, window=65535), "FreeBSD 9 or newer", "FreeBSD", "exact"),
    (
        whole_syn(("mss:1460", "nop", "nop", "sok", "nop", "ws:6", "nop", "nop", "ts:9:0"), ttl=52, window=16384),
        "OpenBSD 4 or newer", "OpenBSD", "exact",
    ),
    (whole_syn(("mss:1460",), ttl=48, window=1024, df=False), "nmap SYN scan", "nmap", "tool"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "label", "family", "match"), BUNDLED)
def test_what_the_bundled_database_calls_a_stack(header, label, family, match):
    """The family is what people filter by; a version stands only where the SYN tells it."""
    stack = Matcher([bundled()]).stack(header)
    assert stack is not None
    assert (stack.label, stack.family, stack.match) == (label, family, match)


def test_the_incident_of_2002():
    """p0f 1 called it "Windows 95 or early NT4" at 12 hops; the honest answer is the family, at 11."""
    assert Matcher([bundled()]).stack(syn()) == Stack(
        label="Windows NT family",
        family="Windows",
        match="generic",
        hops=11,
        raw_sig="4:117+11:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0",
        unseen=("urgent",),
    )


UNKNOWN = [
    whole_syn(("mss:1460",), window=1024, df=False, ttl=240),
    whole_syn(("mss:1460",), window=31337, ttl=120),
    whole_syn(("mss:1460",), window=14600, ttl=52, df=False),
    whole_syn(("mss:1460", "ws:2", "nop"), window=4128),
]


@pytest.mark.parametrize("header", UNKNOWN)
def test_what_the_bundled_database_does_not_know_stays_unknown(header):
    """A SYN with an MSS and nothing else is no Linux, whatever p0f makes of it."""
    assert Matcher([bundled()]).stack(header) is None


NUMBER = st.none() | st.integers(0, 1 << 33) | st.sampled_from([0, 1, 40, 44, 54321, 65535])
OPTION = st.sampled_from(
    ["mss:1460", "mss", "mss:x", "ts:0:0", "ts:9", "ts::", "ws:7", "ws:", "eol", "nop", "?254", ":"]
)
ADDRESS = st.sampled_from(["192.0.2.1", "198.51.100.120", "2001:db8::1", "::ffff:192.0.2.1", "999.1.1.1", "a.b.c.d"])
TRUTH = st.none() | st.booleans()
NUMBERS = (
    "tos",
    "ip_id",
    "length",
    "ip_header",
    "seq",
    "ack",
    "window",
    "urgent",
    "tcp_header",
    "eol_pad",
    "flow_label",
)
ANY = dict.fromkeys((*NUMBERS, "sport", "dport"), NUMBER) | {
    "proto": st.just("tcp"),
    "src": ADDRESS,
    "dst": ADDRESS,
    "ttl": st.none() | st.integers(0, 255),
    "flags": st.sampled_from(["S", "CES", "PS", "SA", "", None]),
    "options": st.none() | st.lists(OPTION, max_size=9).map(tuple),
    **dict.fromkeys(("df", "mf", "reserved", "options_bad", "eol_data"), TRUTH),
}
OWN, P0FS = Matcher([bundled()]), Matcher([bundled()], as_p0f=True)


@settings(max_examples=150, deadline=None)
@given(header=st.builds(Header, **ANY))
def test_whatever_was_logged_has_an_answer_or_none(header):
    """Who sends the packets makes the numbers in the log; none of them makes it fail."""
    for matcher_ in (OWN, P0FS):
        stack = matcher_.stack(header)
        assert stack is None or stack.label
        assert all(near.label for near in matcher_.near(header))
    assert Campaign().observe(header) is None
