from collections.abc import Sequence
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.support import NEWEST, SAMPLES, batch, fields, read, reader, shown
from tests.shared import shared
from wallwatch.formats import FORMATS, Format, LineReader
from wallwatch.model import Sighting
from wallwatch.model.line import Reading

ALERT = "Mar  2 16:44:00 greatwall snort: [1:0:0] TCP to 6346 gnutella {TCP} 192.0.2.148:4665 -> 198.51.100.120:6346"
REPEAT = "Mar  2 16:44:08 greatwall last message repeated 2 times"
SYSLOG = "Mar  2 16:44:04 greatwall sshd[4]: Connection closed"
PACKET = "Mar  2 16:44:03 greatwall kernel: Packet log: input DENY ppp0 PROTO=6"
WRAPPED = (PACKET, " 192.0.2.148:4665 198.51.100.120:6346", " L=48 S=0x00 I=96 F=0x4000 T=117 SYN (#64)")
TORN = PACKET + " 192.0.2.148:4665 198.5"
SAMPLE_LINES = [
    line for reads in FORMATS for line in (SAMPLES / f"{reads.name}.log").read_text(encoding="utf-8").splitlines()
]
ODD_LINES = [
    "",
    "> quoted",
    "x =3D y=",
    "__CURSOR=1",
    "__REALTIME_TIMESTAMP=1534860261221373",
    "MESSAGE",
    "Mar  2 16:44:04 greatwall sshd[4]: user kernel: IN=eth0 OUT= SRC=192.0.2.1",
    "Mar  2 16:44:04 greatwall kernel: net_ratelimit: 12 callbacks suppressed",
    "[  449.059230] DROP IN=eth0",
    "prose",
    SYSLOG,
    REPEAT,
    TORN,
    *WRAPPED,
    ALERT,
    "=+=+=+=",
    "[**] title [**]",
    "\0\x9b\u202e",
    SYSLOG.replace("sshd", "kernel"),
]


def _fed(lines: Sequence[str], cuts: Sequence[int], *, idle: bool = False) -> list[Reading]:
    """What a reader says of the lines, fed in pieces of the sizes in ``cuts`` and then the rest."""
    reads, readings, at, start = reader(), [], 0, 0
    for size in [*cuts, len(lines)]:
        piece = batch(lines[at : at + size], start, idle=idle, ended=at + size >= len(lines))
        readings.append(reads.feed(piece))
        at, start = at + size, piece.end
        if piece.ended:
            break
    return readings


def _all(readings: Sequence[Reading]) -> tuple[list[Sighting], int, list[str]]:
    sightings = [sighting for reading in readings for sighting in reading.sightings]
    return (
        sightings,
        sum(reading.other for reading in readings),
        [line.text for reading in readings for line in reading.unparsed],
    )


def test_each_line_is_counted_once() -> None:
    """A line is part of a sighting, not understood, or other."""
    reading = read([SYSLOG, *WRAPPED, "", "prose", TORN, "", ALERT])
    assert [sighting.format for sighting in reading.sightings] == ["ipchains", "snort-syslog"]
    assert (reading.received, reading.other, [line.text for line in reading.unparsed]) == (9, 4, [TORN])


def test_a_sighting_knows_where_it_comes_from() -> None:
    """Source, trust, lines and bytes are the reader's to say."""
    reads = LineReader("kern.log", trust="kernel", zone=UTC, now=lambda: NEWEST)
    (sighting,) = reads.feed(batch([SYSLOG, *WRAPPED, "prose"], 100, ended=True)).sightings
    assert (sighting.source, sighting.trust, sighting.stream, sighting.lines) == ("kern.log", "kernel", "file", 3)
    assert sighting.raw == "\n".join(WRAPPED)
    start = 100 + len(SYSLOG) + 1
    assert (sighting.start, sighting.end) == (start, start + sum(len(line) + 1 for line in WRAPPED))


def test_a_repeat_stands_for_the_last_line_of_its_host() -> None:
    """It has its own time and its own line, and tells when the line before it was."""
    first, repeat = read([ALERT, REPEAT]).sightings
    assert (repeat.repeat, repeat.repeat_after, repeat.time - first.time) == (2, first.time, 8_000_000)
    assert (repeat.raw, repeat.lines, repeat.start, repeat.signature) == (REPEAT, 1, first.end, first.signature)


