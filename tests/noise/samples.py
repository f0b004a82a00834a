"""A ``noise.toml`` as people keep it, for the tests of noise rules."""

from tests.filter.samples import NOW

NOISE = """\
# What we know about this box.

# Our address was somebody's Gnutella node.
[[rule]]
name = "gnutella" # since the new address
why = "leftovers of the last holder of our address"
match = "dport:6346-6347 proto:tcp"
created = 2002-03-01
expires = "address-change"

# The neighbour's printer.
[[rule]]
name = "printer"
match = "src:192.0.2.200 dport:80"
why = '''
A printer that
looks for updates.
'''
created = 2002-02-20T08:00:00+01:00
expires = "30d"
enabled = false # until it is back

[[rule]]
name = "ended"
why = "was over in February"
match = "dport:80"
expires = 2002-02-28
# that is all
"""

__all__ = ["NOISE", "NOW"]
