from pathlib import PurePosixPath

import pytest

from wallwatch.sources.names import source_names


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["/var/log/kern.log", "/var/log/p0f.log"], ["kern", "p0f"]),
        (["/var/log/snort/alert", "/var/log/suricata/fast.log"], ["snort", "suricata"]),
        (["/var/log/snort/snort.alert.fast"], ["snort"]),
        (["/var/log/messages"], ["messages"]),
        (["/srv/a/kern.log", "/srv/b/kern.log"], ["a/kern.log", "b/kern.log"]),
        (["/log/kern.log", "/log/kern.txt"], ["kern.log", "kern.txt"]),
        (["/log/kern.log", "/log/p0f", "/old/kern.log"], ["log/kern.log", "p0f", "old/kern.log"]),
        (["/a/alert", "/b/alert"], ["a", "b"]),
        (["/x/a/alert", "/y/a/alert"], ["x/a/alert", "y/a/alert"]),
        (["/alert"], ["alert"]),
        (["/b/alert", "/c/b.log", "/alert/fast.log"], ["b/alert", "b.log", "alert"]),
        (["/log/.hidden.log"], ["hidden"]),
        ([], []),
    ],
)
def test_names_are_short_and_unique(paths, names):
    """A source is called as its people call it, and no two are called the same."""
    assert source_names([PurePosixPath(path) for path in paths]) == names


def test_the_order_of_the_paths_makes_no_difference():
    """The same files get the same names in every run, however they are listed."""
    paths = [PurePosixPath(path) for path in ("/a/kern.log", "/b/kern.log", "/b/alert", "/c/b.log")]
    forward = dict(zip(paths, source_names(paths), strict=True))
    backward = dict(zip(paths[::-1], source_names(paths[::-1]), strict=True))
    assert forward == backward
    assert len(set(forward.values())) == len(paths)


def test_a_name_is_what_it_looks_like():
    """Whoever may write into a directory calls a file as he likes, also by bytes that are no text."""
    assert source_names([PurePosixPath("/log/\x1b]0;t\x07\udcff.log")]) == [r"\x1b]0;t\x07\udcff"]


def test_a_star_says_nothing():
    """A pattern is called by the first part from its end that is no star."""
    patterns = ["/var/log/remote/*/*", "/var/log/snort/*.log", "/var/log/snort/*/TCP*", "/*"]
    assert source_names(list(map(PurePosixPath, patterns))) == ["remote", "snort", "TCP*", "*"]
