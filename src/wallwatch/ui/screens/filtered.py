"""What screens have in common that show what a filter lets through."""

from collections.abc import Collection

from wallwatch.errors import FilterError
from wallwatch.filter.parse import parse_query
from wallwatch.filter.query import Query
from wallwatch.ui.desk import Desk
from wallwatch.ui.messages import Troubled
from wallwatch.ui.widgets.filter_bar import FilterChanged
from wallwatch.ui.widgets.status import NoteLine, StatusLine


class Filtered:
    """Part of a screen: the filter is that of all screens. Such a screen binds the keys of ``filtered``, too."""

    desk: Desk
    note_line: NoteLine
    status: StatusLine

    def action_filter_pop(self) -> None:
        """Drop the last term of the filter."""
        self._filter(Query(self.desk.follower.query.terms[:-1]))

    def action_filter_clear(self) -> None:
        """Drop the filter."""
        self._filter(Query())

    def on_filter_changed(self, event: FilterChanged) -> None:
        """Apply what was typed."""
        self._filter(event.query)

    def _filter(self, query: Query) -> None:
        self.desk.follower.judge_anew(query=query)
        self._say_filter()

    def _filter_to(self, text: str) -> None:
        """Filter by what ``text`` writes."""
        query = self._query_of(text)
        if query is not None:
            self._filter(query)

    def _narrow(self, text: str, dropped: Collection[str] = ()) -> None:
        """Add the terms of ``text`` to the filter, whose terms of the fields ``dropped`` go."""
        added = self._query_of(text)
        if added is not None:
            terms = self.desk.follower.query.terms
            kept = (term for term in terms if term not in added.terms and term.field not in dropped)
            self._filter(Query((*kept, *added.terms)))

    def _query_of(self, text: str) -> Query | None:
        """Return the filter that ``text`` writes; say what is wrong with it where it is none.

        Not only people write filters: terms are made of what stands in a log, and anything can stand there.
        """
        try:
            return parse_query(text)
        except FilterError as error:
            self.note_line.say(f"{text}: {error}", mistake=True)
            return None

    def _switch_hidden(self) -> None:
        """Show what noise rules hide, or hide it again."""
        self.desk.follower.judge_anew(show_hidden=not self.desk.follower.show_hidden)
        self._say_filter()

    def _say_filter(self) -> None:
        """Say which filter is in force, and whether noise is shown: another screen may have chosen it."""
        self.note_line.show_filter(self.desk.follower.query.text())
        self.status.show_noise(shown=self.desk.follower.show_hidden)

    def _tell(self, news: Troubled) -> None:
        if news.passing:
            self.note_line.say(news.sentence, mistake=True)
        else:
            self.note_line.stand(news.sentence)
