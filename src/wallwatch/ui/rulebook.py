"""The noise rules in force, and the file that people keep them in."""

from collections.abc import Callable, Iterable
from pathlib import Path

from wallwatch.config import Problem
from wallwatch.errors import WallwatchError
from wallwatch.model import AddressChange
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.rules import parse_rules, with_rule, without_rule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.paths import read_text, replace_text


class Rulebook:
    """Reads and edits ``noise.toml``. A file that is wrong leaves the rules that were in force before."""

    def __init__(self, path: Path, *, clock: Callable[[], int], read_only: bool = False) -> None:
        self.path = path
        self.rules = Ruleset()
        self.problems: tuple[Problem, ...] = ()
        self._clock = clock
        self._read_only = read_only
        self._seen: tuple[int, int, int] | None = None
        self._in_force: frozenset[str] = frozenset()

    def changed(self) -> bool:
        """Read the file if it is another one than before; tell whether other rules are in force. Costs microseconds."""
        stamp = self._stamp()
        if stamp == self._seen:
            return self._has_ended()
        self._seen = stamp
        try:
            text = read_text(self.path) or ""
        except OSError as error:
            self.problems = (Problem(str(self.path), None, "", f"The file cannot be read: {error.strerror}."),)
            return True
        self._take(text)
        return True

    def heed(self, changes: Iterable[AddressChange]) -> bool:
        """Let rules that expire with our address end by the newest of its changes; tell whether that is news."""
        newest = max((change.at for change in changes), default=None)
        if newest == self.rules.address_changed:
            return False
        self.rules = Ruleset(self.rules.rules, newest)
        self._has_ended()
        return True

    def add(self, rule: NoiseRule) -> None:
        """Write a rule into the file, and put it in force.

        Raises:
            WallwatchError: the file cannot be written, or this console is only there to read.
        """
        self._edit(lambda text: with_rule(text, rule))

    def remove(self, name: str) -> None:
        """Take a rule out of the file, and out of force. Raises as :meth:`add` does."""
        self._edit(lambda text: without_rule(text, name))

    def restore(self, text: str) -> str:
        """Write the rule that ``text`` (one ``[[rule]]``) holds back; return its name. Raises as :meth:`add` does."""
        rules, _ = parse_rules(text, self._clock())
        for rule in rules:
            self.add(rule)
        return ", ".join(rule.name for rule in rules)

    def _has_ended(self) -> bool:
        """Tell whether a rule has ended since the last time."""
        now, changed = self._clock(), self.rules.address_changed
        in_force = frozenset(rule.name for rule in self.rules.rules if rule.in_force(now, changed))
        before, self._in_force = self._in_force, in_force
        return not before <= in_force

    def _edit(self, change: Callable[[str], str]) -> None:
        if self._read_only:
            raise WallwatchError("This console is read-only.", "Start it without --read-only to change noise rules.")
        try:
            text = change(read_text(self.path) or "")
            replace_text(self.path, text)
        except OSError as error:
            raise WallwatchError(f"{self.path} cannot be changed: {error.strerror}.") from error
        self._seen = self._stamp()
        self._take(text)

    def _take(self, text: str) -> None:
        rules, self.problems = parse_rules(text, self._clock(), str(self.path))
        if rules or not self.problems:
            self.rules = Ruleset(rules, self.rules.address_changed)
            self._has_ended()

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size
