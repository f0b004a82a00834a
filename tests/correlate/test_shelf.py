"""Numbers of alerts by key, in sixteen bytes each."""

from wallwatch.correlate.shelf import Shelf

ONE, OTHER = ("tcp", "192.0.2.1", 1, "192.0.2.2", 2), ("tcp", "192.0.2.1", 3, "192.0.2.2", 4)
HOSTS = ("tcp", "192.0.2.1", "192.0.2.2")
ELSEWHERE = ("icmp", "192.0.2.1", "198.51.100.1")


def test_what_is_taken_is_gone() -> None:
    """All of a key at once, in the order of the numbers, whatever order they came in."""
    shelf = Shelf([(ONE, 7), (OTHER, 5), (ONE, 3)])
    assert len(shelf) == 3
    assert shelf.take([ONE]) == [3, 7]
    assert shelf.take([ONE]) == []
    assert shelf.take([ELSEWHERE]) == []
    assert len(shelf) == 1


def test_several_keys_are_taken_together() -> None:
    """In one order, so that whoever fetches them passes over the store once."""
    shelf = Shelf([(ONE, 9), (ELSEWHERE, 2), (OTHER, 4)])
    assert shelf.take([ONE, OTHER, ELSEWHERE]) == [2, 4, 9]
    assert not shelf


def test_a_key_without_ports_takes_all_of_its_hosts() -> None:
    """A fragment tells no ports, and its alert does; each is taken once, under whichever key."""
    shelf = Shelf([(ONE, 1), (HOSTS, 2), (OTHER, 3)])
    assert shelf.take([ONE]) == [1]
    assert shelf.take([HOSTS]) == [2, 3]
    assert not shelf


def test_what_comes_later_is_found_as_well() -> None:
    """More is put on it after something was taken."""
    shelf = Shelf([(ONE, 1)])
    assert shelf.take([OTHER]) == []
    shelf.add([(OTHER, 2), (ONE, 3)])
    assert shelf.take([OTHER]) == [2]
    assert shelf.take_all() == [1, 3]
    assert shelf.take_all() == []
    assert len(shelf) == 0
