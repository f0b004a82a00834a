"""The text that a rule puts before the lines it logs, and what it says of the packet's fate.

Netfilter logs and decides in different rules: the only trace of the verdict in the line is this text, and only as far
as people keep to conventions. A text without a known word means no more than "logged".
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from wallwatch.model import Sighting

ACTIONS: Final = {
    word: action
    for action, words in {
        "block": "BLOCK BLOCKED DENY DENIED DISCARD DROP DROPPED",
        "reject": "REJ REJECT REJECTED",
        "allow": "ACC ACCEPT ACCEPTED ALLOW ALLOWED PASS PERMIT",
    }.items()
    for word in words.split()
}
"""Word in a prefix → action. ACC and REJ are SuSEfirewall2's."""

_WORD: Final = re.compile(r"[A-Z]+")
_RULESET: Final = re.compile(r"\[[\w.-]{1,64}-([ADR])(?:-\d{1,10})?\]")
_DESCRIPTION: Final = ' DESCR="'
_TRIMMED: Final = " :"
_PREFIXED: Final = frozenset({"netfilter", "ulogd", "mikrotik"})
"""The formats whose action is read out of a prefix. Elsewhere the emitter itself says what it did."""

_LETTERS: Final = {"A": "allow", "D": "block", "R": "reject"}
"""EdgeOS and UniFi end the name of the rule set in a letter: ``[WAN_LOCAL-default-D]``."""


@lru_cache(maxsize=1_024)
def read_prefix(text: str) -> tuple[str | None, str]:
    """Return the prefix without blanks and colons around it, and the action it names (``log`` if none).

    The last known word counts: ``Shorewall:net2fw:DROP:``, ``[UFW LIMIT BLOCK]``.
    """
    chain = text.strip(_TRIMMED) or None
    lettered = _RULESET.search(text)
    if lettered is not None:
        return chain, _LETTERS[lettered[1]]
    # What a rule is called by its owner, which UniFi adds, is no convention.
    words = text.partition(_DESCRIPTION)[0].upper()
    named = [ACTIONS[word] for word in _WORD.findall(words) if word in ACTIONS]
    return chain, named[-1] if named else "log"


class Prefixes:
    """A table of prefixes of somebody's own rules, and the actions that they stand for.

    A prefix counts as it is, or where the logged one goes on behind it with something else than a letter or a digit;
    the longest counts. Blanks and colons around it do not matter.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        trimmed = {text.strip(_TRIMMED): action for text, action in table.items()}
        self._table: Final = sorted(trimmed.items(), key=lambda row: -len(row[0]))

    def action(self, sighting: Sighting) -> str | None:
        """Return what the firewall did: as the table says, else as the sighting does."""
        if not self._table or sighting.format not in _PREFIXED:
            return sighting.action
        logged = dict(sighting.more).get("PREFIX", sighting.chain) or ""
        return next((action for text, action in self._table if _begins(logged, text)), sighting.action)


def _begins(logged: str, text: str) -> bool:
    return logged.startswith(text) and not logged[len(text) : len(text) + 1].isalnum()
