from collections.abc import Iterator

from wallwatch.ui.widgets.laid_lines import LaidLine
from wallwatch.ui.widgets.pane import Pane


class Things(Pane):
    """A pane about something."""

    TITLE = "things"

    def subject(self, width: int) -> str:
        return "this and that"[: max(width, 0)]

    def lay(self, _width: int) -> Iterator[LaidLine]:
        return iter(())


def test_the_rule_names_the_pane_and_what_it_is_about():
    """A rule goes from edge to edge: title at the left, subject at the right."""
    text = "".join(text for text, _ in Things().heading(40))
    assert text == " -- things ------------- this and that -"
    assert len(text) == 40
