from wallwatch.whois.entities import Entity, entities


def card(*properties):
    return ["vcard", [["version", {}, "text", "4.0"], *properties]]


def test_a_card_says_who_it_is():
    """Name, organisation, country from the label as ARIN has it, and mail."""
    holder = {
        "handle": "EX1",
        "roles": ["registrant"],
        "vcardArray": card(
            ["fn", {}, "text", "Example Inc."],
            ["kind", {}, "text", "org"],
            ["adr", {"label": "1 Example St\nSpringfield\nUnited States"}, "text", ["", "", "", "", "", "", ""]],
            ["email", {}, "text", "a@example.net"],
        ),
    }
    assert list(entities({"entities": [holder]})) == [
        Entity("EX1", frozenset({"registrant"}), 1, "Example Inc.", True, "United States", ("a@example.net",))
    ]


def test_the_nearest_come_first():
    """ARIN nests the contacts under the holder."""
    found = {
        "entities": [{"handle": "A", "entities": [{"handle": "B", "entities": [{"handle": "C"}]}]}, {"handle": "D"}]
    }
    assert [(each.handle, each.depth) for each in entities(found)] == [("A", 1), ("D", 1), ("B", 2), ("C", 3)]


def test_a_deep_or_a_wide_answer_is_bounded():
    """Three levels, two hundred entities."""
    deep = {}
    for _ in range(50):
        deep = {"handle": "X", "entities": [deep]}
    assert len(list(entities(deep))) == 3
    assert len(list(entities({"entities": [{"handle": "Y"}] * 10_000}))) == 200


def test_wrong_types_are_passed_over():
    """Nothing in an answer is what it should be."""
    strange = [
        {"handle": 1, "roles": "abuse", "vcardArray": {}},
        {"vcardArray": ["vcard", {}]},
        {"vcardArray": card(["fn"], 5, ["fn", 3, "text", 7], ["adr", [], "text", 5], ["email", {}, "text", [[]]])},
        "nobody",
    ]
    for entity in entities({"entities": strange}):
        assert entity == Entity("", frozenset(), 1)
    assert list(entities({"entities": "x"})) == []
