"""The user's ``noise.toml``, read and edited by commands."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Self

from wallwatch import paths
from wallwatch.errors import WallwatchError
from wallwatch.filter.values import folded
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.rules import parse_rules, with_rule, without_rule
from wallwatch.store.database import now

if TYPE_CHECKING:
    from wallwatch.config import Problem


class Rules:
    """The rules of one file, and the mistakes in it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.all: tuple[NoiseRule, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self._read(text)

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Read the file at ``path``, or the user's own."""
        path = path or paths.config_directory() / "noise.toml"
        return cls(path, paths.read_text(path) or "")

    def find(self, name: str) -> NoiseRule | None:
        """Return the rule of a name, whatever the case of its letters; ``None`` if there is none."""
        return next((rule for rule in self.all if folded(rule.name) == folded(name)), None)

    def get(self, name: str) -> NoiseRule:
        """Return the rule of a name.

        Raises:
            WallwatchError: there is none.
        """
        rule = self.find(name)
        if rule is None:
            known = ", ".join(each.name for each in self.all)
            raise WallwatchError(f"There is no rule {name}.", f"There are: {known}" if known else "There is none yet.")
        return rule

    def write(self, rule: NoiseRule) -> None:
        """Put a rule into the file, in the place of the one of its name."""
        self._change(lambda text: with_rule(text, rule))

    def remove(self, rule: NoiseRule) -> None:
        """Take a rule out of the file."""
        self._change(lambda text: without_rule(text, rule.name))

    def _read(self, text: str) -> None:
        self._text = text
        self.all, self.problems = parse_rules(text, now(), str(self.path))

    def _change(self, change: Callable[[str], str]) -> None:
        """Write the file, unless somebody else has written it meanwhile."""

        def unless_changed(text: str) -> str:
            if text != self._text:
                raise WallwatchError(f"{self.path} was changed meanwhile.", "Try again.")
            return change(text)

        try:
            self._read(paths.change_text(self.path, unless_changed))
        except OSError as error:
            raise WallwatchError(f"{self.path} cannot be written: {error.strerror or error}") from error
