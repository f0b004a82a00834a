"""A mail to an abuse desk, as a draft."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import msgspec

from tests.reports.evidence import PAYLOADS, a_part, a_report, hostile, incident
from tests.reports.golden import assert_golden
from tests.ui.desk import NETWORK
from wallwatch.reports.abuse import contact
from wallwatch.reports.mail import ATTEMPTS, LINES, draft
from wallwatch.text import visible

HEADERS = ["From", "To", "Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
SENDER = "Example Org <noc@example.org>"


def read(text: str) -> EmailMessage:
    message = message_from_bytes(text.encode(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_mail_about_the_incident() -> None:
    """Times in UTC, source ports, log lines, one incident, and no threat."""
    made = draft(incident(), SENDER)
    assert_golden(made, "incident.eml")
    message = read(made)
    assert message["To"] == "abuse@example.net"
    assert message["Subject"] == (
        "Unwanted connection attempts from 2 addresses of your network to tcp:6346, 2002-03-02 15:32:54 UTC"
    )
    body = message.get_content()
    assert "source    198.51.100.112 port 3504" in body
    assert "2002-03-02 15:32:54 UTC to 2002-03-02 15:33:03 UTC" in body
    for word in ("law", "police", "immediately", "must", "legal", "block you"):
        assert word not in body.lower()


def test_no_header_is_another_s() -> None:
    """Whatever stands in a log line or a whois answer: there are our headers, and no recipient comes of it."""
    for payload in PAYLOADS:
        text = draft(hostile(payload), SENDER)
        message = read(text)
        to = contact(hostile(payload))
        assert message.keys() == [name for name in HEADERS if to or name != "To"]
        assert message["To"] == to
        assert message.get_content_type() == "text/plain"
        assert not message.defects
        assert visible(payload) in message.get_content().replace("\n", "").replace("    ", "") or len(payload) > 200
        body = text.partition("\n\n")[2]
        assert not [line for line in body.splitlines() if line.startswith(("~", "From ", ".", ">"))]
        assert all(len(line.encode()) <= 998 for line in text.splitlines())


def test_a_sender_and_a_contact_that_are_not_known_are_left_out() -> None:
    """The mail program asks for them."""
    assert read(draft(a_report(a_part("x")))).keys() == [name for name in HEADERS if name not in {"From", "To"}]


def test_letters_beyond_ascii_are_kept() -> None:
    """In the name of who writes, and in log lines."""
    message = read(draft(a_report(a_part("schlüssel 鍵")), "Jürgen Example <noc@example.org>"))
    assert message["From"].addresses[0].display_name == "Jürgen Example"
    assert "  schlüssel 鍵\n" in message.get_content()


def test_a_long_line_is_folded() -> None:
    """A mail may have 998 bytes in a line; no letter of it is lost."""
    raw = "".join(f"{number:06}" for number in range(2_000)) + "ü" * 600
    body = read(draft(a_report(a_part(raw)))).get_content()
    pieces = body[body.index("000000") :].split("\n\n")[0].split("\n")
    assert "".join(piece.strip() for piece in pieces) == raw
    assert max(len(piece.encode()) for piece in pieces) <= 998


def test_some_lines_are_enough() -> None:
    """A desk asks for more; how much there is, is said."""
    parts = [a_part(*(f"line {line}" for line in range(10)), sport=port) for port in range(ATTEMPTS + 5)]
    body = read(draft(a_report(*parts))).get_content()
    assert "And 5 more attempts." in body
    assert f"({(ATTEMPTS + 5) * 10 - LINES:,} more)" in body
    assert body.count("\n  line ") == LINES


def test_clocks_and_stand_ins_are_told() -> None:
    """A line is stamped by the clock of its log; what is not true is said not to be."""
    body = read(draft(a_report(a_part("x", zone=-12_600), a_part("y", zone=3600), masked=True))).get_content()
    assert "by a clock of UTC+01:00, UTC-03:30" in body
    assert "replaced by stand-ins" in body


def test_icmp_has_a_type_and_no_port() -> None:
    """It is told like the others."""
    ping = a_part("x", proto="icmp", sport=None, dport=None, icmp_type=8, icmp_code=0)
    body = read(draft(a_report(msgspec.structs.replace(ping, network=NETWORK)))).get_content()
    assert "target    192.0.2.1, icmp type 8 code 0" in body
    assert "network   198.51.100.0 - 198.51.100.255  EXAMPLE-54-B" in body
