import sqlite3

from wallwatch.model import AddressChange
from wallwatch.store.addresses import list_address_changes, put_address_changes


def test_changes_of_address_come_back_by_time(tables: sqlite3.Connection) -> None:
    """What is not known of one stays unknown."""
    later = AddressChange(at=9, before="192.0.2.1", after="192.0.2.9", host="greatwall", iface="ppp0")
    sooner = AddressChange(at=5, before="192.0.2.7", after="192.0.2.1")
    put_address_changes(tables, (later, sooner))
    assert list_address_changes(tables) == [sooner, later]
