"""What can go wrong, in sentences for people."""

import pytest

from wallwatch import errors
from wallwatch.errors import FilterError, WallwatchError

ERRORS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]


@pytest.mark.parametrize(
    ("sentence", "remedy", "text"),
    [("It broke.", "Mend it.", "It broke. Mend it."), ("It broke.", "", "It broke.")],
)
def test_an_error_says_what_happened_and_what_to_do(sentence, remedy, text):
    """The text of an error is its sentence and its remedy, if it has one."""
    error = WallwatchError(sentence, remedy)
    assert str(error) == text
    assert (error.sentence, error.remedy) == (sentence, remedy)


def test_a_filter_error_knows_its_place():
    """The place of the mistake goes with the sentence."""
    error = FilterError("There is no field x.", 4, 5, "Did you mean src?")
    assert (error.start, error.end) == (4, 5)
    assert str(error) == "There is no field x. Did you mean src?"


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_is_one_for_people(kind):
    """One base class is caught where errors are shown, and each class says what it stands for."""
    assert issubclass(kind, WallwatchError)
    assert kind.__doc__
