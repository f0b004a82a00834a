import json
import os
from importlib.resources import files

from wallwatch.model.times import SECOND
from wallwatch.whois.dial import AskError
from wallwatch.whois.fetch import Reply
from wallwatch.whois.registries import LISTS, Registries

NOW = 20_000 * 86_400 * SECOND
DAY = 86_400 * SECOND


def shipped(name):
    return json.loads(files("wallwatch.whois").joinpath("registries", name).read_text())


def changed(name):
    """Return a list in which ARIN's blocks are APNIC's."""
    text = json.dumps(shipped(name)).replace("https://rdap.arin.net/registry/", "https://rdap.apnic.net/")
    return text.encode()


def answering(**bodies):
    """Return what answers for IANA, by the name of the list."""

    async def fetch(url):
        assert url.startswith("https://data.iana.org/rdap/")
        body = bodies.get(url.rpartition("/")[2].removesuffix(".json"))
        if body is None:
            raise AskError("cut off")
        return Reply("data.iana.org", 200, body)

    return fetch


async def test_a_refreshed_list_is_used_and_outlives_the_program(tmp_path):
    """As a file of the user's own."""
    fetch = answering(ipv4=changed("ipv4.json"), ipv6=changed("ipv6.json"))
    registries = Registries(tmp_path, fetch)
    assert registries.find("207.95.12.112") == "https://rdap.arin.net/registry/"
    await registries.refresh()
    assert registries.find("207.95.12.112") == "https://rdap.apnic.net/"
    assert Registries(tmp_path).find("207.95.12.112") == "https://rdap.apnic.net/"
    assert (tmp_path / "ipv4.json").stat().st_mode & 0o777 == 0o600


async def test_a_list_that_looks_wrong_changes_nothing(tmp_path):
    """Nor does one that does not come; the other one is refreshed all the same."""
    registries = Registries(tmp_path, answering(ipv4=b'{"services": []}', ipv6=changed("ipv6.json")))
    await registries.refresh()
    assert registries.find("207.95.12.112") == "https://rdap.arin.net/registry/"
    assert [name for name in LISTS if (tmp_path / name).exists()] == ["ipv6.json"]


async def test_a_list_that_was_spoiled_on_the_disk_is_passed_over(tmp_path):
    """The shipped one stands in for it."""
    (tmp_path / "ipv4.json").write_text("spoiled")
    assert Registries(tmp_path).find("207.95.12.112") == "https://rdap.arin.net/registry/"


def test_lists_are_old_after_a_week(tmp_path):
    """And where there are none yet; without a place to keep them they never are."""
    registries = Registries(tmp_path)
    assert registries.is_old(NOW)
    for name in LISTS:
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, ns=(NOW * 1000, NOW * 1000))
    assert not registries.is_old(NOW + 6 * DAY)
    assert registries.is_old(NOW + 8 * DAY)
    assert not Registries(None).is_old(NOW)


async def test_without_a_place_nobody_is_asked():
    """There would be nothing to keep it in."""
    await Registries(None, answering()).refresh()