@pytest.mark.parametrize(
    ("lines", "sightings", "other"),
    [
        ([ALERT, SYSLOG, REPEAT], 1, 2),
        ([ALERT, SYSLOG.replace("greatwall", "elsewhere"), REPEAT], 2, 1),
        ([ALERT, TORN, "", REPEAT], 1, 2),
        ([REPEAT], 0, 1),
        ([ALERT, REPEAT, REPEAT], 3, 0),
        ([ALERT, REPEAT.replace("greatwall", "elsewhere")], 1, 1),
        ([ALERT, ALERT.replace("snort: ", "snort: message repeated 3 times: [ ") + "]"], 2, 0),
        ([ALERT, ALERT.replace("snort: ", "snort: message repeated 3 times: [ ").replace("6346", "6347") + "]"], 1, 1),
        (
            [
                ALERT,
                (
                    "Mar  2 16:44:08 greatwall Last message 'snort: [1:0:0] TCP t' repeated 3 times, "
                    "suppressed by syslog-ng on greatwall"
                ),
            ],
            2,
            0,
        ),
    ],
)
def test_a_repeat_of_anything_else_is_other(lines: list[str], sightings: int, other: int) -> None:
    """A repeat is of the line before it of the same host, whatever other hosts say between."""
    reading = read(lines)
    assert (len(reading.sightings), reading.other) == (sightings, other)


def test_a_record_whose_end_is_not_seen_waits() -> None:
    """The bytes of the record stay undecided, and its lines are counted when it is whole."""
    reads = reader()
    first = batch([SYSLOG, PACKET])
    waiting = reads.feed(first)
    assert (waiting.start, waiting.end, waiting.received, waiting.other) == (0, len(SYSLOG) + 1, 1, 1)
    done = reads.feed(batch([*WRAPPED[1:], SYSLOG, SYSLOG], first.end, ended=True))
    assert (done.start, done.received, done.other, len(done.sightings)) == (waiting.end, 5, 2, 1)


@pytest.mark.parametrize("indent", ["", " ", "> ", "   "])
@pytest.mark.parametrize(
    "record",
    [
        ALERT,
        " ".join(line.strip() for line in WRAPPED),
        (
            "Nov 22 09:16:29 lab kernel: [12345.678901] DROP IN=eth0 OUT= MAC= SRC=192.0.2.1 DST=198.51.100.7 LEN=40 "
            "TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=TCP SPT=1 DPT=22 WINDOW=0 RES=0x00 SYN URGP=0"
        ),
    ],
)
def test_a_record_is_read_wherever_it_is_broken(record: str, indent: str) -> None:
    """A mail program breaks at any blank behind the head; the second line may be indented, quoted, or not."""
    whole = read([record]).sightings[0]
    head = record.index(": ") + 1
    for at in [place for place in range(head, len(record)) if record[place] == " " and "] " not in record[:place]]:
        quote = indent if indent == "> " else ""
        (found,) = read([quote + record[:at], indent + record[at + 1 :], "prose"]).sightings
        same = {name: getattr(found, name) == getattr(whole, name) for name in whole.__struct_fields__}
        assert {name for name, is_same in same.items() if not is_same} <= {"raw", "lines", "end"}
        assert found.lines == 2


def test_mail_in_quoted_printable_is_read() -> None:
    """Soft line breaks stand anywhere, and the raw lines stay as they are in the mail."""
    record = " ".join(line.strip() for line in WRAPPED)
    mailed = record.replace("=", "=3D")
    broken = [mailed[:60] + "=", mailed[60:110] + "=", mailed[110:]]
    (found,) = read([SYSLOG, *broken, "", "prose"]).sightings
    (whole,) = read([record]).sightings
    assert (found.ttl, found.src, found.dport, found.rule) == (whole.ttl, whole.src, whole.dport, whole.rule)
    assert (found.raw, found.lines, found.start) == ("\n".join(broken), 3, len(SYSLOG) + 1)


