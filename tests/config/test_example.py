"""The example of a ``config.toml``."""

import msgspec

from wallwatch.config.example import EXAMPLE
from wallwatch.config.load import load
from wallwatch.config.settings import Config


def test_the_example_is_the_defaults():
    """What ``--example`` prints can be used as it is, and changes nothing."""
    assert load(EXAMPLE, "config.toml") == (Config(), ())


def test_every_key_stands_in_the_example():
    """A key is in the example as a value, a table, or a comment that shows how to set it."""
    for field in msgspec.structs.fields(Config):
        starts = (f"{field.name} = ", f"# {field.name} = ", f"[{field.name}]")
        assert any(line.startswith(starts) for line in EXAMPLE.splitlines()), field.name


def test_the_values_shown_in_comments_are_right_too():
    """With its commented values the example is read without a mistake, and none of them is the default."""
    lines = [line for line in EXAMPLE.splitlines() if not line.endswith(" = []")]
    text = "\n".join(line.removeprefix("# ") if " = " in line else line for line in lines)
    config, problems = load(text, "config.toml")
    assert problems == ()
    assert config.sources
    assert config.store
    assert (config.keep, config.max_size) == (90 * 24 * 3_600_000_000, 2_000_000_000)
    assert config.theme
    assert config.zones
    assert config.prefixes
    assert config.snort_csv


def test_the_example_fits_a_narrow_screen():
    """No line is wider than 110 columns, and all of them are plain ASCII."""
    assert EXAMPLE.isascii()
    assert max(map(len, EXAMPLE.splitlines())) <= 110
