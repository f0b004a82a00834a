"""The noise rules, one a line; under each what speaks against it: that it is stale, or that another one does it too."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from textual.message import Message

from wallwatch.engine.rule_survey import DAYS, RuleSurvey
from wallwatch.ui.key_names import AS_THEY_ARE, KeyNames
from wallwatch.ui.look import is_plain
from wallwatch.ui.paint import Ink, Part, Parts, fit, fit_right
from wallwatch.ui.spark import sparkline
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped
from wallwatch.ui.widgets.lines import MARGIN
from wallwatch.ui.words import age

NOTHING: Final = "There is no noise rule."
NOTHING_REMEDY: Final = "{} on an alert drafts one; {} chooses from the ready-made ones."
_STATES: Final[Mapping[str, Ink]] = {"in force": "sound", "disabled": "label", "ended": "waiting"}
_INDENT: Final = "    "
_NAME_MIN: Final = 12
_STATE: Final = 8


class Column(NamedTuple):
    """A column of the table: it stands in tables of at least ``since`` cells."""

    name: str
    width: int
    text: Callable[[RuleSurvey, int], str]
    since: int = 0


def _last(survey: RuleSurvey, now: int) -> str:
    return "never" if survey.last is None else age(now - survey.last)


def _ends(survey: RuleSurvey, now: int) -> str:
    rule = survey.rule
    if rule.ends is None:
        return "address"
    return "over" if rule.ends <= now else age(rule.ends - now)


def _days(survey: RuleSurvey, _now: int) -> str:
    return sparkline(survey.days, plain=is_plain())


_COLUMNS: Final = (
    Column("HITS", 9, lambda survey, _: f"{survey.hits:,}"),
    Column("LAST", 5, _last, since=48),
    Column(f"{DAYS} DAYS", DAYS, _days, since=64),
    Column("ENDS IN", 7, _ends, since=40),
)


class RuleLines(LaidLines):
    """What each rule does, and until when; ``keys`` are those that its sentences name."""

    class Looked(Message):
        """The cursor may be on another rule, or its rule may have changed."""

    def __init__(self, keys: KeyNames = AS_THEY_ARE, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._keys = keys
        self._surveys: Sequence[RuleSurvey] = ()
        self._now = 0

    def show(self, surveys: Sequence[RuleSurvey], now: int) -> None:
        """Show the rules as they are ``now`` (microseconds since the epoch)."""
        self._surveys, self._now = surveys, now
        self.lay_again()

    @property
    def survey(self) -> RuleSurvey | None:
        """The rule under the cursor."""
        return next((each for each in self._surveys if each.rule.name == self.entry), None)

    def move(self, to: int) -> None:
        """Make another line the current one, and tell who shows more of its rule."""
        super().move(to)
        self.post_message(self.Looked())

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the lines of all rules; a hint where there is none."""
        for survey in self._surveys:
            yield LaidLine(survey.rule.name, tuple(_cells(survey, self._now, width)))
            for text in remarks(survey, self._keys):
                yield from wrapped(survey.rule.name, text, width, "remedy", _INDENT)
        if not self._surveys:
            yield LaidLine("", ((NOTHING, "strong"),))
            remedy = NOTHING_REMEDY.format(self._keys["noise.draft"], self._keys["rules.add"])
            yield from wrapped("", remedy, width, "remedy")

    def heading(self, width: int) -> Parts:
        """Return the names of the columns."""
        inner = width - MARGIN
        words = [fit("RULE", _name_width(inner)), fit("STATE", _STATE)]
        words += [fit_right(column.name, column.width) for column in _columns(inner)]
        return [(" " * MARGIN + " ".join(words), "frame")]

    def heading_key(self) -> Hashable:
        """Return nothing: the heading is always the same."""
        return None


def remarks(survey: RuleSurvey, keys: KeyNames = AS_THEY_ARE) -> Iterator[str]:
    """Yield in sentences what speaks against a rule."""
    if survey.is_stale and survey.state == "in force":
        delete, undo = keys["rules.delete"], keys["triage.undo"]
        yield f"Stale: no hit for 30 days. {delete} deletes it, {undo} would bring it back."
    if survey.shadowed_by:
        yield f"Shadowed: {survey.shadowed_by} hides all of it as well."
    if survey.overlaps:
        yield f"Overlaps: {', '.join(survey.overlaps)}"


def _cells(survey: RuleSurvey, now: int, width: int) -> Iterator[Part]:
    yield fit(survey.rule.name, _name_width(width)), "strong"
    yield f" {fit(survey.state, _STATE)}", _STATES[survey.state]
    for column in _columns(width):
        yield f" {fit_right(column.text(survey, now), column.width)}", "shown"


def _columns(width: int) -> list[Column]:
    return [column for column in _COLUMNS if column.since <= width]


def _name_width(width: int) -> int:
    taken = _STATE + 1 + sum(column.width + 1 for column in _columns(width))
    return max(width - taken, _NAME_MIN)
