"""What stands before a message: when, on which host, by which program, and who can have written it."""

from typing import Final

import msgspec

from wallwatch.formats.stamp import Clock, Moment

KERNEL: Final = frozenset({"kernel", "/kernel", "[kernel]", "klogd"})
"""The tags of the kernel: FreeBSD before 5 writes ``/kernel``, klogd's own lines carry its name."""


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """The head of a line, as it stands there; the message starts at ``message_at``.

    ``minute`` is empty where the line names no time of day. ``uptime`` is the stamp of a line that only the kernel's
    clock has stamped, microseconds since its boot. ``nameless`` tells that RFC 5424's fields for the program are nil.
    """

    message_at: int
    minute: str
    second: str
    fraction: str | None
    offset: str | None
    year: str | None
    host: str | None
    tag: str | None
    pid: str | None
    uptime: int | None = None
    epoch: str | None = None
    nameless: bool = False

    def moment(self, clock: Clock) -> Moment | None:
        """Return the time of the stamp; of a line that names none, what the clock takes for it."""
        if self.minute:
            return clock.moment(self.minute, self.second, self.fraction, year=self.year, offset=self.offset)
        if self.epoch is not None:
            return clock.unix(self.epoch, self.fraction)
        return clock.since_boot(self.uptime)

    @property
    def is_kernel(self) -> bool:
        """Tell whether the kernel wrote the message: it has no process id (macOS prints 0)."""
        return (self.tag in KERNEL and self.pid in {None, "0"}) or self.nameless
