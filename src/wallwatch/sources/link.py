"""How a link to another host is, in words that help."""

import shlex
from typing import Final

from wallwatch.model.line import SourceState, SourceStatus
from wallwatch.sources.address import Address

_REMEDIES: Final = (
    ("Host key verification failed", "Log in once by hand and check the key: ssh {host}"),
    ("Permission denied", "It must let you in without a question: ssh -o BatchMode=yes {host} true"),
    ("Could not resolve", "Check the name, or the Host lines in ~/.ssh/config."),
    ("No such file", "Install the ssh client."),
)
"""A word of ssh, and what to do then."""

_FILES: Final[dict[str, tuple[SourceState, str, str]]] = {
    "missing": ("missing", "There is no {path} on {host}.", "It is read as soon as it appears."),
    "waiting": ("waiting", "{path} on {host} was moved away.", "The next one is read as soon as it appears."),
    "denied": ("denied", "{user} may not read {path} on {host}.", "There: sudo setfacl -m u:{user}:r {quoted}"),
    "unfit": ("unfit", "{path} on {host} is no regular file.", "Name a log file."),
}


def cut(source: str, host: str, words: str, pause: float, *, made: bool) -> SourceStatus:
    """The link was cut, or could not be ``made``; it is tried again after ``pause`` seconds."""
    remedy = next((remedy for word, remedy in _REMEDIES if word in words), "").format(host=host)
    return SourceStatus(
        source=source,
        state="failed",
        reason=f"The link to {host} {'was cut' if made else 'could not be made'} ({words}), next try in {pause:.0f} s.",
        remedy=remedy,
    )


def file_is(source: str, state: str, address: Address) -> SourceStatus:
    """The other host says that the file is ``missing``, ``waiting``, ``denied`` or ``unfit``."""
    kind, reason, remedy = _FILES[state]
    words = {
        "path": address.path,
        "host": address.host,
        "user": address.user or "$USER",
        "quoted": shlex.quote(address.path),
    }
    return SourceStatus(source=source, state=kind, reason=reason.format(**words), remedy=remedy.format(**words))
