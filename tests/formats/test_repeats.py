import pytest

from wallwatch.formats import envelope, repeats
from wallwatch.formats.repeats import Repeat


@pytest.mark.parametrize(
    ("line", "repeat"),
    [
        ("Mar  2 16:44:08 greatwall last message repeated 2 times", Repeat(2, None)),
        ("May 16 22:46:59 victim last message repeated 1 time", Repeat(1, None)),
        ("Mar  2 16:44:08 sun --- last message repeated 3 times ---", Repeat(3, None)),
        (
            "Nov 22 09:16:29 lab snort[7]: message repeated 5 times: [ [1:2:3] x {TCP} a -> b]",
            Repeat(5, "[1:2:3] x {TCP} a -> b"),
        ),
        (
            "Nov 22 09:16:29 lab Last message 'snort: [1:0:0] TCP t' repeated 3 times, suppressed by syslog-ng on lab",
            Repeat(3, "snort: [1:0:0] TCP t"),
        ),
    ],
)
def test_three_daemons_say_that_a_line_repeats(line: str, repeat: Repeat) -> None:
    """BSD syslogd, rsyslog and syslog-ng word it differently; two of them tell the text again."""
    assert repeats.read(line, envelope.split(line)) == repeat


@pytest.mark.parametrize(
    "line",
    [
        "Mar  2 16:44:08 greatwall sshd[4]: last user: last message repeated 9 times",
        "Mar  2 16:44:08 greatwall httpd: GET /last message repeated 9 times",
        "Mar  2 16:44:08 greatwall last message repeated 9999999 times",
        "Mar  2 16:44:08 greatwall last message repeated -2 times",
        "last message repeated 2 times",
    ],
)
def test_a_message_that_talks_of_repeats_is_none(line: str) -> None:
    """The words count only where the daemon itself would put them, and not above a million."""
    assert repeats.read(line, envelope.split(line)) is None
