"""What sent a SYN: the operating system or the tool that its headers betray.

A database is a file of signatures in the grammar of p0f 3 with one form of its own; a matcher compares a decoded
header with the signatures of one or several databases and answers with a :class:`~wallwatch.model.Stack`, or with
nothing. What a log does not carry is unknown here, never zero. No module of this package does input or output but
for reading a database file.
"""

from wallwatch.fingerprint.database import Database, bundled, parse_database, read_database
from wallwatch.fingerprint.match import Matcher

__all__ = ["Database", "Matcher", "bundled", "parse_database", "read_database"]
