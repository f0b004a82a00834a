import pytest

from wallwatch.formats.reported import reported


@pytest.mark.parametrize(
    ("label", "family"),
    [
        ("Windows NT kernel", "Windows"),
        ("Linux 2.2.x-3.x (barebone)", "Linux"),
        ("Mac OS X 10.x", "Mac OS X"),
        ("NMap SYN scan", "NMap"),
        ("Solaris", "Solaris"),
    ],
)
def test_p0fs_words_are_reported(label: str, family: str) -> None:
    """The family is the name that the label begins with; the answer is p0f's, not ours."""
    stack = reported(label, 11, "4:117+11")
    assert (stack.label, stack.family, stack.match, stack.hops, stack.raw_sig) == (
        label,
        family,
        "reported",
        11,
        "4:117+11",
    )
