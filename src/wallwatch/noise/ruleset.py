"""The noise rules together, as a view of alerts: which rule hides this one, and the same as SQL."""

from collections.abc import Iterable, Iterator

from wallwatch.filter.clause import FALSE, Sql, any_of, certain
from wallwatch.filter.facts import Facts, Record
from wallwatch.filter.match import matches
from wallwatch.filter.sql import to_sql
from wallwatch.filter.values import folded
from wallwatch.noise.rule import NoiseRule


class Ruleset:
    """Rules in the order of their file; names are told apart without regard to case.

    Only rules in force at ``facts.now`` hide anything, and only what they certainly match: an alert of which a rule
    cannot tell stays visible. It is what ``Facts.noise`` wants. ``address_changed`` is when the firewall last got
    another address (microseconds since the epoch): rules that were made for the one before have ended.
    """

    def __init__(self, rules: Iterable[NoiseRule] = (), address_changed: int | None = None) -> None:
        self.rules = tuple(rules)
        self.address_changed = address_changed
        self._named = {folded(rule.name): rule for rule in self.rules}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all rules, in force or not."""
        return tuple(rule.name for rule in self.rules)

    def rule_for(self, record: Record, facts: Facts) -> NoiseRule | None:
        """Return the first rule that hides a record, or ``None``."""
        return next((rule for rule in self.rules if self._hides(rule, record, facts)), None)

    def sql(self, facts: Facts) -> Sql:
        """Return the condition that some rule hides the row. It is true or false, never NULL."""
        return any_of([_hidden(rule, facts) for rule in self.rules if self._holds(rule, facts)])

    def members(self, record: Record, facts: Facts) -> Iterator[NoiseRule]:
        """Yield every rule that a record is a member of, whether it looks like the others or not."""
        return (rule for rule in self.rules if self._hides(rule, record, facts))

    def conditions(self, facts: Facts) -> list[tuple[NoiseRule, Sql]]:
        """Return each rule in force with the condition that a row is a member of it, which is never NULL."""
        return [(rule, _hidden(rule, facts)) for rule in self.rules if self._holds(rule, facts)]

    def hides(self, name: str, record: Record, facts: Facts) -> bool:
        """Tell whether the rule of this name hides a record; a rule that does not exist hides nothing."""
        rule = self._named.get(folded(name))
        return rule is not None and self._hides(rule, record, facts)

    def hidden(self, name: str, facts: Facts) -> Sql:
        """Return the condition that the rule of this name hides the row. It is true or false, never NULL."""
        rule = self._named.get(folded(name))
        return _hidden(rule, facts) if rule is not None and self._holds(rule, facts) else FALSE

    def _hides(self, rule: NoiseRule, record: Record, facts: Facts) -> bool:
        return self._holds(rule, facts) and matches(rule.query, record, facts) is True

    def _holds(self, rule: NoiseRule, facts: Facts) -> bool:
        return rule.in_force(facts.now, self.address_changed)


def _hidden(rule: NoiseRule, facts: Facts) -> Sql:
    return certain(to_sql(rule.query, facts))
