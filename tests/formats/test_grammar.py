from wallwatch.formats.grammar import Grammar

GRAMMAR = Grammar(
    r"TTL=(?P<ttl>\d+)(?: TOS=(?P<tos>\w+))?(?: (?P<_mark>!))?",
    r"(?: MARK=(?P<MARK>\w+))?(?: UID=(?P<UID>\d+))?(?: AGAIN=(?P<UID_2>\d+))?(?: T=(?P<ttl_2>\d+))?",
)


def test_groups_in_capitals_are_the_emitters_own_words() -> None:
    """They are paired with their values, without those that are missing and without the mark of a second place."""
    match = GRAMMAR.match("TTL=64 MARK=0x1a AGAIN=7")
    assert match is not None
    assert GRAMMAR.more(match) == (("MARK", "0x1a"), ("UID", "7"))


def test_a_single_word_is_paired_too() -> None:
    """``re`` gives one group as it is, several as a tuple."""
    grammar = Grammar(r"(?:MTU=(?P<MTU>\d+))?")
    matches = [grammar.match(text) for text in ("MTU=1400", "")]
    assert [grammar.more(match) for match in matches if match] == [(("MTU", "1400"),), ()]


def test_a_grammar_without_own_words_says_nothing_more() -> None:
    """No pairs come of a grammar whose groups are all fields."""
    grammar = Grammar(r"(?P<ttl>\d+)")
    match = grammar.match("64")
    assert match is not None
    assert grammar.more(match) == ()


def test_spans_are_those_of_fields_that_are_there() -> None:
    """Private groups, own words and what did not match have no place."""
    assert GRAMMAR.spans(GRAMMAR.match("TTL=64 ! MARK=1")) == {"ttl": (4, 6)}
    assert GRAMMAR.spans(GRAMMAR.match("TTL=64 T=9")) == {"ttl": (9, 10)}
    assert GRAMMAR.spans(None) == {}
