"""What a naive parser gets wrong in the heads of lines, and in mail."""

from datetime import UTC, timedelta, timezone

import pytest

from tests.formats.support import NEWEST, batch, read
from tests.shared import shared
from wallwatch.formats import LineReader
from wallwatch.formats.examples import EXAMPLES
from wallwatch.model import Sighting
from wallwatch.model.line import Reading
from wallwatch.model.times import SECOND, iso

PACKET = "Packet log: input DENY ppp0 PROTO=6 192.0.2.1:1 198.51.100.7:2 L=48 S=0x00 I=9 F=0x4000 T=117 SYN (#64)"
LINK = "IN=eth0 OUT= MAC= SRC=192.0.2.1 DST=198.51.100.7 LEN=40 TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=TCP "
NETFILTER = LINK + "SPT=1 DPT=22 WINDOW=0 RES=0x00 SYN URGP=0"
ALERT = "[1:0:0] TCP to 6346 gnutella {TCP} 192.0.2.148:4665 -> 198.51.100.120:6346"


def _at(micros: int, *lines: str) -> Reading:
    """What the lines say in a file that was last written at that time."""
    return LineReader("log", zone=UTC, now=lambda: micros).feed(batch(lines, ended=True))


def _when(sighting: Sighting) -> str:
    return iso(sighting.time, sighting.zone, sighting.tick)


def _one(line: str) -> Sighting:
    (sighting,) = read([line]).sightings
    return sighting


def test_fact_1_a_stamp_without_a_year_gets_it_from_the_age_of_its_file() -> None:
    """Lines around New Year and of the 29th of February get the year that makes them older than their file."""
    new_year = 1_041_379_300 * SECOND  # 2003-01-01 00:01:40
    lines = [f"{stamp} h kernel: {PACKET}" for stamp in ("Feb 29 12:00:00", "Dec 31 23:59:58", "Jan  1 00:00:02")]
    assert [_when(sighting)[:10] for sighting in _at(new_year, *lines).sightings] == [
        "2000-02-29",
        "2002-12-31",
        "2003-01-01",
    ]
    assert not read([lines[0]]).sightings[0].year_stated


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Jan 1 02:21:38", "2026-01-01"),
        ("Jan  1 02:21:38", "2026-01-01"),
        ("Jan 01 02:21:38", "2026-01-01"),
        ("Feb 08 2008 02:21:38", "2008-02-08"),
        ("AUG 10 22:18:24 2009", "2009-08-10"),
        ("2001 Mar 31 10:00:00", "2001-03-31"),
        ("août 19 11:08:37", "2026-08-19"),
        ("Okt 9 11:08:37", "2026-10-09"),
        ("2013:03:31-00:58:17", "2013-03-31"),
    ],
)
def test_fact_2_a_day_and_a_month_are_written_in_many_ways(stamp: str, day: str) -> None:
    """The day is padded with a blank, a zero or nothing; months are of any language; the year has three places."""
    assert _when(_one(f"{stamp} h kernel: {PACKET}")).startswith(day)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("", None),
        ("gate ", "gate"),
        ("gate gate ", "gate"),
        ("gate : ", "gate"),
        ("2001:db8::1 ", "2001:db8::1"),
        ("gate user.info ", "gate"),
    ],
)
def test_fact_3_a_host_may_be_missing_or_doubled(host: str, name: str | None) -> None:
    """Or be followed by a colon or a priority, or be an IPv6 address."""
    assert _one(f"Mar  2 15:32:54 {host}kernel: {PACKET}").host == name


@pytest.mark.parametrize(
    ("repeat", "count"), [("last message repeated 2 times", 2), ("last message repeated 1 time", 1)]
)
def test_fact_4_a_repeat_belongs_to_the_line_before_it_of_its_host(repeat: str, count: int) -> None:
    """It has no tag, its stamp is that of the last copy, and other hosts may have written in between."""
    first, _, copies = read(
        [
            f"Mar  2 16:44:00 gate snort: {ALERT}",
            f"Mar  2 16:44:01 other kernel: {PACKET}",
            f"Mar  2 16:44:08 gate {repeat}",
        ]
    ).sightings
    assert (copies.signature, copies.repeat, copies.time - first.time) == (first.signature, count, 8 * SECOND)
    assert (first.host, copies.repeat_after) == ("gate", first.time)


