"""One noise rule: a filter with a reason and an end."""

import msgspec

from wallwatch.filter.query import Query

ADDRESS_CHANGE = "address-change"


class NoiseRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as ``noise.toml`` has it. ``match`` is the filter as written, ``query`` the same read.

    ``created`` and ``ends`` are microseconds since the epoch. ``expires`` is the end as written: a date (the rule holds
    through that day), a duration from ``created``, or ``address-change``: the firewall got another address, and what
    the last holder of the old one left behind ends with it. No time is known for that, so ``ends`` is ``None``.
    """

    name: str
    why: str
    match: str
    query: Query
    created: int | None
    expires: str
    ends: int | None
    enabled: bool = True

    def in_force(self, now: int, address_changed: int | None = None) -> bool:
        """Tell whether the rule hides anything at ``now``: it is enabled and has not ended.

        ``address_changed`` is when the firewall last got another address, as far as that is known.
        """
        return self.enabled and (self.ends is None or now < self.ends) and not self._is_outlived(address_changed)

    def state(self, now: int, address_changed: int | None = None) -> str:
        """Return whether the rule hides anything at ``now``, in a word or two."""
        if not self.enabled:
            return "disabled"
        return "in force" if self.in_force(now, address_changed) else "ended"

    def _is_outlived(self, address_changed: int | None) -> bool:
        """Tell whether the address that the rule was made for is another's now."""
        if self.expires != ADDRESS_CHANGE or address_changed is None or self.created is None:
            return False
        return self.created < address_changed
