import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.support import clock
from wallwatch.formats import envelope
from wallwatch.model.times import iso

HEADS = [
    ("Mar  2 15:32:54 greatwall kernel: Packet", "greatwall", "kernel", None, "Packet"),
    ("<4>Mar  2 15:32:54 greatwall kernel: x", "greatwall", "kernel", None, "x"),
    (
        "Mar  2 16:44:08 greatwall last message repeated 2 times",
        "greatwall",
        None,
        None,
        "last message repeated 2 times",
    ),
    ("<134>Jul  3 19:10:30 filterlog[72237]: 53,,", None, "filterlog", "72237", "53,,"),
    ("Jan 1 02:21:38 fw snort[7]: [1:2:3] x", "fw", "snort", "7", "[1:2:3] x"),
    ("Mar 7 2008 19:06:53: example tag: text", "example", "tag", None, "text"),
    ("AUG 10 22:18:24 2009 netips-warden2-p kernel: x", "netips-warden2-p", "kernel", None, "x"),
    ("2001 Mar 31 10:00:00 fw kernel: x", "fw", "kernel", None, "x"),
    ("Jun 13 23:29:15 UDMP UDMP [WAN_LOCAL-D-1] IN=", "UDMP", None, None, "[WAN_LOCAL-D-1] IN="),
    ("Jun 13 23:29:15 UDMP user.info kernel: x", "UDMP", "kernel", None, "x"),
    ("Dec 24 15:14:18 ant-fw : %ASA-4-106023: Deny", "ant-fw", "%ASA-4-106023", None, "Deny"),
    ("Mar  2 15:32:54 bsd /kernel: ipfw: x", "bsd", "/kernel", None, "ipfw: x"),
    ("Mar  2 15:32:54 mac kernel[0]: x", "mac", "kernel", "0", "x"),
    ("Mar  2 15:32:54 old [kernel] Packet log: x", "old", "[kernel]", None, "Packet log: x"),
    ("Mar  2 15:32:54 sun snort: [ID 702911 local0.alert] [1:2:3] x", "sun", "snort", None, "[1:2:3] x"),
    ("2025-01-23T12:22:21.537693-05:00 ubuntu2204 kernel: [UFW] IN=", "ubuntu2204", "kernel", None, "[UFW] IN="),
    ("2025-01-23 12:22:21,537 fw kernel: x", "fw", "kernel", None, "x"),
    ("Mar  2 15:32:54 2001:db8::1 kernel: x", "2001:db8::1", "kernel", None, "x"),
    ("août 19 11:08:37 laptop sshd[4961]: test", "laptop", "sshd", "4961", "test"),
    ("2013:03:31-00:58:17 gate ulogd[5126]: id=2001", "gate", "ulogd", "5126", "id=2001"),
    ("Sun Nov 22 13:28:36 2026 kern.warn kernel: [ 1.200000] x", None, "kernel", None, "[ 1.200000] x"),
    ("2016-10-25T12:37:24.987014-07:00 DEBUG kernel: [  316.559919] x", None, "kernel", None, "[  316.559919] x"),
    (
        "Mar 11 09:39:39: --- last message repeated 5 times ---",
        None,
        None,
        None,
        "--- last message repeated 5 times ---",
    ),
    ('<134>1 2022-09-06T18:37:34+02:00 fw filterlog 698 - [meta id="a ] b\\""] 10,,', "fw", "filterlog", "698", "10,,"),
    ("<134>1 2025-11-06T11:32:42.868451+00:00 fw.lan filterlog 926 - - 7,,,1", "fw.lan", "filterlog", "926", "7,,,1"),
    ("<174>1 2016-12-31T23:59:60-04:00 ns.se prg[1234] - -  info: x", "ns.se", "prg", "1234", " info: x"),
    ("<4>1 2003-08-24T05:14:15+00:00 - - - - - IN=a", None, None, None, "IN=a"),
    ("<4>1 - h kernel - - [UFW BLOCK] IN=a", "h", "kernel", None, "[UFW BLOCK] IN=a"),
    ("<4>1 2003-08-24T05:14:15Z h kernel - - - \ufeffIN=a", "h", "kernel", None, "IN=a"),
    ('<4>1 2003-08-24T05:14:15Z h kernel - - [a@1 b="c"][d][  1.5] x', "h", "kernel", None, "[  1.5] x"),
    ('<4>1 2003-08-24T05:14:15Z h kernel - - [a b="', "h", "kernel", None, '[a b="'),
    ("Thu 2025-01-23 12:22:21 CET h kernel: x", "h", "kernel", None, "x"),
    ("jeu. 2025-01-23 12:22:21 UTC h kernel: x", "h", "kernel", None, "x"),
    ("2025-01-23T12:22:21-0500 h kernel: x", "h", "kernel", None, "x"),
    ("1737634941.537693 h kernel: x", "h", "kernel", None, "x"),
    ("[38708.007123] gate kernel: DROP IN=a", "gate", "kernel", None, "DROP IN=a"),
    ("[38708.007123 <    0.000021>] gate kernel: IN=a", "gate", "kernel", None, "IN=a"),
    ("[38708.007123] gate sshd[9]: kernel: IN=a", "gate", "sshd", "9", "kernel: IN=a"),
    ("[  449.059230] iptables denied: IN=a", None, "kernel", None, "[  449.059230] iptables denied: IN=a"),
    ("<4>[  449.059230][ T123] IN=a", None, "kernel", None, "[  449.059230][ T123] IN=a"),
    ("<30>[    5.123456] systemd[1]: IN=a", None, "systemd", "1", "IN=a"),
    ("<30>[    5.123456] boot: IN=a", None, None, None, "[    5.123456] boot: IN=a"),
    ("kern  :warn  : [  449.059230] IN=a", None, "kernel", None, "[  449.059230] IN=a"),
    ("[Fri Mar 12 14:10:18 2021] DROP IN=a", None, "kernel", None, "DROP IN=a"),
    ("<4>[Fri Mar 12 14:10:18 2021] systemd[1]: IN=a", None, "systemd", "1", "IN=a"),
    ("6,1234,5678901,-;DROP IN=a", None, "kernel", None, "DROP IN=a"),
    ("4,1234,5678901,-,caller=T123;DROP IN=a", None, "kernel", None, "DROP IN=a"),
    ("30,1234,5678901,-;systemd[1]: IN=a", None, "systemd", "1", "IN=a"),
    ("12,1234,5678901,-;IN=a", None, None, None, "IN=a"),
]