def test_the_journals_word_for_the_kernel_is_trusted() -> None:
    """An entry of the kernel's transport is its own proof; the raw line is the entry."""
    entry = (
        '{"__REALTIME_TIMESTAMP":"1534860261221373","_TRANSPORT":"%s","_HOSTNAME":"gate","_PID":"9",'
        '"SYSLOG_IDENTIFIER":"kernel","MESSAGE":"Packet log: input DENY ppp0 PROTO=6 192.0.2.1:1 198.51.100.7:2 '
        'L=48 S=0x00 I=9 F=0x4000 T=117 SYN (#64)"}'
    )
    reading = read([entry % "kernel", entry % "syslog", "[x=3D"])
    (sighting,) = reading.sightings
    assert (sighting.trust, sighting.format, sighting.host) == ("kernel", "ipchains", "gate")
    assert (sighting.raw, sighting.tick, sighting.year_stated) == (entry % "kernel", 1, True)
    assert (reading.received, reading.other) == (3, 2)


def test_an_idle_stream_gives_up_what_is_whole() -> None:
    """A live line is not kept back for a continuation that may never come; half a record is."""
    reads = reader()
    piece = batch([ALERT], idle=True)
    assert len(reads.feed(piece).sightings) == 1
    half = batch([PACKET], piece.end, idle=True)
    assert (reads.feed(half).received, reads.feed(batch([], half.end, idle=True)).received) == (0, 0)
    rest = reads.feed(batch(WRAPPED[1:], half.end, idle=True))
    assert (rest.start, rest.end, len(rest.sightings)) == (piece.end, rest.end, 1)


def test_context_is_read_and_not_counted() -> None:
    """A repeat after a restart finds the line that it repeats."""
    reads = reader()
    context = batch([ALERT], context=True)
    said = reads.feed(context)
    assert (said.received, said.sightings, said.start, said.end) == (0, (), context.end, context.end)
    assert len(reads.feed(batch([REPEAT], context.end, ended=True)).sightings) == 1


def test_two_ranges_of_a_file_are_read_side_by_side() -> None:
    """The newest part comes first, and each range waits for its own next bytes."""
    reads = reader()
    newest = reads.feed(batch([PACKET], 10_000))
    older = batch([ALERT, WRAPPED[0]])
    reads.feed(older)
    assert newest.received == 0
    assert len(reads.feed(batch(WRAPPED[1:], older.end, ended=True)).sightings) == 1
    rest = reads.feed(batch(WRAPPED[1:], 10_000 + len(PACKET) + 1, ended=True))
    assert [sighting.start for sighting in rest.sightings] == [10_000]


def test_ranges_that_are_never_ended_are_forgotten() -> None:
    """A reader keeps the ends of a few ranges."""
    reads = reader()
    for start in range(0, 300_000, 1_000):
        reads.feed(batch([PACKET], start))
    assert len(reads._ranges) == 256


def test_hosts_are_not_remembered_without_end() -> None:
    """A flood of host names does not fill the memory."""
    lines = [ALERT.replace("greatwall", f"host{number}") for number in range(3_000)] + [
        SYSLOG.replace("greatwall", "host1")
    ]
    reads = reader()
    reads.feed(batch(lines))
    assert sum(len(kept.last) for kept in reads._ranges.values()) <= 1_024


def test_the_year_follows_the_newest_time_of_the_file() -> None:
    """Without one the clock of the machine counts, and ``--year`` before both."""
    line = [ALERT]
    dated = LineReader("log", zone=UTC, now=lambda: 0).feed(batch(line, ended=True)).sightings[0]
    override = LineReader("log", zone=UTC, year=2002, now=lambda: 0).feed(batch(line, ended=True)).sightings[0]
    assert (dated.time < 0, override.time) == (True, 1_015_087_440_000_000)


@pytest.mark.parametrize(
    "raw",
    [
        b"\0" * 100,
        bytes(range(256)),
        b"\xff\xfe" * 5_000,
        b"x" * 1_000_000,
        b"Mar  2 16:44:00 h kernel: " + b"IN=eth0 OUT= " * 80_000,
        ALERT.encode() + b"\x1b]0;pwned\x07[@click=app.quit]",
    ],
)
def test_rubbish_is_counted_and_shown_harmless(raw: bytes) -> None:
    """Nothing raises, and no control character is left in what is kept."""
    reading = read([raw, ALERT])
    assert (reading.received, len(reading.sightings)) == (2, 1)
    assert all(line.text.isprintable() for line in reading.unparsed)
    assert all(len(line.text) <= 8_300 for line in reading.unparsed)


