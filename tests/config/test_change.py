import pytest

from wallwatch.config import load
from wallwatch.config.change import set_key
from wallwatch.errors import WallwatchError

BEFORE = """# mine
theme = "light" # at night: dark

[zones]
"/var/log/remote.log" = "Europe/Berlin"
"""


def test_a_key_is_set_and_all_else_stays(tmp_path):
    """Comments, order and tables; the new key stands before the tables."""
    path = tmp_path / "config.toml"
    path.write_text(BEFORE)
    assert str(path) in set_key(path, "whois", "cache")
    config, problems = load(path.read_text(), str(path))
    assert problems == ()
    assert (config.whois, config.theme) == ("cache", "light")
    assert "# mine" in path.read_text()
    assert "# at night: dark" in path.read_text()
    set_key(path, "whois", "off")
    assert load(path.read_text(), str(path))[0].whois == "off"
    assert path.read_text().count("whois") == 1


def test_a_file_that_is_not_there_is_made_for_the_user_alone(tmp_path):
    """In a directory of its own."""
    path = tmp_path / "wallwatch" / "config.toml"
    set_key(path, "whois", "cache")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_with_a_mistake_is_left_as_it_is(tmp_path):
    """Whoever wrote it will want to mend it."""
    path = tmp_path / "config.toml"
    path.write_text("theme = \n")
    with pytest.raises(WallwatchError, match="was left as it is"):
        set_key(path, "whois", "cache")
    assert path.read_text() == "theme = \n"