@pytest.mark.parametrize(("line", "host", "tag", "pid", "message"), HEADS)
def test_a_head_is_read_in_all_its_shapes(
    line: str, host: str | None, tag: str | None, pid: str | None, message: str
) -> None:
    """Host, tag and pid may be missing, doubled or followed by more; the message is what comes after."""
    head = envelope.split(line)
    assert head is not None
    assert (head.host, head.tag, head.pid, line[head.message_at :]) == (host, tag, pid, message)


@pytest.mark.parametrize(
    "line", ["", "TCP TTL:117", "Incident: 03-02-02", "xoût 19 10:00:00 h x: y", " Mar  2 15:32:54 h k: x"]
)
def test_a_line_without_a_stamp_at_its_start_has_no_head(line: str) -> None:
    """The head is read from the start of the line and never searched for."""
    assert envelope.split(line) is None


@pytest.mark.parametrize(
    ("line", "kernel"),
    [
        ("Mar  2 15:32:54 h kernel: x", True),
        ("Mar  2 15:32:54 h kernel[0]: x", True),
        ("Mar  2 15:32:54 h kernel[71]: x", False),
        ("Mar  2 15:32:54 h klogd: x", True),
        ("Mar  2 15:32:54 h sshd[9]: Invalid user kernel: IN=eth0 OUT= SRC=192.0.2.1", False),
        ("Mar  2 15:32:54 h sshd kernel: x", False),
        ("Mar  2 15:32:54 h x", False),
        ("<4>1 2003-08-24T05:14:15+00:00 - - - - - IN=a", True),
        ("<4>1 2003-08-24T05:14:15+00:00 - - 71 - - IN=a", False),
        ("[  449.059230] IN=a", True),
        ("12,1234,5678901,-;IN=a", False),
        ("<30>[    5.123456] boot: IN=a", False),
    ],
)
def test_only_the_kernel_writes_kernel_lines(line: str, *, kernel: bool) -> None:
    """A process id, or another tag before it, tells that something else wrote the line."""
    head = envelope.split(line)
    assert head is not None
    assert head.is_kernel is kernel


