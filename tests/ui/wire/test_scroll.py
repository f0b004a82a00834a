from itertools import count

from wallwatch.ui.wire.cells import Row
from wallwatch.ui.wire.scroll import Shift, find_shift


def rows(*texts: str, beside: str = "") -> list[Row]:
    return [[(char, "") for char in f"{text:<60}{beside:<20}"] for text in texts]


HEAD, FOOT = "title", "foot"
LIST = [f"{chr(97 + number) * 5} of the list, which says {chr(107 - number) * 20}" for number in range(16)]


def test_a_list_that_moved_is_found_between_what_stays() -> None:
    """The lines above and below it are no part of the move."""
    before = rows(HEAD, *LIST[:12], FOOT)
    assert find_shift(before, rows(HEAD, *LIST[1:13], FOOT)) == Shift(1, 12, 1)
    assert find_shift(before, rows(HEAD, *LIST[3:15], FOOT)) == Shift(1, 12, 3)
    assert find_shift(rows(HEAD, *LIST[2:14], FOOT), rows(HEAD, *LIST[:12], FOOT)) == Shift(1, 12, -2)


def test_a_pane_beside_the_list_hides_no_move_that_is_worth_it() -> None:
    """A row is known again by its left; what stays at the right is written again, where that is less."""
    before, after = rows(*LIST[:8], beside="a pane"), rows(*LIST[1:9], beside="a pane")
    assert find_shift(before, after) == Shift(0, 7, 1)


def test_no_move_is_made_that_saves_nothing() -> None:
    """Rows that are alike, new ones, or a few cells are written faster than moved."""
    numbers = count()
    assert find_shift(rows(*["same"] * 8), rows(*["same"] * 7, "new")) is None
    assert find_shift(rows(*LIST[:4]), rows(*LIST[4:8])) is None
    assert find_shift(rows(*(f"{next(numbers)}" for _ in range(5))), rows("1", "2", "3", "4", "5")) is None
    assert find_shift(rows(*LIST[:8]), rows(*LIST[:8])) is None


def test_what_comes_in_is_blank() -> None:
    """A terminal fills the space with its own background, when no pen is in force."""
    before = rows("a", "b", "c", "d")
    up, down = Shift(1, 3, 1).moved(before), Shift(0, 2, -1).moved(before)
    assert ["".join(text for text, _ in row).strip() for row in up] == ["a", "c", "d", ""]
    assert ["".join(text for text, _ in row).strip() for row in down] == ["", "a", "b", "d"]
    assert before == rows("a", "b", "c", "d")
