import msgspec
import pytest

from tests.ui.hostile import HOSTILE, leaks
from tests.ui.widgets.test_actor_words import ACTOR, LEFT, SAID
from wallwatch.engine.actors import Actor
from wallwatch.text import visible
from wallwatch.ui.widgets.evidence_lines import NOTHING, EvidenceLines


def laid(actors: list[Actor], width: int = 76) -> list[str]:
    return ["".join(text for text, _ in line.parts).rstrip() for line in EvidenceLines(actors).lay(width)]


def test_the_ledger_of_the_incident_fits_a_screen_of_24_lines() -> None:
    """Every entry has its side, its weight and its reason; the sum is at the end, and what was said of it."""
    lines = laid([ACTOR])
    assert len(lines) <= 21
    assert lines[0] == "198.51.100.112 > 198.51.100.148"
    sides = {line.split()[1] if line[0] != " " else line.split()[0]: line[0] for line in lines if line[1:2] == " "}
    for name in ("block", "stack", "hops", "ladder", "target", "ip"):
        assert sides[name] == "+", name
    assert lines[-3].startswith("= supported, 6.2 to 1, not proven; no other source in the store")
    assert lines[-1] == "  mara said: same (re-dialled)"


def test_nothing_is_told_in_words() -> None:
    """With what would be needed."""
    lines = laid([])
    assert lines[0] == NOTHING
    assert "more than once within two days" in " ".join(lines)


@pytest.mark.parametrize("width", [30, 46, 76, 120])
def test_no_word_is_cut(width: int) -> None:
    """What is too long goes on below."""
    assert ACTOR.hypothesis is not None
    lines = laid([ACTOR], width)
    assert all(len(line) <= width for line in lines)
    text = "".join("".join(lines).split())
    for entry in ACTOR.hypothesis.entries:
        assert entry.name.replace(" ", "") in text
        assert entry.words.replace(" ", "") in text


def test_strangers_words_do_nothing() -> None:
    """A note is what somebody typed, here or at another console."""
    said = [msgspec.structs.replace(SAID, note=visible(hostile), person=visible(hostile)) for hostile in HOSTILE]
    text = "".join(laid([Actor(None, each) for each in said], 200))
    assert leaks(text) == []
    assert "somebody" not in text


def test_several_hypotheses_stand_below_each_other() -> None:
    """Each is an entry of its own, so that a key means the one under the cursor."""
    assert ACTOR.hypothesis is not None
    earlier = msgspec.structs.replace(ACTOR.hypothesis.earlier, src="198.51.100.9")
    second = Actor(msgspec.structs.replace(ACTOR.hypothesis, earlier=earlier))
    entries = [line.entry for line in EvidenceLines([ACTOR, second, LEFT]).lay(76)]
    assert list(dict.fromkeys(entries)) == ["198.51.100.112 > 198.51.100.148", "198.51.100.9 > 198.51.100.148"]
    assert SAID.word == "same"
