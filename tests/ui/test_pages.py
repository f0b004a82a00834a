from tests.ui.alerts import an_alert
from wallwatch.ui.pages import Pages


class Store:
    """Ten alerts, and a list of what was asked."""

    def __init__(self) -> None:
        self.asked = []

    def read(self, ids):
        self.asked.append(sorted(ids))
        return [an_alert(id=number) for number in ids if number < 10]


def test_a_page_is_read_at_once_and_kept():
    """The first alert of a page brings the whole page; the others cost nothing."""
    store = Store()
    pages = Pages(store.read)
    assert [pages.get(number, lambda: range(4)).alert.id for number in range(4)] == [0, 1, 2, 3]
    assert store.asked == [[0, 1, 2, 3]]


def test_an_alert_that_grew_is_read_again():
    """A forgotten alert is read anew and has another serial; the others keep theirs."""
    store = Store()
    pages = Pages(store.read)
    first, second = pages.get(1, lambda: [1, 2]), pages.get(2, lambda: [1, 2])
    pages.forget({1})
    assert pages.get(1, lambda: [1, 2]).serial != first.serial
    assert pages.get(2, lambda: [1, 2]) is second
    assert store.asked == [[1, 2], [1]]
    pages.forget(None)
    assert pages.get(2, lambda: [2]).serial != second.serial


def test_an_alert_that_is_gone_is_none():
    """What the store does not have any more is no row."""
    assert Pages(Store().read).get(99, lambda: [99]) is None
