"""The keys of ``config.toml``."""

from typing import get_args
from zoneinfo import ZoneInfo

import msgspec
import pytest

from wallwatch.config.settings import Config

FIELDS = msgspec.structs.fields(Config)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_key_says_what_it_is_and_what_it_does(field):
    """No key is without the words for its message and for the example."""
    _, meta = get_args(field.type)
    assert meta.title
    assert meta.description.endswith(".")


def test_a_source_has_the_zone_that_is_set_for_it():
    """Another source has none, and is read in this machine's."""
    config = Config(zones={"/var/log/remote.log": ZoneInfo("Europe/Berlin")})
    assert config.zone_of("/var/log/remote.log") == ZoneInfo("Europe/Berlin")
    assert config.zone_of("/var/log/kern.log") is None
