import stat
from pathlib import Path

import msgspec
import pytest

from tests.whois.samples import FETCHED, record
from wallwatch.whois import NetworkCache


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "whois.json"


def test_two_addresses_of_one_block_share_a_record():
    """The client that came back from another address of its provider's block needs no second question."""
    cache = NetworkCache(None)
    assert cache.add(record())
    assert cache.find("198.51.100.112") is cache.find("198.51.100.8")
    assert cache.find("198.51.100.112") == record()
    assert cache.find("198.51.100.200") is None


@pytest.mark.parametrize("text", ["", "example.net", "198.51.100.0/24", "198.51.100", "\x1b[2J", "9" * 10_000])
def test_what_is_no_address_is_in_no_block(text):
    """A log line may hold anything where an address should stand."""
    cache = NetworkCache(None)
    cache.add(record())
    assert cache.find(text) is None


def test_a_block_that_is_too_wide_is_not_kept():
    """Nor does it take the place of one that is."""
    cache = NetworkCache(None)
    assert not cache.add(record(first="0.0.0.0", last="255.255.255.255"))
    assert len(cache) == 0
    assert cache.find("198.51.100.1") is None


def test_the_newest_answer_for_a_block_counts():
    """A block that has a new holder is his, whichever answer arrives last."""
    cache = NetworkCache(None)
    cache.add(record(name="OLD"))
    assert cache.add(record(name="NEW", fetched=FETCHED + 1))
    assert not cache.add(record(name="OLDER", fetched=FETCHED - 1))
    assert len(cache) == 1
    assert cache.find("198.51.100.1").name == "NEW"


def test_a_smaller_block_is_found_as_soon_as_it_is_known():
    """The index follows what is added after a search."""
    cache = NetworkCache(None)
    cache.add(record())
    assert cache.find("198.51.100.9").name == "EXAMPLE-54-B"
    cache.add(record(first="198.51.100.8", last="198.51.100.15", name="CUSTOMER"))
    assert cache.find("198.51.100.9").name == "CUSTOMER"
    assert cache.find("198.51.100.99").name == "EXAMPLE-54-B"


def test_the_oldest_answers_go_when_there_are_too_many():
    """The file does not grow for ever."""
    cache = NetworkCache(None, capacity=3)
    for number in (5, 1, 2, 3, 4):
        cache.add(record(first=f"192.0.2.{number}", last=f"192.0.2.{number}", fetched=FETCHED + number))
    assert [cache.find(f"192.0.2.{number}") is not None for number in (1, 2, 3, 4, 5)] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_what_was_learned_outlives_the_program(path):
    """A new cache answers from the file, which only its owner can read."""
    cache = NetworkCache(path)
    cache.add(record())
    cache.add(record(first="2001:db8::", last="2001:db8::ffff", asn=None, abuse=None))
    cache.save()
    again = NetworkCache(path)
    assert again.load() is None
    assert again.find("198.51.100.1") == record()
    assert again.find("2001:db8::1") == record(first="2001:db8::", last="2001:db8::ffff", asn=None, abuse=None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_is_json_that_a_person_can_write(path):
    """Addresses, a source and a time are enough; the rest may be left out."""
    path.parent.mkdir()
    path.write_text(
        """{"records": [
            {"first": "192.0.2.0", "last": "192.0.2.255", "name": "TEST-NET", "source": "canned", "fetched": 1}
        ]}"""
    )
    cache = NetworkCache(path)
    assert cache.load() is None
    assert cache.find("192.0.2.99").name == "TEST-NET"


def test_a_file_that_was_tampered_with_is_as_hostile_as_a_registry(path):
    """Control characters are made visible and wide blocks dropped when it is read, too."""
    path.parent.mkdir()
    hostile = [record(name="\x1b[2J"), record(first="0.0.0.0", last="255.255.255.255")]
    path.write_bytes(msgspec.json.encode({"records": hostile}))
    cache = NetworkCache(path)
    assert cache.load() is None
    assert len(cache) == 1
    assert cache.find("198.51.100.1").name == "\\x1b[2J"


def test_no_file_is_an_empty_cache(path):
    """The first start has none, and a cache without a file writes none."""
    cache = NetworkCache(path)
    assert cache.load() is None
    assert len(cache) == 0
    nowhere = NetworkCache(None)
    nowhere.add(record())
    nowhere.save()
    assert nowhere.load() is None
    assert not path.parent.exists()


DAMAGED = [
    b"",
    b"\x00\xff\xfe",
    b"[]",
    b'{"records": [{"first": 4}]}',
    b'{"records": [{"first": "192.0.2.0", "last": "192.0.2.255", "source": "a", "fetched": 1, "asn": "AS1"}]}',
    b'{"records": [], "version": 2}',
    b'{"records": [], "more": ' + b"[" * 100_000,
    b'{"records": [{"first": "192.0.2.0"',
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_file_is_set_aside_and_said(path, text):
    """The program starts with an empty cache, and what was there can still be looked at."""
    path.parent.mkdir(mode=0o700)
    path.write_bytes(text)
    cache = NetworkCache(path)
    sentence = cache.load()
    aside = path.with_name("whois.json.damaged")
    assert sentence == f"The whois cache was damaged and is now {aside}; a new one is begun."
    assert aside.read_bytes() == text
    cache.add(record())
    cache.save()
    assert NetworkCache(path).load() is None


def test_a_file_that_cannot_be_read_is_said(path):
    """A directory of that name is no reason to stop."""
    path.mkdir(parents=True)
    assert NetworkCache(path).load() == f"The whois cache {path} cannot be read: Is a directory."


def test_a_damaged_file_that_cannot_be_moved_is_said(path):
    """Something stands where it would be set aside."""
    path.parent.mkdir()
    path.write_text("{")
    (path.with_name("whois.json.damaged") / "full").mkdir(parents=True)
    assert "cannot be set aside: Is a directory" in (NetworkCache(path).load() or "")
