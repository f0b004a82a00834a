from wallwatch.store import SourceRow
from wallwatch.ui.pulse import GONE, PATIENCE, Pulse, unread


def test_an_engine_that_was_never_asked_for_is_not_missed():
    """Nothing is told before an attempt to reach the engine has failed."""
    assert not Pulse().gone(10 * PATIENCE)


def test_an_engine_is_gone_when_it_stays_away():
    """A short absence is a start or a change of hands; a long one is told, counted from the first attempt."""
    pulse = Pulse()
    pulse.hear(100, there=False)
    pulse.hear(200, there=False)
    assert not pulse.gone(99 + PATIENCE)
    assert pulse.gone(100 + PATIENCE)


def test_an_engine_that_is_back_is_there():
    """One that was reached is there, and may be away again for as long."""
    pulse = Pulse()
    pulse.hear(100, there=False)
    pulse.hear(PATIENCE, there=True)
    assert not pulse.gone(9 * PATIENCE)
    pulse.hear(9 * PATIENCE, there=False)
    assert not pulse.gone(9 * PATIENCE)


def test_without_an_engine_no_source_is_read():
    """What the store says of a source is of the past: it has failed, and what it has counted stays."""
    (row,) = unread([SourceRow("kern.log", state="ok", received=7)])
    assert (row.name, row.state, row.reason, row.received) == ("kern.log", "failed", GONE, 7)
    assert row.remedy
