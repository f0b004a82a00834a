"""Sources to formats to the bus to the correlator to the store, in one TaskGroup.

What the lines say goes over the bus as one batch per read. One subscriber stitches, names and commits; its queue is
bounded and lossless, so a store that is slow holds the sources back, and for a file the disk is the queue.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from wallwatch.bus import Bus, Subscription
from wallwatch.correlate import Correlator
from wallwatch.engine.identify import Identifier
from wallwatch.engine.intake import ReaderOf, take_in
from wallwatch.model.line import Reading, SourceStatus
from wallwatch.sources import Source
from wallwatch.store import Batch, StoreWriter

_QUEUE: Final = 4
"""Batches that may wait for the store; a batch is up to a mebibyte of lines."""


class Pipeline:
    """The stages and what they share; ``committed`` is called after each commit."""

    def __init__(
        self,
        sources: Sequence[Source],
        reader: ReaderOf,
        store: StoreWriter,
        identifier: Identifier,
        committed: Callable[[], None],
    ) -> None:
        self.bus = Bus()
        self._sources = sources
        self._reader = reader
        self._store = store
        self._identifier = identifier
        self._committed = committed
        self._correlator = Correlator(next_id=store.next_alert_id())
        self._evicted = 0

    async def run(self) -> None:
        """Run until every source has ended and all that they said is committed."""
        self._reopen()
        async with (
            self.bus.subscribe(Reading, size=_QUEUE) as readings,
            self.bus.subscribe(SourceStatus, size=_QUEUE) as statuses,
            asyncio.TaskGroup() as keepers,
        ):
            keepers.create_task(self._keep(readings))
            keepers.create_task(self._note(statuses))
            async with self.bus:
                await take_in(self.bus, self._sources, self._reader, self._store.committed)

    def _reopen(self) -> None:
        """Go on with the alerts of an earlier run whose next packet may still come."""
        reopened = self._store.open_alerts()
        self._correlator.restore(reopened)
        self._identifier.restore(alert for alert, _ in reopened)

    async def _keep(self, readings: Subscription[Reading]) -> None:
        async for reading in readings:
            changes = [self._identifier.complete(change) for change in self._correlator.add(reading.sightings)]
            evicted, self._evicted = self._correlator.evicted - self._evicted, self._correlator.evicted
            self._commit(Batch(changes=changes, readings=(reading,), evicted=evicted))

    async def _note(self, statuses: Subscription[SourceStatus]) -> None:
        async for status in statuses:
            self._commit(Batch(statuses=(status,)))

    def _commit(self, batch: Batch) -> None:
        self._store.commit(batch)
        self._committed()
