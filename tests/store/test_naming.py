import msgspec

from tests.store.make import alert as an_alert
from wallwatch.model import Change
from wallwatch.store import Batch, StoreReader, StoreWriter
from wallwatch.store.naming import renamed


def filled(path, alerts):
    store = StoreWriter(path)
    store.open()
    store.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in alerts]))
    return store


def test_the_alerts_of_a_block_get_its_name(tmp_path):
    """Not those of other blocks, nor those that have it already."""
    alerts = [
        an_alert(1, src="198.51.100.7"),
        an_alert(2, src="198.51.100.8", network="EXAMPLE", asn=64500),
        an_alert(3, src="192.0.2.7"),
    ]
    store = filled(tmp_path / "store.db", alerts)
    with store._database.reading() as connection:
        block = ("198.51.100.0", "198.51.100.255")
        found = renamed(connection, block, lambda _: ("EXAMPLE", 64500))
        assert found.last is None
        assert [change.alert for change in found.changes] == [
            msgspec.structs.replace(alerts[0], network="EXAMPLE", asn=64500)
        ]
        assert renamed(connection, block, lambda _: None).changes == []
    store.close()


def test_a_large_block_is_done_in_parts(tmp_path):
    """Each part says where the next one begins."""
    store = filled(tmp_path / "store.db", [an_alert(number, src="198.51.100.7") for number in range(1, 6)])
    done, last = [], 0
    with store._database.reading() as connection:
        while last is not None:
            part = renamed(connection, ("198.51.100.0", "198.51.100.255"), lambda _: ("X", None), last, limit=2)
            done += [change.alert.id for change in part.changes]
            last = part.last
    assert done == [1, 2, 3, 4, 5]
    store.close()


def test_a_store_takes_the_names_and_tells_the_screens(tmp_path):
    """As changes of the alerts, of which nothing else becomes different."""
    store = filled(tmp_path / "store.db", [an_alert(1, src="198.51.100.7"), an_alert(2, src="192.0.2.7")])
    reader = StoreReader(tmp_path / "store.db")
    reader.open()
    before, totals = reader.number(), reader.totals()
    assert store.rename(("198.51.100.0", "198.51.100.255"), lambda _: ("EXAMPLE", 64500)) is None
    assert [(row.kind, row.alert) for row in reader.changes_since(before).rows] == [("grown", 1)]
    one, other = reader.alerts([1, 2])
    assert (one.network, one.asn, other.network) == ("EXAMPLE", 64500, None)
    assert reader.totals() == totals
    reader.close()
    store.close()
