"""What stands in the feed while it has no rows: what is watched, why nothing shows, and what to do."""

from collections.abc import Iterator

from wallwatch.store import SourceRow
from wallwatch.ui.follower import Follower
from wallwatch.ui.key_names import KeyNames
from wallwatch.ui.paint import Ink, Parts, wrap_cells

_STATES: dict[str, Ink] = {"ok": "sound", "waiting": "waiting", "ended": "hidden"}


def empty_words(follower: Follower, keys: KeyNames, width: int) -> list[Parts]:
    """Return the lines for ``width`` cells."""
    lines: list[Parts] = [()]
    for text, ink in _sentences(follower, keys):
        lines += [((line, ink),) for line in wrap_cells(text, width - 1)] if text else [()]
    return lines


def _sentences(follower: Follower, keys: KeyNames) -> Iterator[tuple[str, Ink]]:
    if follower.trouble:
        yield follower.trouble, "failed"
        return
    if follower.is_counting:
        yield "No row here passes. Looking at all others ...", "waiting"
        return
    if follower.rows.alerts:
        yield from _left_out(follower, keys)
        return
    yield "No alert yet. A connection attempt becomes a row when a log speaks of it.", "shown"
    yield "", "shown"
    if not follower.sources:
        shows = f"{keys['screen.sources']} shows the sources; wallwatch demo shows what an incident looks like."
        yield f"No source is read yet. {shows}", "remedy"
    for source in follower.sources:
        yield from _source(source)


def _left_out(follower: Follower, keys: KeyNames) -> Iterator[tuple[str, Ink]]:
    counts = follower.rows.counts
    if counts.filtered:
        yield f"No row passes the filter {follower.query.text()}", "shown"
        drop, drop_all, change = keys["filter.pop"], keys["filter.clear"], keys["filter.open"]
        yield f"{drop} drops its last term, {drop_all} all of it, {change} changes it.", "remedy"
    if counts.hidden:
        yield f"{counts.hidden:,} lines are known noise.", "shown"
        yield f"{keys['noise.show_hidden']} shows what is hidden, and hides it again.", "remedy"


def _source(source: SourceRow) -> Iterator[tuple[str, Ink]]:
    reason = f": {source.reason}" if source.reason else ""
    yield f"{source.name}  {source.state}{reason}", _STATES.get(source.state, "failed")
    if source.remedy:
        yield f"  {source.remedy}", "remedy"
