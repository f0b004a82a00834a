import json
from importlib.resources import files

import pytest

from wallwatch.whois.bootstrap import Bootstrap, is_known, parse, shipped

REGISTRIES = [
    ("207.95.12.112", "https://rdap.arin.net/registry/"),
    ("61.178.8.9", "https://rdap.apnic.net/"),
    ("193.0.0.1", "https://rdap.db.ripe.net/"),
    ("200.1.1.1", "https://rdap.lacnic.net/rdap/"),
    ("41.1.1.1", "https://rdap.afrinic.net/rdap/"),
    ("2a10::1", "https://rdap.db.ripe.net/"),
    ("2410::1", "https://rdap.apnic.net/"),
]


@pytest.mark.parametrize(("address", "url"), REGISTRIES)
def test_the_shipped_list_knows_who_answers(address, url):
    """All five registries, both families."""
    bootstrap = Bootstrap((*shipped("ipv4.json"), *shipped("ipv6.json")))
    assert bootstrap.find(address) == url


def test_the_smallest_block_decides_and_the_rest_goes_to_arin():
    """A /12 within another's /8."""
    bootstrap = Bootstrap(
        [("198.0.0.0/8", "https://rdap.arin.net/registry"), ("198.16.0.0/12", "https://rdap.apnic.net")]
    )
    assert bootstrap.find("198.17.0.1") == "https://rdap.apnic.net/"
    assert bootstrap.find("198.1.0.1") == "https://rdap.arin.net/registry/"
    assert bootstrap.find("8.8.8.8") == "https://rdap.arin.net/registry/"


def ipv4():
    return json.loads(files("wallwatch.whois").joinpath("registries/ipv4.json").read_text())


def test_a_list_that_is_whole_and_names_registries_is_taken():
    """The shipped one is."""
    assert parse(json.dumps(ipv4()).encode())


def _shortened(found):
    found["services"] = found["services"][:2]


def _strange(found):
    found["services"][0][1] = ["https://rdap.example.net/"]


def _plain(found):
    found["services"][0][1] = ["http://rdap.arin.net/registry/"]


def _garbled(found):
    found["services"][0][0][0] = "1.0.0.0/99"


def _empty(found):
    found["services"] = {}


@pytest.mark.parametrize("spoil", [_shortened, _strange, _plain, _garbled, _empty])
def test_a_list_that_looks_wrong_is_refused(spoil):
    """Too short, a stranger in it, no HTTPS, no prefix, no list."""
    found = ipv4()
    spoil(found)
    assert parse(json.dumps(found).encode()) is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"[" * 100_000, b"\xff"])
def test_what_is_no_list_is_refused(body):
    """Without an exception."""
    assert parse(body) is None


URLS = [
    ("https://rdap.arin.net/registry/ip/192.0.2.1", True),
    ("https://rdap.arin.net:443/x", True),
    ("http://rdap.arin.net/x", False),
    ("https://rdap.arin.net:8443/x", False),
    ("https://rdap.arin.net.example/x", False),
    ("https://a:b@rdap.arin.net/x", False),
    ("https://127.0.0.1/x", False),
    ("https://[::1]/x", False),
    ("https://rdap.arin.net:x/", False),
    ("file:///etc/passwd", False),
    ("", False),
]


@pytest.mark.parametrize(("url", "known"), URLS)
def test_only_the_registries_are_asked_over_https(url, known):
    """A redirection to anything else is not followed."""
    assert is_known(url) is known
