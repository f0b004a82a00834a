"""The noise rules in force, and the file that people keep them in."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from wallwatch.config import Problem
from wallwatch.errors import ConfigError, WallwatchError
from wallwatch.filter.values import folded
from wallwatch.model import AddressChange
from wallwatch.noise.merge import Merged, merged
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.rules import find_rule, names_of, parse_rules, with_rule, without_rule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.paths import change_text, read_text

_BACK: Final = "It had been deleted elsewhere, and is back."
_AWAY: Final = "It was deleted elsewhere meanwhile."
_OTHERWISE: Final = "It was changed elsewhere since then, and stays; the rules screen can delete it."


class NameTakenError(WallwatchError):
    """Another rule has the name."""


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
        except ConfigError as error:
            self.problems = (Problem(str(self.path), None, "", error.sentence),)
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
        """Write a new rule into the file, and put it in force.

        Raises:
            WallwatchError: there is a rule of this name, the file cannot be written, or this console only reads.
        """

        def change(text: str) -> str:
            there = find_rule(text, rule.name, self._clock())
            if there is not None:
                raise NameTakenError(f"There is a rule {there.name} already: {there.match}.", "Choose another name.")
            return with_rule(text, rule)

        self._edit(change)

    def change(self, before: NoiseRule, after: NoiseRule, *, revive: bool = True) -> tuple[NoiseRule | None, Merged]:
        """Make the change from ``before`` to ``after`` to the rule as it is in the file now.

        Returns the rule as it was there, and as it is now. One that somebody has deleted, ``None``, comes back, or
        stays away without ``revive``. Raises as :meth:`add` does.
        """
        found: list[tuple[NoiseRule | None, Merged]] = []

        def change(text: str) -> str:
            there = find_rule(text, before.name, self._clock())
            both = merged(before, after, there) if there else Merged(after, _BACK if revive else _AWAY)
            found.append((there, both))
            return with_rule(text, both.rule) if there or revive else text

        self._edit(change)
        return found[-1]

    def put_back(self, rule: NoiseRule) -> str:
        """Write a rule into the file that was there before; where another one has its name, say that this one stays."""
        try:
            self.add(rule)
        except NameTakenError as taken:
            return f"{taken.sentence} It stays."
        return ""

    def take_out(self, rule: NoiseRule) -> str:
        """Take a rule out of the file if it is as it was written down; say so if others have changed it since."""
        said: list[str] = []

        def change(text: str) -> str:
            there = find_rule(text, rule.name, self._clock())
            said.append("" if there == rule else _AWAY if there is None else _OTHERWISE)
            return without_rule(text, rule.name) if there == rule else text

        self._edit(change)
        return said[-1]

    def remove(self, name: str) -> NoiseRule | None:
        """Take a rule out of the file, and out of force; return it as it was there. Raises as :meth:`add` does."""
        found: list[NoiseRule | None] = []

        def change(text: str) -> str:
            found.append(find_rule(text, name, self._clock()))
            return without_rule(text, name)

        self._edit(change)
        return found[-1]

    def read(self, text: str) -> NoiseRule:
        """Return the rule that a text (one ``[[rule]]``) has, as it was written down once.

        Raises:
            WallwatchError: it has a mistake now; the clock was set back, say.
        """
        rules, problems = parse_rules(text, self._clock())
        if not rules:
            raise WallwatchError(
                f"The rule cannot be read any more. {problems[0].sentence if problems else ''}".rstrip()
            )
        return rules[0]

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
            text = change_text(self.path, change)
        except OSError as error:
            raise WallwatchError(f"{self.path} cannot be changed: {error.strerror}.") from error
        self._seen = self._stamp()
        self._take(text)

    def _take(self, text: str) -> None:
        """Put the rules of a text in force; of those with a mistake the last good ones hold."""
        rules, self.problems = parse_rules(text, self._clock(), str(self.path))
        if self.problems and not rules and not names_of(text):
            return
        read = {folded(rule.name) for rule in rules}
        broken = names_of(text) - read if self.problems else frozenset()
        held = tuple(rule for rule in self.rules.rules if folded(rule.name) in broken)
        self.rules = Ruleset((*rules, *held), self.rules.address_changed)
        self._has_ended()

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size
