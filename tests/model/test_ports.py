"""Sets of ports, few and many."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wallwatch.model.ports import FEW, PortSet, count, ranges

PORTS = st.sets(st.integers(0, 65_535), max_size=2 * FEW) | st.builds(
    lambda low, many: set(range(low, low + many)), st.integers(0, 60_000), st.integers(0, 5_000)
)


def _set(ports) -> PortSet:
    made = PortSet()
    for port in ports:
        made.add(port)
    return made


@given(PORTS)
def test_a_set_comes_back_from_its_bytes(ports):
    """Few or many, with the same ports in rising order, and as many of them."""
    again = PortSet.unpacked(_set(ports).packed())
    assert list(again) == sorted(ports)
    assert len(again) == len(ports)
    assert all(port in again for port in ports)


@given(PORTS)
def test_ranges_say_the_same_ports(ports):
    """No range touches the next one, and together they hold every port once."""
    runs = [[int(end) for end in run.split("-")] for run in filter(None, ranges(_set(ports).packed()).split(","))]
    assert [port for run in runs for port in range(run[0], run[-1] + 1)] == sorted(ports)
    assert all(later[0] > run[-1] + 1 for run, later in pairwise(runs))


def test_ranges_are_read_at_a_glance():
    """A thousand ports in a row are one range."""
    assert ranges(_set([*range(1, 1001), 1433, 8080, 8081]).packed()) == "1-1000,1433,8080-8081"
    assert ranges(b"") == ""


def test_a_port_counts_once_and_what_is_none_not_at_all():
    """A stranger may write any number for a port."""
    ports = PortSet()
    assert [ports.add(port) for port in (22, 22, -1, 65_536, 10**30)] == [True, False, False, False, False]
    assert len(ports) == 1


def test_all_ports_need_a_few_kilobytes():
    """Also in the store."""
    ports = _set(range(65_536))
    assert (ports.size, len(ports.packed())) == (8_192, 8_193)
    assert len(_set([1, 60_000]).packed()) == 5


@given(PORTS)
def test_ports_are_counted_without_being_unpacked(ports):
    """As many as there are; what is garbled has none more than can be read."""
    assert count(_set(ports).packed()) == len(ports)
    assert count(b"") == 0
    assert count(b"b" + b"\xff" * 9_000) == 65_536
