"""Asked once, before the first question to a registry: whether registries may be asked, and who learns what then."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from wallwatch.whois.lookups import Policy

QUESTION: Final = "May the Internet registries be asked whose network an address is in?"

_WORDS: Final = (
    "The registry that has the address (ARIN, RIPE, APNIC, LACNIC, AFRINIC or a national one) then learns that "
    "somebody at your address looks at it. Nobody else does: no third party is asked, private and reserved addresses "
    "are never sent, and an answer is kept for a fortnight for its whole block. Only an address on which the cursor "
    "rests is asked for, a few hundred a day at most."
)
_CHOICES: Final = (
    "y: yes, over HTTPS (RDAP)   o: and the old whois, in plain text, where that fails   n: never   Esc: later"
)


class WhoisQuestionScreen(ModalScreen[Policy | None]):
    """Closes with what the user allows, ``None`` for later."""

    CSS_PATH = "prompt.tcss"
    BINDINGS: ClassVar = [
        Binding("y", "choose('rdap')", "Yes"),
        Binding("o", "choose('rdap+whois')", "Yes, and the old whois"),
        Binding("n", "choose('cache')", "Never"),
        Binding("escape", "close", "Later"),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-usual")]  # noqa: RUF012 - Textual's attribute

    def compose(self) -> ComposeResult:
        """Lay out the question, what it means, and the choices."""
        with Vertical():
            yield Static(QUESTION, id="question", markup=False)
            with VerticalScroll(id="words"):
                yield Static(_WORDS, markup=False)
            yield Static(_CHOICES, id="hint", markup=False)

    def action_choose(self, policy: Policy) -> None:
        """Close with an answer."""
        self.dismiss(policy)

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
