"""The formats of reports, in one table."""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Final, NamedTuple

from wallwatch.reports.html import html
from wallwatch.reports.markdown import markdown
from wallwatch.reports.objects import json
from wallwatch.reports.report import Report
from wallwatch.reports.table import table
from wallwatch.reports.text import text


class Format(NamedTuple):
    """How files of a format end, what it is in a few words, and who makes it."""

    suffix: str
    says: str
    render: Callable[[Report], str]


FORMATS: Final[Mapping[str, Format]] = {
    "text": Format(".txt", "plain text, in the layout of 2002", text),
    "markdown": Format(".md", "Markdown, for a ticket or a wiki", markdown),
    "html": Format(".html", "one page with a picture, for a browser", html),
    "json": Format(".json", "everything, for programs", json),
    "csv": Format(".csv", "a row an alert, for a spreadsheet", table),
}
"""Every format of a report, by its name."""


def format_of(file: PurePath | None) -> str:
    """Return the format that the end of a file's name says; text where it says none."""
    suffix = "" if file is None else file.suffix.lower()
    return next((name for name, form in FORMATS.items() if form.suffix == suffix), "text")
