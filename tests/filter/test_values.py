"""Values as data."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from wallwatch.filter.values import folded


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0")))
def test_folding_is_what_sqlite_calls_lower(text):
    """Only A to Z are folded, so that a phrase fits in memory where it fits in the store."""
    database = sqlite3.connect(":memory:")
    (lower,) = database.execute("SELECT lower(?)", (text,)).fetchone()
    database.close()
    assert folded(text) == lower
