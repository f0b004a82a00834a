from tests.store.make import alert as an_alert
from wallwatch.model import Change
from wallwatch.store import Batch, StoreReader, StoreWriter
from wallwatch.store.neighbours import Neighbours


def test_what_came_from_a_block_is_summed_up(tmp_path):
    """Its sources, their packets, and the ports that they knocked on most; nothing of other blocks."""
    alerts = [
        an_alert(1, src="198.51.100.7", dport=6346, packets=3),
        an_alert(2, src="198.51.100.9", dport=6346, packets=3),
        an_alert(3, src="198.51.100.9", dport=22, packets=1),
        an_alert(4, src="192.0.2.9", dport=80, packets=9),
    ]
    store = StoreWriter(tmp_path / "store.db")
    store.open()
    store.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in alerts]))
    store.close()
    reader = StoreReader(tmp_path / "store.db")
    reader.open()
    assert reader.neighbours("198.51.100.0", "198.51.100.255") == Neighbours(2, 7, (6346, 22))
    assert reader.neighbours("2001:db8::", "2001:db8::ff") == Neighbours()
    reader.close()
