"""The formats of reports."""

from pathlib import PurePath

import pytest

from tests.reports.evidence import incident
from wallwatch.reports.render import FORMATS, format_of


def test_every_format_renders_a_report() -> None:
    """Each to its own text; the files end in different ways."""
    made = {name: form.render(incident()) for name, form in FORMATS.items()}
    assert len(set(made.values())) == len({form.suffix for form in FORMATS.values()}) == 5
    assert all("198.51.100.112" in text for text in made.values())


@pytest.mark.parametrize(
    ("file", "name"), [("a.html", "html"), ("a.MD", "markdown"), ("a.csv", "csv"), ("a", "text"), ("a.log", "text")]
)
def test_the_end_of_a_name_says_the_format(file: str, name: str) -> None:
    """What is not known is text."""
    assert format_of(PurePath(file)) == name
    assert format_of(None) == "text"
