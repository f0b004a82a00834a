"""What a report says of the hypothesis that two addresses are one machine's."""

import json

import msgspec
import pytest

from tests.reports.evidence import a_report, incident
from wallwatch.evidence.entries import Entry
from wallwatch.reports import suspicion
from wallwatch.reports.render import FORMATS
from wallwatch.reports.suspicion import Suspicion, addresses, calls, decided, result, rows, suspicion_json

(PAIR,) = incident().suspicions
GONE = Suspicion(addresses=("198.51.100.7", "198.51.100.8"), word="not same", note="two flats")


def test_the_ledger_is_told_in_plain_words() -> None:
    """What the odds begin with, and what each entry for it, against it or of no weight is worth."""
    told = list(rows(PAIR))
    assert [side for side, _, _, _ in told] == ["begins with", *["for"] * 5, "says nothing", "for", "says nothing"]
    assert told[0][:3] == ("begins with", "prior", "1 to 128")
    assert told[5] == ("for", "target", "7.5 to 1", "both port 6346 of 203.0.113.120")
    assert PAIR.hypothesis is not None
    against = msgspec.structs.replace(PAIR.hypothesis, entries=(Entry("stack", 0.25, "another"),))
    assert list(rows(msgspec.structs.replace(PAIR, hypothesis=against)))[1][:3] == ("against", "stack", "1 to 4")


def test_the_result_has_odds_and_base_rate() -> None:
    """And who is compared, when."""
    assert addresses(PAIR) == "198.51.100.112 and 198.51.100.148"
    assert result(PAIR) == (
        "supported, odds 6 to 1, not proven; base rate: no other source in the store matches all but the IP IDs,"
        " about 0.4 unseen are assumed"
    )
    assert calls(PAIR)[1] == "2002-03-02 16:44:00.062976+00:00 198.51.100.148 x3 to port 6346"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "nobody has decided on it"),
        ({"word": "unsure"}, "decided: unsure"),
        ({"word": "same", "note": "re-dialled", "person": "mara"}, "mara decided: same (re-dialled)"),
    ],
)
def test_what_a_person_said_stands_beside_it(said: dict[str, str], words: str) -> None:
    """Or that nobody did."""
    assert decided(msgspec.structs.replace(PAIR, **said)) == words


def test_alerts_that_are_gone_leave_what_was_decided() -> None:
    """Without a ledger."""
    assert (result(GONE), calls(GONE), list(rows(GONE))) == ("their alerts are not there any more", [], [])
    assert suspicion_json(GONE) == {
        "addresses": ["198.51.100.7", "198.51.100.8"],
        "decision": {"word": "not same", "note": "two flats", "person": ""},
    }


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_format_for_people_and_programs_has_it(form: str) -> None:
    """The result, each entry with its worth, and the decision; and two pairs are two."""
    pair = msgspec.structs.replace(PAIR, word="same", note="re-dialled", person="mara")
    made = " ".join(FORMATS[form].render(a_report(suspicions=(pair, GONE))).split())
    assert pair.hypothesis is not None
    said = [pair.word, pair.note, pair.person, *pair.addresses, "two flats", "both 11 away"]
    numbers = ['odds": 6.0'] if form == "json" else ["odds 6 to 1", "7.5 to 1", "begins with", suspicion.EXPLAINED]
    assert [words for words in (*said, *numbers) if words not in made] == []


def test_the_json_holds_all_that_the_odds_are_made_of() -> None:
    """The product of the prior and of all factors are the odds."""
    (found,) = json.loads(FORMATS["json"].render(incident()))["actors"]
    odds = found["prior"]["factor"]
    for entry in found["entries"]:
        odds *= entry["factor"]
    assert odds == pytest.approx(found["odds"], rel=0.01)
