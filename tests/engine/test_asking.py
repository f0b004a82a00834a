import pytest

from tests.whois.samples import record
from wallwatch import paths
from wallwatch.config import Config
from wallwatch.engine.asking import lookups
from wallwatch.whois.cache import NetworkCache


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give it files of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache = NetworkCache(paths.cache_directory() / "networks.json")
    cache.add(record())
    cache.save()


def test_the_users_cache_is_looked_into_unless_whois_is_off():
    """The same file as for the screen."""
    assert lookups(Config()).known("198.51.100.9") == record()
    assert lookups(Config(whois="off")).known("198.51.100.9") is None


async def test_offline_asks_nobody():
    """Whatever the configuration says."""
    found = await lookups(Config(), offline=True).find("207.95.12.112")
    assert found.record is None
    assert found.told == ()


def test_nothing_is_written_before_somebody_was_asked(tmp_path):
    """To look up is not to leave files behind."""
    before = sorted(tmp_path.rglob("*"))
    lookups(Config()).known("207.95.12.112")
    assert sorted(tmp_path.rglob("*")) == before
