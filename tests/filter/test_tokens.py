"""The text of a filter cut into terms."""

from contextlib import suppress

import pytest
from hypothesis import given

from tests.filter.samples import STRANGE
from wallwatch.errors import FilterError
from wallwatch.filter.tokens import Piece, terms


def test_a_term_knows_where_its_pieces_stand():
    """Names come in lower case, values as they are, and each piece with its place."""
    (term,) = terms(' -Msg:"a b",c')
    assert (term.start, term.negated) == (1, True)
    assert term.name == Piece("msg", 2, 5)
    assert term.values == (Piece("a b", 6, 11, quoted=True), Piece("c", 12, 13))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a b", [(None, ["a"]), (None, ["b"])]),
        ("a:b:c", [("a", ["b:c"])]),
        ("2001:db8::1", [(None, ["2001:db8::1"])]),
        ("fe80::1", [(None, ["fe80::1"])]),
        ("a:b,c", [("a", ["b", "c"])]),
        ("\u00e4:b", [(None, ["\u00e4:b"])]),
        ("seen:-K--", [("seen", ["-K--"])]),
        ('"a:b"', [(None, ["a:b"])]),
        ("a\u00a0b\tc\nd", [(None, [one]) for one in "abcd"]),
        ("", []),
    ],
)
def test_a_filter_is_cut_at_blanks_colons_and_commas(text, pieces):
    """A name is letters before the first colon; what follows belongs to the value."""
    cut = [(term.name and term.name.text, [value.text for value in term.values]) for term in terms(text)]
    assert cut == pieces


@given(STRANGE)
def test_the_places_of_pieces_are_where_their_text_stands(text):
    """For any text the pieces stand in order, and an unquoted one is what stands there."""
    pieces: list[Piece] = []
    with suppress(FilterError):
        for term in terms(text):
            pieces += term.values
    ends = [0, *(piece.end for piece in pieces)]
    for end, piece in zip(ends, pieces, strict=False):
        assert end <= piece.start < piece.end <= len(text)
        assert piece.quoted or text[piece.start : piece.end] == piece.text
