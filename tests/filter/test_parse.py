"""The text of a filter, read."""

import pytest
from hypothesis import given

from tests.filter.samples import QUERIES, STRANGE
from wallwatch.errors import FilterError
from wallwatch.filter.parse import LENGTH_MAX, VALUES_MAX, parse_query
from wallwatch.filter.query import Query

MISTAKES = [
    # filter, the part that is wrong, words of the message
    ("dprt:80", "dprt", "Did you mean dport"),
    ("dport:80 colour:red", "colour", "There is no field colour"),
    ("http://example", "http", "put it in quotes"),
    ("dport:", ":", "A value is missing"),
    ("dport:80,", ",", "A value is missing"),
    ("dport: 80", ": ", "A value is missing"),
    ("dport:80,,81", ",,", "A value is missing"),
    ("-", "-", "A value is missing"),
    ("--done", "-done", "One minus"),
    ('msg:"abc', '"abc', "not closed"),
    ('"abc\\"', '"abc\\"', "not closed"),
    ('msg:a"b"', 'a"', "inside a word"),
    ('"a"b', '"a"b', "inside a word"),
    ("dport:80 or dport:81", "or", "a comma is or"),
    ("(dport:80)", "(dport:80)", "joins nothing"),
    ("dport=80", "dport=80", "Write dport:80"),
    ("dport!=80", "dport!=80", "Write -dport:80"),
    ("packets>=3", "packets>=3", "Write packets:>=3"),
    ("done:yes", "yes", "Write done or -done"),
    ("dport:htpp", "htpp", "is no port or service"),
    ("dport:80-", "80-", "is no number"),
    ("dport:-80", "-80", "is no number"),
    ("dport:\u0668\u0660", "\u0668\u0660", "is no number"),
    ("dport:99999999999999999999", "99999999999999999999", "is no number"),
    ("dport:65536", "65536", "goes up to 65535"),
    ("dport:81-80", "81-80", "Write dport:80-81"),
    ("ttl:<0", "<0", "can meet"),
    ("ttl:>255", ">255", "can meet"),
    ("src:207.95.", "207.95.", "is no address"),
    ("src:192.0.2.0/24,nowhere", "nowhere", "is no address"),
    ("src:?", "?", "is no address"),
    ("proto:ftp", "ftp", "Did you mean tcp?"),
    ("verdict:zzz", "zzz", "Known are backscatter, client, leftover, scanner, unknown."),
    ("verdict:bad", "bad", "leftover"),
    ("action:blok", "blok", "block"),
    ("flags:SS", "SS", "CEUAPRSF"),
    ("flags:SX", "SX", "CEUAPRSF"),
    ("seen:eve", "eve", "kernel"),
    ("seen:KKKK", "KKKK", "kernel"),
    ("sid:1:2:3:4", "1:2:3:4", "is no signature"),
    ("sid:1::2", "1::2", "is no number"),
    ("since:yesterday", "yesterday", "since:2h"),
    ("until:2002-13-01", "2002-13-01", "is no age or date"),
    ('msg:""', '""', "is empty"),
    ('noise:""', '""', "is empty"),
    ('os:windows ""', '""', "is empty"),
]


@pytest.mark.parametrize(("text", "place", "words"), MISTAKES)
def test_a_mistake_is_named_with_its_place(text, place, words):
    """The error points at the part that is wrong and says what to write instead."""
    with pytest.raises(FilterError) as mistake:
        parse_query(text)
    assert words in str(mistake.value)
    assert text[mistake.value.start : mistake.value.end] == place


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("  dport:6346-6347   PROTO:TCP ", "dport:6346-6347 proto:tcp"),
        ("src:207.95.0.0/19,10.0.0.0/8", "src:207.95.0.0/19,10.0.0.0/8"),
        ("-os:windows !odd packets:>3", "-os:windows -odd packets:>3"),
        ('net:ICGNET-54-B asn:AS64500 msg:"TCP to 6346"', 'net:ICGNET-54-B asn:64500 msg:"TCP to 6346"'),
        ("sid:1:0 sid:0 sid:1:0:3 rule:64", "sid:1:0 sid:0 sid:1:0:3 rule:64"),
        ("seen:k,IDS,p,d,-k-d", "seen:kernel,snort,p0f,dump,-K-D"),
        ("gnutella -2001:db8::1 Done", "text:gnutella -text:2001:db8::1 done"),
        ('"done" a,"b c"', 'text:done text:a,"b c"'),
        ("ttl:>=0,<32,<=31,31-31", "ttl:>=0,<32,<32,31"),
        ("proto:6,gre,icmpv6 flags:as,none", "proto:tcp,47,icmp6 flags:AS,none"),
        ('os:? os:"?" ?', 'os:? os:"?" text:"?"'),
        ("since:2H until:2002-03-02", "since:2h until:2002-03-02"),
        ('msg:"say \\"hi\\" \\x1b \\\\"', 'msg:"say \\"hi\\" \\\\x1b \\\\"'),
        ('since:"2002-03-02 15:32"', "since:2002-03-02T15:32"),
        ("action:drop,pass verdict:unknown", "action:block,allow verdict:unknown"),
    ],
)  # fmt: skip
def test_a_filter_is_read_and_has_one_way_to_be_written(text, written):
    """Names and known words in any case, aliases and spare blanks come out in one form."""
    assert parse_query(text).text() == written


@given(QUERIES)
def test_a_query_reads_back_from_what_it_writes(text):
    """``parse_query(query.text())`` is ``query``."""
    query = parse_query(text)
    assert parse_query(query.text()) == query


@given(STRANGE)
def test_any_text_is_read_or_refused_with_a_place_in_it(text):
    """Nothing but a ``FilterError`` is raised, its place lies in the text, and what is read reads back."""
    try:
        query = parse_query(text)
    except FilterError as error:
        mistake: FilterError | None = error
    else:
        mistake = None
        assert parse_query(query.text()) == query
        assert query.text().isprintable()
    if mistake is not None:
        assert 0 <= mistake.start <= mistake.end <= len(text)
        assert mistake.sentence.isprintable()


@pytest.mark.parametrize("rubbish", ["\x1b[2J", "\u202e", "x" * 9_000])
@pytest.mark.parametrize("before", ["", "(", "dport=", "dport:", "proto:", "flags:", "seen:", "since:", "src:", "q:"])
def test_a_message_about_a_hostile_filter_is_harmless_and_short(before, rubbish):
    """Neither sentence nor remedy holds what does not show, or all of a long filter."""
    for text in (f"{before}{rubbish} --", f"{rubbish}:{before} --"):
        with pytest.raises(FilterError) as mistake:
            parse_query(text)
        assert str(mistake.value).isprintable()
        assert len(str(mistake.value)) < 500


def test_what_does_not_show_is_looked_for_as_it_is_shown():
    """A control character in a filter is the escape that a record has in its place."""
    assert parse_query('"a\x1bb"') == parse_query('"a\\x1bb"')


def test_a_filter_has_a_size():
    """More text or more values than a person writes are refused."""
    with pytest.raises(FilterError, match="longer than"):
        parse_query("a" * (LENGTH_MAX + 1))
    with pytest.raises(FilterError, match="more than"):
        parse_query("ttl:" + ",".join("1" for _ in range(VALUES_MAX + 1)))


def test_an_empty_filter_has_no_terms():
    """A filter of blanks asks for nothing."""
    assert parse_query(" \t") == Query()
