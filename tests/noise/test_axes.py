import pytest

from tests.ui.alerts import an_alert
from wallwatch.model import Stack
from wallwatch.noise.axes import AXES

BY_NAME = {axis.name: axis for axis in AXES}

READ = [
    ("target port", {"dport": 6346}, 6346),
    ("flags", {"flags": "S"}, "S"),
    ("stack", {"os": Stack(label="Windows NT", family="Windows", hops=11)}, "Windows"),
    ("stack", {}, None),
    ("hops", {"os": Stack(label="Windows NT", hops=11)}, 11),
    ("packets", {"packets": 3}, 3),
    ("spacing", {"packets": 3, "first": 0, "last": 9_000_000}, 45),
    ("spacing", {"packets": 1}, None),
]


@pytest.mark.parametrize(("name", "fields", "value"), READ)
def test_an_axis_is_read_from_an_alert(name, fields, value):
    """What the alert does not know is no value."""
    assert BY_NAME[name].read(an_alert(**fields)) == value


TOLD = [
    ("target port", 445, "port 445"),
    ("stack", "Linux", "Linux"),
    ("hops", 3, "3 hops"),
    ("spacing", 45, "4.5 s between packets"),
    ("rate", 40, "40 packets a minute"),
]


@pytest.mark.parametrize(("name", "value", "words"), TOLD)
def test_a_value_is_told_in_words(name, value, words):
    """With its unit."""
    assert BY_NAME[name].told(value) == words
