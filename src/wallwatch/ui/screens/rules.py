"""The rules screen: what each noise rule does and until when, and what can be done to it. All of it can be undone."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from wallwatch.engine.rule_survey import RuleSurvey
from wallwatch.errors import WallwatchError
from wallwatch.filter.values import folded
from wallwatch.noise.read import extended
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.templates import TEMPLATES, rule_of, template
from wallwatch.noise.upstream import TARGETS, WARNING, render
from wallwatch.ui.copying import copied
from wallwatch.ui.desk import Desk
from wallwatch.ui.key_names import choosing
from wallwatch.ui.keymap import bindings
from wallwatch.ui.messages import MarksChanged, Troubled
from wallwatch.ui.screens.choice import Choice, ChoiceScreen
from wallwatch.ui.screens.deeds import Deeds
from wallwatch.ui.screens.prompt import PromptScreen
from wallwatch.ui.screens.rule_form import EXPIRIES, RuleForm
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.widgets.key_line import Hint, KeyLine
from wallwatch.ui.widgets.rule_lines import RuleLines
from wallwatch.ui.widgets.status import NoteLine
from wallwatch.ui.words import first_told, many

LOOK_AGAIN: Final = 10.0
"""Seconds after which the hits are counted again while the screen is in sight."""


class RulesScreen(Deeds, Screen[None]):
    """A table of the rules, the current one in full below. ``show_members`` shows the alerts of a rule, by its name."""

    CSS_PATH = "rules.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rules", "undone")]

    def __init__(self, desk: Desk, show_members: Callable[[str], None]) -> None:
        super().__init__()
        self.desk = desk
        self._show_members = show_members
        self._surveys: Sequence[RuleSurvey] = ()
        self.note_line = NoteLine(id="note")

    def compose(self) -> ComposeResult:
        """Lay out the summary, the table, the current rule, what was said, and the keys."""
        yield Static(id="summary", markup=False)
        yield RuleLines(self.desk.keys, id="rules")
        yield Static(id="detail", markup=False)
        yield self.note_line
        yield KeyLine(
            Hint("rules.edit", "edit"),
            Hint("rules.switch", "on/off"),
            Hint("rules.extend", "extend"),
            Hint("rules.upstream", "upstream"),
            Hint("rules.delete", "delete"),
            Hint("rules.members", "its alerts"),
            Hint("rules.add", "ready-made"),
            Hint("help", "all keys"),
            id="keys",
        )

    def on_mount(self) -> None:
        """Show the rules, and hear what changes."""
        subscribe(self, self.desk.bus, MarksChanged, lambda _: self._look())
        subscribe(self, self.desk.bus, Troubled, self._hear)
        self.set_interval(LOOK_AGAIN, self._ask)
        self._look()

    def on_screen_resume(self) -> None:
        """Count anew: meanwhile much may have come in. What is wrong with the file is said here, too."""
        self._look()
        if self.desk.rulebook.problems:
            self._say(first_told(self.desk.rulebook.problems), mistake=True)

    async def action_rules_switch(self) -> None:
        """Let the rule under the cursor hide nothing for now, or put it in force again."""
        await self._upon_rule(lambda rule: replace(rule, enabled=not rule.enabled))

    @work
    async def action_rules_extend(self) -> None:
        """Ask until when the rule under the cursor holds, from now on."""
        if self._is_refused():
            return
        rule = self._rule
        if rule is None:
            return
        question = f"Until when does {rule.name} hold, from now on?"
        until = await self.app.push_screen_wait(
            PromptScreen(question, EXPIRIES[0], suggestions=EXPIRIES[1:], required=True)
        )
        if until is not None:
            await self._do(lambda: self.desk.triage.change(rule, extended(rule, until, self.desk.session.clock())))

    @work
    async def action_rules_edit(self) -> None:
        """Edit the rule under the cursor, with a preview of what it would hide."""
        if self._is_refused():
            return
        rule = self._rule
        if rule is None:
            return
        after = await self.app.push_screen_wait(RuleForm(self.desk.previews, self.desk.session.clock, rule=rule))
        if after is not None and after != rule:
            await self._do(lambda: self.desk.triage.change(rule, after))

    async def action_rules_delete(self) -> None:
        """Delete the rule under the cursor."""
        rule = self._rule
        if rule is not None:
            await self._do(lambda: self.desk.triage.remove(rule))

    @work
    async def action_rules_add(self) -> None:
        """Choose a ready-made rule, and put it in force."""
        if self._is_refused():
            return
        taken = {folded(name) for name in self.desk.rulebook.rules.names}
        choices = [Choice(each.name, (each.match, each.why)) for each in TEMPLATES if folded(each.name) not in taken]
        name = await self.app.push_screen_wait(
            ChoiceScreen("Which of the ready-made rules?", choices, choosing(self.desk.keys))
        )
        if name:
            rule = rule_of(template(name), self.desk.session.clock())
            try:
                await self.desk.hide(rule, self._tell)
            except WallwatchError as error:
                self.note_line.say(str(error), mistake=True)

    @work
    async def action_rules_upstream(self) -> None:
        """Say the rule under the cursor to another program, and copy it."""
        rule = self._rule
        if rule is None:
            return
        said = {target: render(rule, target) for target in TARGETS}
        choices = [
            Choice(target, (*(f"# {each.place}",), *(each.text or "").splitlines())) for target, each in said.items()
        ]
        question = f"{rule.name}, said to which program?"
        target = await self.app.push_screen_wait(
            ChoiceScreen(question, choices, f"{choosing(self.desk.keys)}   It is only copied.", WARNING)
        )
        text = said[target].text if target else None
        if text is not None:
            sentence, is_whole = copied(self.app, self.desk.session.copied, text)
            self.note_line.say(sentence, mistake=not is_whole)
        elif target:
            self.note_line.say(f"{target}: {said[target].place}", mistake=True)

    def action_rules_members(self) -> None:
        """Show the alerts that the rule under the cursor is about."""
        rule = self._rule
        if rule is not None:
            self._show_members(rule.name)

    async def action_rules_out(self) -> None:
        """Go back to the alerts."""
        await self.run_action("app.screen_alerts")

    @on(RuleLines.Looked)
    def _show_current(self) -> None:
        survey = self.query_one(RuleLines).survey
        self.query_one("#detail", Static).update(Content("" if survey is None else in_full(survey.rule)))

    @property
    def _rule(self) -> NoiseRule | None:
        survey = self.query_one(RuleLines).survey
        return None if survey is None else survey.rule

    async def _upon_rule(self, change: Callable[[NoiseRule], NoiseRule]) -> None:
        rule = self._rule
        if rule is not None:
            await self._do(lambda: self.desk.triage.change(rule, change(rule)))

    def _hear(self, news: Troubled) -> None:
        """Take in that somebody else changed the file, and what is wrong with it now."""
        if news.passing:
            self._look()
            self._say(news.sentence, mistake=True)

    def _tell(self, sentence: str) -> None:
        """Say what was done, and show the rules as they are now."""
        self._say(sentence)
        self._look()

    async def _do(self, deed: Callable[[], str]) -> None:
        await super()._do(deed)
        self._look()

    def _look(self) -> None:
        """Show the rules as they are, with the hits that are known; the new ones follow."""
        rules, now = self.desk.rulebook.rules, self.desk.session.clock()
        known = {each.rule.name: each for each in self._surveys}
        self._show(
            [
                replace(
                    known.get(rule.name, RuleSurvey(rule, "")), rule=rule, state=rule.state(now, rules.address_changed)
                )
                for rule in rules.rules
            ]
        )
        self._ask()

    def _show(self, surveys: Sequence[RuleSurvey]) -> None:
        self._surveys = surveys
        self.query_one("#summary", Static).update(Content(summary(surveys)))
        self.query_one(RuleLines).show(surveys, self.desk.session.clock())

    @work(exclusive=True, group="survey")
    async def _ask(self) -> None:
        """Count what the rules hide. A store that cannot be read now is told elsewhere."""
        if not self.is_current:
            return
        try:
            surveys = await self.desk.survey_rules()
        except WallwatchError:
            return
        if [each.rule for each in surveys] == list(self.desk.rulebook.rules.rules):
            self._show(surveys)


def in_full(rule: NoiseRule) -> str:
    """Return what stands below the table: the filter, the reason, and the end as they are written."""
    return f"match  {rule.match}\nwhy    {rule.why}\nuntil  {rule.expires}"


def summary(surveys: Sequence[RuleSurvey]) -> str:
    """Return in a sentence how many rules there are, and how many of them are in force."""
    in_force = sum(each.state == "in force" for each in surveys)
    stale = sum(each.is_stale and each.state == "in force" for each in surveys)
    told = f", {stale:,} of them stale" if stale else ""
    return f"Noise: {many(len(surveys), 'rule')}, {in_force:,} in force{told}"