def test_fact_5_rsyslog_and_syslog_ng_tell_what_they_repeat() -> None:
    """In rsyslog with brackets and the tag, that of syslog-ng 20 characters of it; both stand for the line before."""
    first = f"Mar  2 16:44:00 gate snort: {ALERT}"
    rsyslog = f"Mar  2 16:44:08 gate snort: message repeated 5 times: [ {ALERT}]"
    cut = f"snort: {ALERT}"[:20]
    syslog_ng = f"Mar  2 16:44:08 gate Last message '{cut}' repeated 3 times, suppressed by syslog-ng on gate"
    assert [sighting.repeat for sighting in read([first, rsyslog]).sightings] == [None, 5]
    assert [sighting.repeat for sighting in read([first, syslog_ng]).sightings] == [None, 3]


def test_fact_6_rfc_5424_has_leap_seconds_and_fields_that_are_nil() -> None:
    """And the process id stands behind a blank."""
    head = "2016-12-31T23:59:60-04:00"
    assert _when(_one(f"<4>1 {head} gate kernel - - - {NETFILTER}")) == "2017-01-01T00:00:00-04:00"
    assert _one(f"<4>1 2003-08-24T05:14:15+00:00 - - - - - {NETFILTER}").host is None
    (alert,) = read([f'<33>1 {head} gate snort 2255 - [meta sequenceId="1"] {ALERT}']).sightings
    assert (alert.host, alert.format) == ("gate", "snort-syslog")


def test_fact_7_of_two_stamps_the_inner_one_is_the_packets() -> None:
    """A syslog daemon stamps what it received, the emitter what it saw."""
    line = EXAMPLES["ipfilter"].replace("Mar  2 15:32:54 wall", "Mar  2 15:32:57 wall")
    assert _when(_one(line)) == "2026-03-02T15:32:54.630347+00:00"


@pytest.mark.parametrize("uptime", ["[  307.757925] ", "[12345.678901] ", "[    0.000001][ T123] ", "[307.757925] "])
def test_fact_8_the_number_in_brackets_is_an_uptime(uptime: str) -> None:
    """The kernel counts from its boot, and pads with blanks inside the bracket."""
    sighting = _one(f"Mar  2 15:32:54 gate kernel: {uptime}DROP {NETFILTER}")
    assert sighting.uptime == int(uptime[1 : uptime.index("]")].replace(".", ""))
    assert (_when(sighting), sighting.chain) == ("2026-03-02T15:32:54+00:00", "DROP")


@pytest.mark.parametrize(
    "head", ["[  449.059230] ", "<4>[  449.059230] ", "4,1,449059230,-;", "[  449.059230] gate kernel: "]
)
def test_a_line_that_only_the_kernel_has_stamped_keeps_its_uptime(head: str) -> None:
    """From dmesg, /dev/kmsg and the journal's monotonic form; its time is counted back from the newest line."""
    sighting = _one(f"{head}DROP {NETFILTER}")
    assert (sighting.uptime, sighting.time, sighting.year_stated) == (449_059_230, NEWEST, False)


def test_fact_9_real_files_have_torn_lines_and_clocks_that_go_back() -> None:
    """A torn line is told and takes none of its neighbours along; a time before the last one is a time."""
    lines = [
        f"Mar  2 15:32:54 gate kernel: {NETFILTER}",
        f"Mar  2 15:32:54 gate kernel: {NETFILTER[:60]}DS.189.91.96",
        f"Mar  2 14:32:54 gate kernel: {NETFILTER}",
        NETFILTER[40:],
        f"Mar  2 15:32:55 gate kernel: {NETFILTER}",
    ]
    reading = read(lines)
    first, back, last = (sighting.time for sighting in reading.sightings)
    assert (back - first, last - first) == (-3_600 * SECOND, SECOND)
    assert ([line.text for line in reading.unparsed], reading.other) == ([lines[1]], 1)


