"""What an alert is that turns out to be a part of a scan."""

import pytest

from tests.evidence.samples import an_alert
from tests.model.test_scan import scan
from wallwatch.evidence.member import as_member, finding_of, is_open


def test_a_member_is_a_scanners_for_what_the_scan_is() -> None:
    """It stays so whatever is learned of the alert alone."""
    finding = finding_of(scan())
    assert (finding.verdict, finding.because) == (
        "scanner",
        "part of a scan: knocks at 1,000 ports of one host within 3 s",
    )
    assert finding.lasts


@pytest.mark.parametrize(
    ("verdict", "turns"),
    [("client", True), ("unknown", True), ("leftover", True), ("scanner", False), ("backscatter", False)],
)
def test_only_what_is_not_sure_turns(verdict: str, turns: bool) -> None:  # noqa: FBT001 - of the table
    """A tool and an answer are what they are; without a reason nothing turns."""
    alert = an_alert(verdict=verdict, because="as it was")
    member = as_member(alert, "part of a scan")
    assert is_open(verdict) is turns
    assert (member.verdict, member.because) == (("scanner", "part of a scan") if turns else (verdict, "as it was"))
    assert as_member(alert, None) is alert
