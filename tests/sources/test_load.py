import asyncio

import pytest

from tests.sources.following import EVENTS_ONLY, reading
from wallwatch.sources.file import FileSource


@pytest.mark.parametrize(("files", "lines"), [(7, 4000), (40, 100)])
async def test_nothing_is_lost_or_doubled_under_load(tmp_path, files, lines):
    """A writer that writes as fast as it can, and has its file renamed again and again, is followed line by line."""
    path = tmp_path / "kern.log"

    def write():
        for file in range(files):
            with path.open("wb", buffering=0) as log:
                for number in range(file * lines, (file + 1) * lines):
                    log.write(b"line %d\n" % number)
            if file < files - 1:
                path.rename(path.with_name(f"kern.log-{20240101 + file}"))

    path.touch()
    async with reading(FileSource(path, pace=EVENTS_ONLY)) as reader, asyncio.TaskGroup() as group:
        assert (await reader.status()).state == "ok"
        group.create_task(asyncio.to_thread(write))
        seen = await reader.lines(files * lines)
    assert seen == [b"line %d" % number for number in range(files * lines)]
