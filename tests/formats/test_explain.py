import pytest

from tests.formats.support import reader
from wallwatch.formats import FORMATS
from wallwatch.formats.examples import EXAMPLES
from wallwatch.formats.explain import Explained, explain

CHAIN = EXAMPLES["ipchains"]
ALERT = EXAMPLES["snort-syslog"]


def _explained(*lines: str) -> list[Explained]:
    return list(explain([line.encode() for line in lines], reader(), FORMATS))


def test_each_field_has_its_value_and_its_place() -> None:
    """In the order in which they stand in the record; what follows from other fields comes last, without a place."""
    (said,) = _explained(CHAIN)
    assert said.sighting is not None
    placed = {field.name: said.text[slice(*field.span)] for field in said.fields if field.span}
    assert placed["src"] == "192.0.2.112"
    assert placed["df"] == placed["frag_offset"] == "4000"
    starts = [field.span[0] for field in said.fields if field.span]
    assert starts == sorted(starts)
    assert [field.name for field in said.fields if not field.span] == ["ip_header"]
    assert said.refusals == ()


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
def test_every_place_is_inside_the_text(example: str) -> None:
    """Of every format's fields."""
    for said in _explained(*example.split("\n")):
        for field in said.fields:
            assert field.span is None or 0 <= field.span[0] < field.span[1] <= len(said.text)


def test_a_signature_and_a_stack_are_shown_part_by_part() -> None:
    """With their own names."""
    (alert,) = _explained(ALERT)
    assert {"gid", "sid", "rev", "message", "classification", "priority"} <= {field.name for field in alert.fields}
    (stack,) = _explained(*EXAMPLES["p0f1"].split("\n"))
    assert {"label", "hops"} <= {field.name for field in stack.fields}


@pytest.mark.parametrize(
    ("line", "name", "reason"),
    [
        ("prose", "ipchains", "its words are not in it"),
        (CHAIN[:90], "ipchains", "it begins like one of its records, and is torn or holds a value that cannot be"),
        (CHAIN.replace("kernel:", "sshd[9]:"), "ipchains", "its words are in it, but not as and where"),
    ],
)
def test_each_format_says_why_it_does_not_read_a_line(line: str, name: str, reason: str) -> None:
    """Other words, other places, or a torn record."""
    (said,) = _explained(line)
    assert said.sighting is None
    assert [each for each, _ in said.refusals] == [each.name for each in FORMATS]
    assert dict(said.refusals)[name].startswith(reason)


@pytest.mark.parametrize(
    ("lines", "remark"),
    [
        (["Mar  2 15:32:54 gate sshd[4]: user kernel: " + CHAIN.partition("kernel: ")[2]], "possible forgery"),
        (["Mar  2 15:32:54 gate kernel: net_ratelimit: 12 callbacks suppressed"], "at least 12 lines"),
        (["Mar  2 15:32:54 gate last message repeated 2 times"], "It repeats the line before it"),
        (["> " + CHAIN], "taken out of a mail"),
        ([ALERT, "Mar  2 15:32:58 gate last message repeated 2 times"], "It stands for 2 more"),
    ],
)
def test_what_a_line_says_beside_is_a_sentence(lines: list[str], remark: str) -> None:
    """Forgeries, losses, repeats, and what a line was carried in."""
    assert any(remark in sentence for sentence in _explained(*lines)[-1].remarks)


def test_lines_are_told_in_their_order() -> None:
    """A record is told as one, other lines one by one, and none is left out."""
    told = _explained("prose", *EXAMPLES["p0f1"].split("\n"), "", CHAIN)
    assert [said.raw for said in told] == ["prose", EXAMPLES["p0f1"], "", CHAIN]