def test_fact_10_a_message_of_the_journal_may_be_a_list_of_bytes() -> None:
    """And offsets are written without a colon, too."""
    message = list(PACKET.encode())
    entry = f'{{"__REALTIME_TIMESTAMP":"1534860261221373","_TRANSPORT":"kernel","MESSAGE":{message}}}'
    assert _one(entry).src == "192.0.2.1"
    assert _when(_one(f"2025-01-23T12:22:21-0400 gate kernel: {PACKET}")) == "2025-01-23T12:22:21-04:00"


def test_fact_11_each_source_has_a_clock_of_its_own() -> None:
    """A Snort that was started before summer time is an hour off its syslog; a zone a source puts both right."""
    dump, line = EXAMPLES["snort-dump"], EXAMPLES["snort-syslog"].replace("15:32:54", "16:32:54")
    winter, summer = (timezone(timedelta(hours=hours)) for hours in (1, 2))
    stale = LineReader("dump", zone=winter, now=lambda: NEWEST).feed(batch(dump.split("\n"), ended=True)).sightings[0]
    fresh = LineReader("log", zone=summer, now=lambda: NEWEST).feed(batch([line], ended=True)).sightings[0]
    assert 0 <= stale.time - fresh.time < SECOND


@pytest.mark.parametrize("name", ["p0f1", "p0f2", "p0f3"])
def test_fact_12_p0f_writes_local_time_without_a_zone(name: str) -> None:
    """v1 that of printing, v2 and v3 that of the packet; all have the year, and the zone is the source's."""
    lines = EXAMPLES[name].split("\n")
    zone = timezone(timedelta(hours=2))
    (local,) = LineReader("p0f", zone=zone, now=lambda: NEWEST).feed(batch(lines, ended=True)).sightings
    (utc,) = read(lines).sightings
    assert (utc.time - local.time, local.zone, local.year_stated) == (7_200 * SECOND, 7_200, True)


def test_fact_64_a_mail_breaks_records_anywhere_and_the_line_before_tells_what_the_rest_is() -> None:
    """With or without indentation, in quoted-printable too; a Snort alert's rest is like the second line of p0f 1."""
    tail = " 192.0.2.112:3504 -> 198.51.100.120:6346"
    alert = ["Mar  2 15:32:54 gate snort: [1:0:0] TCP to 6346 gnutella {TCP}", tail]
    stack = ["<Sat Mar  2 15:32:54 2002> 192.0.2.112 [12 hops]: Windows 95 or early NT4", f" +{tail}"]
    bare = ["192.0.2.112 [12 hops]: Windows 95 or early NT4", tail]
    assert [sighting.format for sighting in read([*alert, *stack, *bare, *alert]).sightings] == [
        "snort-syslog",
        "p0f1",
        "snort-syslog",
    ]
    chain = f"Mar  2 15:32:54 gate kernel: {PACKET}"
    quoted = chain.replace("=", "=3D")
    for lines in (
        [chain[:64], chain[65:]],
        [chain[:64], f"  {chain[65:]}"],
        [f"> {chain[:64]}", f"> {chain[65:]}"],
        [f"{quoted[:70]}=", quoted[70:]],
        [f"> {quoted[:76]}=", f"> {quoted[76:]}"],
    ):
        assert [sighting.rule for sighting in read(lines).sightings] == ["64"], lines


def test_other_peoples_syslog_has_no_firewall_in_it() -> None:
    """Lines of lnav, plaso and logstash that no firewall wrote are counted, and nothing of them is guessed at."""
    for folder in ("lnav", "plaso"):
        for path in sorted(shared("samples", "third-party", folder).iterdir()):
            if "alert" in path.name:
                continue
            reading = read(path.read_bytes().splitlines())
            assert (reading.sightings, reading.unparsed) == ((), ()), path.name
            assert reading.other == reading.received


def test_other_peoples_rfc_5424_line_is_read() -> None:
    """Of logstash's syslog lines one is netfilter's, whose fields for host and program are nil."""
    reading = read(shared("samples", "third-party", "logstash", "syslog_spec.txt").read_bytes().splitlines())
    assert [(sighting.format, sighting.proto) for sighting in reading.sightings] == [("netfilter", "2")]
    assert reading.unparsed == ()
