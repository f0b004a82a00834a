"""What happens to a file while it is looked at, or between two looks that see nothing of it."""

from wallwatch.sources.beside import Beside
from wallwatch.sources.handle import Handle


async def test_a_file_that_is_copied_and_emptied_during_a_look_is_not_read_twice(log, tail, monkeypatch):
    """The copy is known by what was read of the file until then."""
    log.write("1\n")
    await tail.poll()
    look = Beside.look

    def emptied(*arguments, **named):
        monkeypatch.setattr(Beside, "look", look)
        log.copytruncate()
        return look(*arguments, **named)

    monkeypatch.setattr(Beside, "look", emptied)
    log.copy(5).write_bytes(log.path.read_bytes())
    assert await tail.poll() == []
    log.write("2\n")
    assert await tail.poll() == [b"2"]
    assert tail.gaps == []


async def test_a_file_that_is_emptied_before_it_is_known_is_read_in_its_copy(log, tail):
    """It was empty when it was looked at last, and is empty again; what was in it meanwhile is found beside it."""
    log.path.touch()
    await tail.poll()
    log.write("1\n")
    log.copytruncate()
    assert await tail.poll() == [b"1"]
    log.write("2\n")
    log.copytruncate()
    log.write("3\n")
    assert await tail.poll() == [b"2", b"3"]
    assert tail.gaps == []


async def test_a_file_that_was_emptied_when_nobody_looked_is_a_gap(log, tail):
    """Even if all was read that was seen: the reader was stopped for longer than between two looks."""
    log.write("1\n")
    await tail.poll()
    log.copytruncate(copied=False)
    tail._pursuit._looked -= 60
    await tail.poll()
    (gap,) = tail.gaps
    assert gap.reason.endswith("what was written to it since its last look is not known.")


async def test_an_error_in_the_middle_leaves_no_context_behind(log, tail, monkeypatch):
    """Who holds half a record goes on with the next line, and does not see its beginning again."""
    log.write("1\n")
    await tail.poll()
    read = Handle.read

    async def bad(*_arguments):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Handle, "read", bad)
    log.write("2\n")
    await tail.step()
    assert tail.statuses[-1].state == "failed"
    monkeypatch.setattr(Handle, "read", read)
    assert await tail.poll() == [b"2"]
    assert not any(batch.context for batch in tail.batches)
    tail.restart()
    log.write("3\n")
    assert await tail.poll() == [b"3"]
    assert [batch.lines for batch in tail.batches if batch.context] == [(b"1", b"2")]
