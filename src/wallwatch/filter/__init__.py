"""The query language: what ``f`` accepts, what a noise rule stores, and what ``--where`` takes.

A text becomes a :class:`~wallwatch.filter.query.Query`, which is held against a record or rendered as SQL over the
table of alerts; both give the same answer. There are three answers: what a record does not know is neither true nor
false, under negation too, so that it never hides anything. Which fields there are is one table, ``fields.FIELDS``.
"""
