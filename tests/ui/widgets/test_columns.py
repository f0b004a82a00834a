import pytest
from rich.cells import cell_len

from tests.ui.alerts import an_alert, the_incident
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query
from wallwatch.model import GAP, Signature, Stack
from wallwatch.ui.widgets.columns import FIRST_CELL, cells, header, slots, term

LONG = "2001:db8:1234:5678:9abc:def0:1234:5678"
ALERTS = [change.alert for change in the_incident()]
ODD = an_alert(
    src=LONG,
    dst=LONG,
    proto="icmp6",
    sport=None,
    dport=None,
    icmp_type=128,
    icmp_code=0,
    chain=None,
    signature=Signature('a "quoted" \\ message, with [brackets]', gid=1, sid=0),
    os=Stack("Linux 2.2"),
)


@pytest.mark.parametrize("width", [37, 57, 77, 97, 117, 137, 197])
@pytest.mark.parametrize("alert", [*ALERTS, ODD])
def test_a_row_is_never_wider_than_its_place(width, alert):
    """Rows and header line up at every width; only an address that is longer than the window goes over."""
    row = "".join(cells(alert, width))
    assert cell_len(row) == cell_len("".join(header(width))) or alert is ODD
    assert cell_len("".join(header(width))) <= width


@pytest.mark.parametrize("width", [57, 77, 117, 197])
def test_an_address_is_never_cut(width):
    """A long address takes its room from the message."""
    assert LONG in "".join(cells(ODD, width))
    assert cell_len("".join(cells(ODD, width))) <= width or width < 150


def test_at_eighty_columns_the_message_of_the_incident_fits():
    """In 80 columns there is room for source, port, message, stack, hops and witnesses."""
    row = "".join(cells(ALERTS[0], 77))
    assert row == "15:32:54  x3  198.51.100.7    6346   TCP to 6346 gnutella Windows     11 SKPD"


@pytest.mark.parametrize(("width", "name"), [(77, "Windows !"), (117, "Windows !"), (197, "Windows 95 or !")])
def test_a_disputed_stack_is_marked(width, name):
    """Where witnesses contradict, a ``!`` stands behind the name, which is cut for it if need be."""
    stack = Stack("Windows 95 or early NT4", family="Windows", disputed=True)
    assert name in "".join(cells(an_alert(os=stack), width))
    assert "!" not in "".join(cells(an_alert(os=Stack(stack.label)), width))


def test_a_gap_has_no_verdict():
    """A row that stands for missing lines is nobody's knocking."""
    assert "unknown" in "".join(cells(an_alert(), 117))
    assert "unknown" not in "".join(cells(an_alert(proto=GAP, src="kern", dst=""), 117))


def test_more_room_shows_more():
    """Wide rows show the target's address, the date and the verdict."""
    assert "VERDICT" not in header(77)
    assert [slot.column.name for slot in slots(117)][-1] == "VERDICT"
    assert "192.0.2.1:6346" in "".join(cells(ALERTS[0], 117))
    assert "03-02 15:32:54" in "".join(cells(ALERTS[0], 117))


def test_another_time_can_stand_in_the_first_column():
    """Relative times replace the clock."""
    assert cells(ALERTS[0], 77, "5m")[0].strip() == "5m"


@pytest.mark.parametrize("alert", [*ALERTS, ODD])
@pytest.mark.parametrize("width", [77, 117])
def test_the_term_of_a_cell_matches_its_alert(alert, width):
    """What = makes of a cell lets the alert through; what ! makes of it does not."""
    facts = Facts(now=alert.first)
    for slot in slots(width):
        assert matches(parse_query(term(alert, slot.column)), alert, facts) is True
        assert matches(parse_query(term(alert, slot.column, negate=True)), alert, facts) is not True


@pytest.mark.parametrize(
    ("fields", "name", "text"),
    [
        ({}, "FROM", "src:198.51.100.7"),
        ({}, "TO", "dport:6346"),
        ({"dport": None, "proto": "icmp"}, "TO", "proto:icmp"),
        ({"signature": Signature("x y", gid=1, sid=1243)}, "WHAT", "sid:1:1243"),
        ({"signature": Signature("x y", gid=1, sid=0)}, "WHAT", 'msg:"x y"'),
        ({"rule": "64"}, "WHAT", "rule:64"),
        ({"chain": "[UFW BLOCK]"}, "WHAT", 'chain:"[UFW BLOCK]"'),
        ({"chain": None}, "WHAT", "dport:6346"),
        ({}, "OS", "os:?"),
        ({}, "SEEN", "seen:-K--"),
    ],
)
def test_terms_say_what_the_cell_says(fields, name, text):
    """Each column has its field of the query language."""
    alert = an_alert(**fields)
    slot = next(slot for slot in slots(77) if slot.column.name == name)
    assert term(alert, slot.column) == text


def test_the_cursor_begins_at_the_source():
    """The first cell is that of the source's address, at every width."""
    assert all(slots(width)[FIRST_CELL].column.name == "FROM" for width in range(37, 200))
