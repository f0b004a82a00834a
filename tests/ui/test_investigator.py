import pytest

from tests.ui.actors import ADDRESSES, the_actors
from tests.ui.desk import a_session, commit
from wallwatch.store.ledger import subject_of
from wallwatch.ui.desk import Desk
from wallwatch.ui.investigator import Investigator


@pytest.fixture
def desk(tmp_path) -> Desk:
    session = a_session(tmp_path)
    commit(session.store, the_actors())
    return Desk(session)


async def test_the_desk_is_asked_with_its_decisions(desk: Desk) -> None:
    """Of an alert, of two, and of all that there is."""
    async with desk.at_work():
        first, knock, again = desk.alerts([1, 2, 3])
        investigator = Investigator(desk)
        (actor,) = await investigator.survey()
        assert actor.addresses == ADDRESSES
        assert await investigator.look_into([again]) == await investigator.look_into([first, again]) == [actor]
        desk.marks.decide(first, again, "same", "")
        (decided,) = await investigator.survey()
        assert decided.decision is not None
        assert decided.decision.subjects == (subject_of(first), subject_of(again))
        (unlikely,) = await investigator.look_into([first, knock])
        assert unlikely.hypothesis is not None
        assert unlikely.hypothesis.result == "unlikely"
        assert await investigator.look_into([knock]) == []
