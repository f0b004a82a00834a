"""Who reports: a name and a mail address, as people write them in one line."""

import re
from typing import Final

import msgspec

from wallwatch.errors import WallwatchError
from wallwatch.whois.mail import mails

_LINE: Final = re.compile(r"\s*(?P<name>[^<>\"\\,;:()\[\]]*?)\s*<(?P<mail>[^<>\s]+)>\s*")
_NAME_MAX: Final = 200


class Reporter(msgspec.Struct, frozen=True):
    """The organisation that reports, and where it is written to."""

    name: str
    mail: str

    @property
    def domain(self) -> str:
        """The domain of the mail address."""
        return self.mail.rpartition("@")[2]

    @property
    def line(self) -> str:
        """The line that a mail has behind ``From:``."""
        return f"{self.name} <{self.mail}>"


def parse_reporter(text: str) -> Reporter:
    """Read ``Example Org <noc@example.org>``.

    Raises:
        WallwatchError: it is not of this form, or has signs in it that take a mail header apart.
    """
    match = _LINE.fullmatch(text)
    printable = text.isprintable() and len(text) <= _NAME_MAX
    if match is None or not printable or not match["name"] or mails(match["mail"]) != [match["mail"]]:
        raise WallwatchError("That is nobody to report as.", "Write it like 'Example Org <noc@example.org>'.")
    return Reporter(match["name"], match["mail"])
