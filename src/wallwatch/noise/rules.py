"""``noise.toml``: its rules, and how a rule is written into it or taken out.

People edit the file. What they wrote (comments, order, blank lines) stays as it is: only the lines of the rule that is
meant are touched.
"""

from collections.abc import Mapping
from typing import Any, Final

from wallwatch.config.toml import Place, Problem, line_spans, problems_at, read_toml
from wallwatch.errors import ConfigError
from wallwatch.filter.values import folded
from wallwatch.model.times import to_datetime
from wallwatch.noise.read import plain, read_rule
from wallwatch.noise.rule import NoiseRule

FILE: Final = "noise.toml"
_ELSEWHERE: Final = "Rules stand below [[rule]]."
_LAST: Final = 2**62
RULES_MAX: Final = 1_000
VALUES_MAX: Final = 8_000
"""Most values in all rules together: SQLite takes 32,766 parameters, and a value is up to four of them."""


def parse_rules(text: str, now: int, file: str = FILE) -> tuple[tuple[NoiseRule, ...], tuple[Problem, ...]]:
    """Return the rules of a ``noise.toml``, ended and disabled ones too, and the mistakes in it, by line and key.

    A rule with a mistake is left out. ``now`` is in microseconds since the epoch.
    """
    table, problems = read_toml(text, file)
    wrong: dict[Place, str] = {(key,): _ELSEWHERE for key in table if key != "rule"}
    rules: dict[str, NoiseRule] = {}
    values = 0
    for number, entry in enumerate(_entries(table, wrong)):
        rule, mistakes = read_rule(entry, now)
        wrong |= {("rule", number, key): sentence for key, sentence in mistakes.items()}
        if rule is None:
            continue
        values += sum(len(term.values) for term in rule.query.terms)
        sentence = _refusal(rule, rules, values)
        if sentence:
            wrong["rule", number, "name"] = sentence
        else:
            rules[folded(rule.name)] = rule
    return tuple(rules.values()), problems + problems_at(wrong, text, file)


def find_rule(text: str, name: str, now: int) -> NoiseRule | None:
    """Return the rule of this name as it stands in the text, ``None`` if there is none.

    Raises:
        ConfigError: it has a mistake: somebody is just editing it.
    """
    span = _span(text, name)
    if span is None:
        return None
    rules, problems = parse_rules(text, now)
    found = next((rule for rule in rules if folded(rule.name) == folded(name)), None)
    if found is None:
        mistake = next((each.sentence for each in problems if span[0] < (each.line or 0) <= span[1]), "")
        raise ConfigError(f"{name} has a mistake in {FILE}. {mistake}".rstrip(), "Mend it by hand first.")
    return found


def names_of(text: str) -> frozenset[str]:
    """Return the names of all rules in a text, folded, those with a mistake among them; none if it is no TOML."""
    table, _ = read_toml(text, FILE)
    return frozenset(folded(plain(str(entry.get("name")))) for entry in _entries(table, {}))


def with_rule(text: str, rule: NoiseRule) -> str:
    """Return the text with ``rule`` in it: in the place of the rule of its name, or at the end.

    Raises:
        ConfigError: the text is no TOML, or has its rules in a form that is not edited here.
    """
    span = _span(text, rule.name)
    if span is None:
        before = text.rstrip()
        return f"{before}\n\n{_written(rule)}" if before else _written(rule)
    lines = text.split("\n")
    return "\n".join([*lines[: span[0]], _changed("\n".join(lines[slice(*span)]), rule), *lines[span[1] :]])


def without_rule(text: str, name: str) -> str:
    """Return the text without the rule of this name, or as it is if there is none. Raises as :func:`with_rule` does."""
    span = _span(text, name)
    if span is None:
        return text
    lines = text.split("\n")
    before, after = lines[: span[0]], lines[span[1] :]
    while after and not after[0].strip() and (not before or not before[-1].strip()):
        del after[0]
    return "\n".join([*before, *after])


def _entries(table: Mapping[str, Any], wrong: dict[Place, str]) -> list[dict[str, Any]]:
    entries = table.get("rule", [])
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return entries
    wrong["rule",] = _ELSEWHERE
    return []


def _refusal(rule: NoiseRule, rules: Mapping[str, NoiseRule], values: int) -> str:
    """Return why a rule that is right by itself cannot stand beside ``rules``, or nothing."""
    if folded(rule.name) in rules:
        return "Another rule has this name; the first one holds."
    if len(rules) >= RULES_MAX:
        return f"There are more than {RULES_MAX:,} rules."
    return f"The rules hold more than {VALUES_MAX:,} values." if values > VALUES_MAX else ""


def _span(text: str, name: str) -> tuple[int, int] | None:
    """Return the lines ``[first, after)``, from 0, of the rule of this name."""
    table, problems = read_toml(text, FILE)
    if problems:
        raise ConfigError(f"{FILE} cannot be changed. {problems[0].sentence}", "Mend it by hand first.")
    spans = line_spans(text)
    if ("rule",) in spans:
        raise ConfigError(f"{FILE} cannot be changed. {_ELSEWHERE}", "Mend it by hand first.")
    for number, entry in enumerate(table.get("rule", [])):
        if folded(plain(str(entry.get("name")))) == folded(name):
            within = [span for place, span in spans.items() if place[:2] == ("rule", number)]
            return min(first for first, _ in within) - 1, max(last for _, last in within)
    return None


def _keys(rule: NoiseRule) -> dict[str, Any]:
    keys = {key: getattr(rule, key) for key in ("name", "why", "match", "created", "expires", "enabled")}
    return keys if rule.created is None else keys | {"created": to_datetime(rule.created)}


def _written(rule: NoiseRule) -> str:
    import tomlkit  # noqa: PLC0415, the screen starts without it

    table = tomlkit.table()
    table.update({key: value for key, value in _keys(rule).items() if value is not None})
    rules = tomlkit.aot()
    rules.append(table)
    document = tomlkit.document()
    document.append("rule", rules)
    return tomlkit.dumps(document)


def _changed(block: str, rule: NoiseRule) -> str:
    """Return the lines of a rule with the keys changed that differ, their comments left as they are."""
    import tomlkit  # noqa: PLC0415, the screen starts without it

    document = tomlkit.parse(f"{block}\n")
    table: Any = document["rule"]
    (table,) = table
    old, _ = read_rule(table.unwrap(), _LAST)
    keys = _keys(rule)
    for key in set(table) - set(keys):
        del table[key]
    for key, value in keys.items():
        if value is not None and (old is None or getattr(old, key) != getattr(rule, key)):
            table[key] = value
    return tomlkit.dumps(document).rstrip("\n")
