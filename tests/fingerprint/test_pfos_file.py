import pytest

from tests.fingerprint.samples import LINUX, whole_syn
from wallwatch.fingerprint import Database, Matcher
from wallwatch.fingerprint.database import Entry
from wallwatch.fingerprint.label import Label
from wallwatch.fingerprint.pfos_file import parse_line

LINE = ["S4", "64", "1", "60", "M*,S,T,N,W7", "Linux", "2.6", "", "Linux 2.6"]


def test_a_line_names_by_its_description():
    """The class is the family; without a description its name must do."""
    assert parse_line(LINE)[1] == Label("Linux 2.6", "Linux")
    assert parse_line([*LINE[:8], ""])[1].text == "Linux"
    assert parse_line([*LINE[:5], "@Windows", "XP", "", "Windows XP"])[1].generic


@pytest.mark.parametrize("change", [{}, {"ip_id": 0}, {"seq": 0}, {"ack": 9}, {"flags": "CES"}, {"urgent": 7}])
def test_what_pf_does_not_look_at_may_be_anything(change):
    """The packet filter pf compares window, TTL, DF, length and options, and no quirks."""
    signature, label = parse_line(LINE)
    matcher = Matcher([Database("pf.os", (Entry(signature, label, 1),))], as_p0f=True)
    assert matcher.stack(whole_syn(LINUX, ttl=60, window=5840, **change)).label == "Linux 2.6"
    assert matcher.stack(whole_syn(LINUX, ttl=60, window=5841, **change)) is None
