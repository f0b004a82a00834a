"""Who reports."""

import pytest

from wallwatch.errors import WallwatchError
from wallwatch.reports.reporter import Reporter, parse_reporter


def test_a_name_and_a_mail_are_read() -> None:
    """As people write them in one line."""
    found = parse_reporter("  Example & Söhne <noc@mail.example.org> ")
    assert found == Reporter("Example & Söhne", "noc@mail.example.org")
    assert (found.domain, found.line) == ("mail.example.org", "Example & Söhne <noc@mail.example.org>")


@pytest.mark.parametrize(
    "text",
    [
        "", "noc@example.org", "Example", "<noc@example.org>", "Example <noc>", "Example <a@b@example.org>",
        "Example\nBcc: x <noc@example.org>", "Example <noc@example.org>, x <x@example.org>", 'a"b <noc@example.org>',
        "a, b <noc@example.org>", f"{'a' * 300} <noc@example.org>", "a\x1b <noc@example.org>", "a <x@ripe.net>",
    ],
)  # fmt: skip
def test_nothing_else_is_anybody(text: str) -> None:
    """Nothing that would take a mail header apart, and no registry."""
    with pytest.raises(WallwatchError, match="Example Org"):
        parse_reporter(text)
