"""What sent a SYN: the operating system or the tool that its headers betray.

A database is a file of signatures in the grammar of p0f 3 with one form of its own (those of p0f 2 and pf.os are read,
too); a matcher first asks whether a tool gives itself away, compares a decoded header with the signatures of one or
several databases, and answers with a :class:`~wallwatch.model.Stack`, or with nothing. What a log does not carry is
unknown here, never zero. No module of this package does input or output but
for reading a database file.
"""

from wallwatch.fingerprint.database import Database, bundled, parse_database
from wallwatch.fingerprint.file import P0F_PATH, read_database
from wallwatch.fingerprint.match import Matcher
from wallwatch.fingerprint.near import Near
from wallwatch.fingerprint.syn import is_syn

__all__ = ["P0F_PATH", "Database", "Matcher", "Near", "bundled", "is_syn", "parse_database", "read_database"]
