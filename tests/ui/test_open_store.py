import pytest

from tests.ui.alerts import the_incident
from tests.ui.desk import commit
from wallwatch.errors import StoreError
from wallwatch.ui.open_store import OpenStore


def test_it_is_opened_once(session):
    """The first use opens the store, the next ones do not."""
    store = OpenStore(session.store)
    assert [store.ready(), store.ready()] == [True, False]
    assert len(store.reader.index().ids) == 3
    store.close()


def test_a_store_that_is_not_there_can_come(tmp_path):
    """A missing store is an error with a sentence; when the engine has built it, it is opened."""
    store = OpenStore(tmp_path / "later.db")
    with pytest.raises(StoreError):
        store.ready()
    commit(tmp_path / "later.db", the_incident())
    assert store.ready()
    store.close()


def test_another_store_in_its_place_is_opened(session):
    """A store that was set aside and built anew is noticed and read."""
    store = OpenStore(session.store)
    store.ready()
    for path in session.store.parent.glob("wallwatch.db*"):
        path.unlink()
    commit(session.store, the_incident()[:1])
    assert store.ready()
    assert len(store.reader.index().ids) == 1
    store.close()
