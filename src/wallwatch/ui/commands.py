"""Every binding that works here is a command of the palette, under its own words and with its keys."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from textual.binding import ActiveBinding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode

from wallwatch.ui.keymap import key_words

_OPENS_THE_PALETTE: Final = "app.command_palette"


class Command(NamedTuple):
    """Something that a key does here: what it is called, its keys, and how it is run."""

    id: str
    words: str
    keys: str
    action: str
    node: DOMNode
    bound: tuple[str, ...] = ()
    """The keys by Textual's names."""


def commands(active: Mapping[str, ActiveBinding]) -> Iterator[Command]:
    """Yield what the active bindings of a screen do, each once, however many keys it has.

    Bindings without an id (those of Textual's own widgets) are left out: they are for typing.
    """
    keys: dict[str, list[str]] = {}
    bound: dict[str, ActiveBinding] = {}
    for key, entry in active.items():
        if entry.binding.id and entry.enabled:
            keys.setdefault(entry.binding.id, []).append(key)
            bound.setdefault(entry.binding.id, entry)
    for id_, entry in bound.items():
        binding = entry.binding
        yield Command(id_, binding.description, key_words(keys[id_]), binding.action, entry.node, tuple(keys[id_]))


class BindingCommands(Provider):
    """The palette's source of commands: the active bindings of the screen below it."""

    async def discover(self) -> Hits:
        """Offer all of them, in the order in which they are bound."""
        for command in self._commands():
            yield DiscoveryHit(_shown(Content(command.words), command), self._run(command), text=command.words)

    async def search(self, query: str) -> Hits:
        """Offer those whose words, or whose name in ``keys.toml``, are like ``query``."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(matcher.match(command.words), matcher.match(command.id))
            if score > 0:
                shown = _shown(matcher.highlight(command.words), command)
                yield Hit(score, shown, self._run(command), text=command.words)

    def _commands(self) -> Iterator[Command]:
        return (command for command in commands(self.screen.active_bindings) if command.action != _OPENS_THE_PALETTE)

    def _run(self, command: Command) -> partial[Any]:
        return partial(self.app.run_action, command.action, command.node)


def _shown(words: Content, command: Command) -> Content:
    return Content.assemble(words, "  ", (command.keys, "$text-muted"))