@given(
    st.lists(st.sampled_from(SAMPLE_LINES + ODD_LINES) | st.text(max_size=30), max_size=40), st.lists(st.integers(0, 4))
)
def test_any_mix_in_any_pieces_adds_up(lines: list[str], cuts: list[int]) -> None:
    """Received lines are those of the sightings, the others and the not understood; ranges join without a gap."""
    clean = [line.replace("\n", " ") for line in lines]
    whole, pieces = _fed(clean, []), _fed(clean, cuts)
    for readings in (whole, pieces, _fed(clean, cuts, idle=True)):
        sightings, other, unparsed = _all(readings)
        assert sum(sighting.lines for sighting in sightings) + other + len(unparsed) == len(clean)
        assert sum(reading.received for reading in readings) == len(clean)
        assert [reading.start for reading in readings[1:]] == [reading.end for reading in readings[:-1]]
    assert _all(whole) == _all(pieces)


@pytest.mark.parametrize("reads", FORMATS, ids=lambda reads: reads.name)
@given(text=st.text(max_size=200) | st.sampled_from(SAMPLE_LINES), cut=st.integers(0, 200), noise=st.text(max_size=5))
def test_no_line_raises_in_any_format(reads: Format, text: str, cut: int, noise: str) -> None:
    """A torn sample with anything in its tear is read, or is not."""
    line = text[:cut] + noise + text[cut:]
    assert isinstance(fields(reads, line), dict)
    assert isinstance(shown(reads, line), dict)
    assert reads.frame([line], 0, final=True) is not None


COUNTS = {
    "ulogd": 5,
    "ipfw": 7,
    "ipfilter": 4,
    "asa": 12,
    "mikrotik": 5,
    "netfilter": 40,
    "ipchains": 13,
    "snort-syslog": 24,
    "snort-dump": 17,
    "p0f3": 5,
    "p0f1": 4,
    "pcap": 19,
    "filterlog": 10,
    "snort-fast": 17,
    "snort-json": 5,
    "snort-csv": 15,
    "suricata-eve": 10,
    "snort-full": 14,
    "suricata-fast": 11,
    "p0f2": 6,
    "tcpdump": 23,
    "pflog": 7,
}


@pytest.mark.parametrize("reads", FORMATS, ids=lambda reads: reads.name)
def test_the_samples_of_a_format_are_read_by_it(reads: Format) -> None:
    """Every sample is a sighting of its own format, and none is torn."""
    name = reads.name
    reading = read((SAMPLES / f"{name}.log").read_text(encoding="utf-8").splitlines())
    assert {sighting.format for sighting in reading.sightings} == {name}
    assert (len(reading.sightings), reading.unparsed) == (COUNTS[name], ())


@pytest.mark.parametrize("joined", [False, True], ids=["wrapped", "joined"])
def test_a_report_of_two_incidents_is_read(*, joined: bool) -> None:
    """Four witnesses, a repeat, prose, headings and whois answers in one file: 21 sightings, and nothing guessed at."""
    folder = shared("seed")
    text = next(folder.glob("*.txt")).read_text(encoding="utf-8")
    if joined:
        text = text.replace("\n 2", " 2").replace("\n L", " L").replace("\n +", " +")
    sightings, _, unparsed = _all([read(text.splitlines())])
    witnesses = [*["snort-dump"] * 3, *["ipchains"] * 3, *["p0f1"] * 3]
    formats = [sighting.format for sighting in sightings]
    assert formats == ["snort-syslog", *witnesses, "snort-syslog", "snort-syslog", *witnesses]
    assert [sighting.repeat for sighting in sightings if sighting.repeat] == [2]
    assert unparsed == []


def test_a_notice_of_lost_lines_is_told_at_once() -> None:
    """It may be the last line for hours, and so it does not wait for the next one."""
    (reading,) = _fed(["Mar  2 16:44:04 greatwall kernel: net_ratelimit: 12 callbacks suppressed"], [1])[:1]
    assert (reading.lost, reading.other, reading.received) == (12, 1, 1)
