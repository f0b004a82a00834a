"""The text that a rule puts before the lines it logs, and what it says of the packet's fate.

Netfilter logs and decides in different rules: the only trace of the verdict in the line is this text, and only as far
as people keep to conventions. A text without a known word means no more than "logged".
"""

import re
from functools import lru_cache
from typing import Final

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
_LETTERS: Final = {"A": "allow", "D": "block", "R": "reject"}
"""EdgeOS and UniFi end the name of the rule set in a letter: ``[WAN_LOCAL-default-D]``."""


@lru_cache(maxsize=1_024)
def read_prefix(text: str) -> tuple[str | None, str]:
    """Return the prefix without blanks and colons around it, and the action it names (``log`` if none).

    The last known word counts: ``Shorewall:net2fw:DROP:``, ``[UFW LIMIT BLOCK]``.
    """
    chain = text.strip(" :") or None
    lettered = _RULESET.search(text)
    if lettered is not None:
        return chain, _LETTERS[lettered[1]]
    named = [ACTIONS[word] for word in _WORD.findall(text.upper()) if word in ACTIONS]
    return chain, named[-1] if named else "log"
