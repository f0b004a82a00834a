"""Sources to formats to the bus to the correlator to the store, in one TaskGroup.

What the lines say goes over the bus as one batch per read. One subscriber stitches, names and hands over to who
commits; its queue is bounded and lossless, so a store that is slow or full holds the sources back, and for a file the
disk is the queue.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Final

from wallwatch import heap
from wallwatch.bus import Bus, Subscription
from wallwatch.correlate import Correlator
from wallwatch.engine.answers import Answers
from wallwatch.engine.batches import Batches
from wallwatch.engine.identify import Identifier
from wallwatch.engine.intake import ReaderOf, take_in
from wallwatch.engine.keeper import Keeper
from wallwatch.engine.made_room import remembered
from wallwatch.engine.past import Past, recognise, reopen
from wallwatch.evidence.scan import Scans
from wallwatch.model.line import Committed, Gap, Reading, SourceStatus
from wallwatch.sources import Source
from wallwatch.store import StoreReader, StoreWriter

_READINGS: Final = 1
"""Readings that may wait; one has all that the lines of a read say, some thousand times what a queue needs."""

_QUEUE: Final = 4
"""Words about sources, and gaps, that may wait."""

_FEW: Final = 100
"""Sightings of a reading that tells that a long log, or a flood, is over."""

_LOOK: Final = 1.0
"""Seconds between two looks at what screens have found out about networks."""


class Pipeline:
    """The stages and what they share. ``store`` is open; ``keeper`` writes to it.

    ``answers`` are what screens find out about networks meanwhile; ``heard`` is told how sources are.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        reader: ReaderOf,
        store: StoreWriter,
        identifier: Identifier,
        keeper: Keeper,
        *,
        scans: Scans | None = None,
        answers: Answers | None = None,
        heard: Callable[[SourceStatus], None] | None = None,
    ) -> None:
        self.bus = Bus()
        self._sources = sources
        self._reader = reader
        self._path = store.path
        self._identifier = identifier
        self._keeper = keeper
        self._answers = answers
        self._heard = heard
        self._correlator = Correlator(next_id=store.next_alert_id())
        self._scans, self._newest = scans or Scans(), store.next_alert_id() - 1
        self._memory = store.memory()
        made = remembered(self._memory)
        self._batches = Batches(self._correlator, identifier, store.next_number(), self._scans, made)
        self._in_order = asyncio.Lock()
        """Held from the making of a batch until it was put: none that was made later may be committed before it."""
        # Looked up now: later the store's connection is the keeper's.
        self._committed = {source.name: store.committed(source.name) for source in sources}

    async def run(self) -> None:
        """Run until every source has ended and all that they said is committed."""
        with closing(Past(self._path)) as past:
            reopen(past, self._correlator, self._identifier, self._memory)
            recognise(past, self._scans, self._newest)
            heap.spare()
            async with (
                self.bus.subscribe(Reading, size=_READINGS) as readings,
                self.bus.subscribe(SourceStatus, size=_QUEUE) as statuses,
                self.bus.subscribe(Gap, size=_QUEUE) as gaps,
                asyncio.TaskGroup() as keeping,
            ):
                keeping.create_task(self._keeper.run())
                naming = keeping.create_task(self._name())
                async with asyncio.TaskGroup() as taking:
                    taking.create_task(self._join(readings, gaps))
                    taking.create_task(self._note(statuses))
                    taking.create_task(self._tell(gaps))
                    async with self.bus:
                        await take_in(self.bus, self._sources, self._reader, self._committed_of)
                naming.cancel()
                await self._keeper.close()

    def _committed_of(self, source: str) -> Mapping[str, Committed]:
        """Return what the store holds of each stream of a source, also of one that was found while others ran."""
        if source not in self._committed:
            reader = StoreReader(self._path)
            reader.open()
            with closing(reader):
                self._committed[source] = dict(reader.streams(source))
        return self._committed[source]

    async def _name(self) -> None:
        """Give alerts the networks that screens find out about, as long as there are any to be found."""
        while self._answers is not None:
            await asyncio.sleep(_LOOK)
            for record in self._answers.news():
                await self._keeper.rename((record.first, record.last), self._answers.networks)

    async def _join(self, readings: Subscription[Reading], gaps: Subscription[Gap]) -> None:
        """Join what is read. A gap that was found before it is committed before it, or with it."""
        sparing = heap.Sparing()
        async for reading in readings:
            before = [await anext(gaps) for _ in range(gaps.held)]
            async with self._in_order:
                await self._keeper.put(self._batches.of_reading(reading, before))
            sparing.after(len(reading.sightings), is_over=len(reading.sightings) < _FEW)

    async def _note(self, statuses: Subscription[SourceStatus]) -> None:
        async for status in statuses:
            if self._heard is not None:
                self._heard(status)
            async with self._in_order:
                await self._keeper.put(self._batches.of_status(status))

    async def _tell(self, gaps: Subscription[Gap]) -> None:
        async for gap in gaps:
            async with self._in_order:
                await self._keeper.put(self._batches.of_gaps([gap]))
