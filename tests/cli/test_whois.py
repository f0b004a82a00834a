import json

import pytest
from click.testing import CliRunner

from tests.whois.answers import RIPE
from tests.whois.samples import record
from wallwatch import paths
from wallwatch.cli.whois import whois
from wallwatch.whois.cache import NetworkCache


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give the command files of its own."""
    for name in ("CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    return tmp_path


def run(*arguments, text=None):
    return CliRunner().invoke(whois, arguments, input=text, standalone_mode=False)


def test_a_saved_answer_is_read_from_standard_input():
    """In any registry's text, or in RDAP's JSON."""
    result = run("--json", "-", text=RIPE.text)
    found = json.loads(result.output)
    assert (found["first"], found["last"], found["name"]) == ("192.0.2.0", "192.0.2.127", "EXAMPLE-POOL")
    assert (found["organisation"], found["country"]) == ("Example Hosting B.V.", "NL")
    assert found["abuse"] == "abuse@example.org"
    rdap = json.dumps({"startAddress": "192.0.2.0", "endAddress": "192.0.2.127", "name": "EXAMPLE"})
    assert json.loads(run("--json", "-", text=rdap).output)["name"] == "EXAMPLE"


def test_what_is_no_answer_is_told_with_exit_code_1():
    """Nothing was found."""
    result = run("--json", "-", text="No match found")
    assert result.return_value == 1
    assert json.loads(result.output) == {"sentence": "The registry knows no such block."}


def test_what_is_known_comes_from_the_cache_and_nobody_is_asked():
    """One record an address, in the order of the arguments."""
    cache = NetworkCache(paths.cache_directory() / "networks.json")
    cache.add(record())
    cache.save()
    result = run("--offline", "198.51.100.9", "207.95.12.112")
    assert result.return_value == 1
    assert "  name     EXAMPLE-54-B\n" in result.output
    assert result.output.index("198.51.100.9") < result.output.index("207.95.12.112")
    assert "Nobody was asked" in result.output


def test_what_is_no_address_is_said_so():
    """A host name is never looked up."""
    result = run("--offline", "example.net")
    assert result.return_value == 1
    assert "example.net is no address." in result.output
