"""A record inside the message of another program: somebody wants a firewall or an IDS to have said it.

Who may choose a name that is logged (a user name at sshd, a page of a web server) can put a whole kernel line into it.
No format takes such a line for a record, for heads are read from the start; here it is noticed.
"""

import re
from collections.abc import Sequence
from typing import Final

from wallwatch.formats.envelope import Envelope
from wallwatch.formats.format import Format

_SECOND: Final = re.compile(r"(?:/?kernel|\[kernel\]|klogd|snort|suricata|filterlog|ulogd)(?:\[\d{1,10}\])?: ?(?=.)")
_TRIES: Final = 4


def is_forged(line: str, head: Envelope, formats: Sequence[Format]) -> bool:
    """Tell whether a line that is no record holds one, be it torn."""
    at = head.message_at
    if line.find(":", at) < 0:
        return False
    for _ in range(_TRIES):
        second = _SECOND.search(line, at)
        if second is None:
            return False
        # The forged record with the true head down to the host.
        record = f"Jan  1 00:00:00 host {line[second.start() :]}"
        if any(each.sniff(record) and each.frame([record], 0, final=True) for each in formats):
            return True
        at = second.end()
    return False
