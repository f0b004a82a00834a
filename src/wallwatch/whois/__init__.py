"""Whose network an address is in: the registered block, its holder and whom to write to.

An answer is a :class:`NetworkRecord` of a whole block, kept on disk in a :class:`NetworkCache`, so that two addresses
of one block share it and an answer outlives the program. Registries, and the people who fill them, are strangers:
what they say is made safe for the eye before it is kept, and a block too wide to be anybody's is not kept at all.
"""

from wallwatch.whois.cache import NetworkCache
from wallwatch.whois.record import NetworkRecord

__all__ = ["NetworkCache", "NetworkRecord"]
