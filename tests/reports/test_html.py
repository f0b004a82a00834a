"""A report as an HTML page."""

import base64
import hashlib
import re
from html.parser import HTMLParser

from tests.reports.evidence import PAYLOADS, a_part, a_report, hostile, incident
from tests.reports.golden import assert_golden
from wallwatch.reports.html import STYLE, html, policy
from wallwatch.text import visible

TAGS = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "pre", "code", "dl", "dt", "dd", "figure",
    "blockquote", "footer", "svg", "text", "line", "circle", "rect",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "xmlns", "role", "viewbox", "width", "height", "font-family",
    "font-size", "fill", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "stroke", "stroke-opacity", "fill-opacity",
    "text-anchor", "xml:space",
}  # fmt: skip


class Page(HTMLParser):
    """Writes down what a parser finds in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.other: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.other.append(data)


def test_the_report_of_the_incident() -> None:
    """One page, with a picture, that needs nothing beside it."""
    assert_golden(html(incident()), "incident.html")


def test_a_page_has_only_our_own_tags() -> None:
    """Whatever others wrote is text, and all of it is there."""
    for payload in PAYLOADS:
        plain, page = Page(html(hostile("plain"))), Page(html(hostile(payload)))
        assert page.tags == plain.tags
        assert set(page.tags) <= TAGS
        assert {name for name, _ in page.attributes} <= ATTRIBUTES
        assert [value for name, value in page.attributes if name == "content"] == [
            value for name, value in plain.attributes if name == "content"
        ]
        assert page.other == []
        assert f"a {visible(payload)} b" in page.words


def test_a_page_may_do_nothing() -> None:
    """Its policy allows its own style by its hash, and nothing else; no style stands in an attribute."""
    page = html(incident())
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style == STYLE
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy() == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy()}">' in page
    assert page.index("Content-Security-Policy") < page.index("<title>")
    assert " style=" not in page
    assert "url(" not in page
    assert "href" not in page


def test_every_line_of_the_logs_is_in_the_page() -> None:
    """Blanks at the ends of lines as well."""
    words = Page(html(incident())).words
    for part in incident().parts:
        for sighting in part.sightings:
            assert sighting.raw in words


def test_a_page_without_alerts_has_no_picture() -> None:
    """It says that there is nothing."""
    page = Page(html(a_report()))
    assert "svg" not in page.tags
    assert "No connection attempt." in page.words


def test_a_gap_and_what_is_not_shown_are_told() -> None:
    """Nothing is silently missing."""
    words = Page(html(a_report(a_part("one", lines=9), a_part(proto="gap", src="kern", because="Deleted.")))).words
    assert "8 more lines are not shown." in words
    assert "in kern" in words
