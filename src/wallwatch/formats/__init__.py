"""Log lines become sightings: one small module for each emitter, over one grammar each, and the reader that asks them.

A format is three pure functions: ``frame`` says how many lines a record takes, ``parse`` what it says of a packet,
``spans`` where each field stands in it; ``sniff`` is the cheap test before them. They follow one contract: a record
comes back, or ``None`` for "not whole" — nothing that a stranger wrote raises, takes longer than its length, or is
guessed at. What is not known stays ``None``.
"""

from wallwatch.formats.format import Block, Format, Span
from wallwatch.formats.known import FORMATS, record_start
from wallwatch.formats.reader import LineReader
from wallwatch.formats.stamp import Clock

__all__ = ["FORMATS", "Block", "Clock", "Format", "LineReader", "Span", "record_start"]
