"""A report as Markdown, read by another program's parser."""

from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.reports.evidence import PAYLOADS, hostile, incident
from tests.reports.golden import assert_golden
from wallwatch.reports.markdown import block, markdown, span
from wallwatch.text import visible

OURS = {
    "heading", "paragraph", "blockquote", "bullet_list", "list_item", "inline", "text", "code_inline", "fence", "hr",
    "softbreak",
}  # fmt: skip
"""The kinds of token that a report has: no link, no image, no HTML, no table."""


def tokens(text: str) -> Iterator[Token]:
    """Yield all tokens, with the extensions of GitHub in force."""
    for token in MarkdownIt("gfm-like").parse(text):
        yield token
        yield from token.children or ()


def test_the_report_of_the_incident() -> None:
    """Headings, a list of facts, and the lines in fenced blocks."""
    assert_golden(markdown(incident()), "incident.md")


def test_others_words_are_nothing_but_code() -> None:
    """Whatever stands in a log line, a host name or a whois answer: no link, image, tag or heading comes of it."""
    for payload in PAYLOADS:
        report = hostile(payload)
        found = list(tokens(markdown(report)))
        assert {token.type.removesuffix("_open").removesuffix("_close") for token in found} <= OURS
        plain = list(tokens(markdown(hostile("plain"))))
        assert [token.content for token in found if token.type == "text"] == [
            token.content for token in plain if token.type == "text"
        ]
        assert [token.type for token in found] == [token.type for token in plain]
        assert f"a {visible(payload)} b" in "".join(token.content for token in found if token.type == "fence")


@pytest.mark.parametrize("text", ["a", "`", "``a`", " a ", "a`", "``` x", "a b", "\\`"])
def test_code_within_a_line_reads_back(text: str) -> None:
    """Backticks and blanks at its ends are a part of it."""
    (token,) = [token for token in tokens(span(text)) if token.type == "code_inline"]
    assert token.content == text


def test_nothing_is_shown_as_such() -> None:
    """Blanks alone would be no code."""
    assert span("  ") == "`(nothing)`"


@pytest.mark.parametrize("lines", [["a"], ["```"], ["````", "`````x"], ["~~~", "", " a"]])
def test_a_fenced_block_reads_back(lines: list[str]) -> None:
    """No line of it ends it."""
    (token,) = [token for token in tokens(block(lines)) if token.type == "fence"]
    assert token.content.split("\n") == [*lines, ""]