def test_the_stamp_becomes_a_time() -> None:
    """Fraction and offset of an RFC 3339 stamp are kept."""
    head = envelope.split("2025-01-23T12:22:21.537693-05:00 h kernel: x")
    moment = head.moment(clock()) if head else None
    assert moment is not None
    assert iso(moment.time, moment.zone, moment.tick) == "2025-01-23T12:22:21.537693-05:00"


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("<1>1 2016-12-31T23:59:60-04:00 h p - - - x", "2017-01-01T00:00:00-04:00"),
        ("août 19 11:08:37 h p: x", "2026-08-19T11:08:37+00:00"),
        ("2013:03:31-00:58:17 h p: x", "2013-03-31T00:58:17+00:00"),
        ("Thu 2025-01-23 12:22:21 UTC h p: x", "2025-01-23T12:22:21+00:00"),
        ("1737634941.537693 h p: x", "2025-01-23T12:22:21.537693+00:00"),
        ("[Fri Mar 12 14:10:18 2021] x", "2021-03-12T14:10:18+00:00"),
        ("[  449.059230] x", "2026-11-22T09:16:40+00:00"),
        ("6,1234,5678901,-;x", "2026-11-22T09:16:40+00:00"),
        ("<4>1 - h p - - - x", "2026-11-22T09:16:40+00:00"),
    ],
)
def test_every_stamp_becomes_a_time(line: str, time: str) -> None:
    """A line that names no time of day is taken for the newest of its source."""
    head = envelope.split(line)
    moment = head.moment(clock()) if head else None
    assert moment is not None
    assert iso(moment.time, moment.zone, moment.tick) == time


def test_time_and_host_have_their_place() -> None:
    """The stamp's place reaches to its last part."""
    line = "<4>Mar  2 15:32:54 2002 greatwall kernel: x"
    places = {name: line[start:end] for name, (start, end) in envelope.spans(line).items()}
    assert places == {"time": "Mar  2 15:32:54 2002", "host": "greatwall"}
    assert envelope.spans("prose") == {}


@pytest.mark.parametrize(
    ("text", "uptime", "rest"),
    [
        ("[  449.059230] DROP", 449_059_230, "DROP"),
        ("[12345.678901][ T123] DROP", 12_345_678_901, "DROP"),
        ("[UFW BLOCK] IN=", None, "[UFW BLOCK] IN="),
        ("DROP", None, "DROP"),
    ],
)
def test_the_kernels_stamp_is_its_uptime(text: str, uptime: int | None, rest: str) -> None:
    """It counts microseconds since the boot, and may be followed by the caller."""
    found, at = envelope.uptime(text, 0)
    assert (found, text[at:]) == (uptime, rest)


@given(
    st.from_regex(
        r"(<\d>)?Mar  2 15:32:54:? ([a-z:]{1,3} ){0,4}([a-z]{1,3}(\[\d\])?:? ){0,2}[a-z: ]{0,9}", fullmatch=True
    )
)
def test_a_remembered_head_is_the_head(line: str) -> None:
    """Heads are kept by their text; what is kept is what the grammar says of the whole line."""
    match = envelope._HEAD.match(line)
    assert match is not None
    assert envelope.split(line) == envelope.Envelope(match.end(), *match.groups())
