"""Sightings to packets to alerts: who saw the same packet, and which packets are one connection attempt.

Sightings of one packet are *stitched* (:mod:`~wallwatch.correlate.find`): same addresses, ports and protocol, nothing
that both know contradicts, and times that meet inside a window. Packets of one connection attempt are *grouped*
(:mod:`~wallwatch.correlate.together`): one 4-tuple and initial sequence number, or gaps that rise as retransmissions
do, or one flow inside its idle gap. Both work in any order of arrival: a report has its syslog section before its
packet dumps, and of a large file the newest part is read first.

The :class:`Correlator` is a state machine without I/O: sightings in, changes of alerts out. Its memory is bounded.
The :class:`Calendar` ties lines that name no year to lines that do.
"""

from wallwatch.correlate.calendar import Calendar
from wallwatch.correlate.correlator import Correlator

__all__ = ["Calendar", "Correlator"]
