from types import SimpleNamespace

import pytest

from wallwatch.filter.parse import parse_query
from wallwatch.store import SourceRow
from wallwatch.ui.empty import empty_words
from wallwatch.ui.key_names import KeyNames
from wallwatch.ui.rows import LineCounts

DENIED = SourceRow("/var/log/kern.log", state="denied", reason="Permission denied", remedy="sudo usermod -aG adm ann")


def words(width=60, *, trouble="", sources=(), alerts=0, counts=LineCounts(), query="", counting=False):  # noqa: B008 - a tuple
    rows = SimpleNamespace(alerts=alerts, counts=counts)
    follower = SimpleNamespace(
        trouble=trouble, sources=sources, rows=rows, query=parse_query(query), is_counting=counting
    )
    return "\n".join("".join(text for text, _ in line) for line in empty_words(follower, KeyNames(), width))


def test_it_says_what_is_watched_and_what_to_do():
    """Without an alert each source stands there, with the reason and the remedy of one that is not read."""
    shown = words(sources=(SourceRow("p0f.log", state="ok"), DENIED))
    assert "No alert yet" in shown
    assert "p0f.log  ok" in shown
    assert "denied: Permission denied" in shown
    assert "sudo usermod -aG adm ann" in shown


@pytest.mark.parametrize(
    ("fields", "words_"),
    [
        ({}, "No source is read yet"),
        ({"trouble": "The store is damaged."}, "The store is damaged."),
        ({"alerts": 3, "counts": LineCounts(filtered=9), "query": "dport:80"}, "No row passes the filter dport:80"),
        ({"alerts": 3, "counts": LineCounts(hidden=4790)}, "4,790 lines are known noise"),
        ({"alerts": 3, "counts": LineCounts(hidden=4790), "counting": True}, "Looking at all others"),
    ],
)
def test_an_empty_feed_says_why(fields, words_):
    """There is always a reason on an empty screen, and a key that changes it."""
    assert words_ in words(**fields)


@pytest.mark.parametrize("width", [1, 10, 40, 78])
def test_words_wrap(width):
    """Nothing runs over the edge, however narrow it is."""
    shown = words(width, sources=(DENIED,))
    assert all(len(line) <= max(width - 1, 1) for line in shown.split("\n"))
