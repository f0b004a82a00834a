import pytest

from wallwatch.whois.mail import Contact, first_mail, is_registry, mails

TEXTS = [
    ("abuse@example.net", ["abuse@example.net"]),
    ("Doe, Jane  (JD1-ARIN)  <abuse@example.net>,", ["abuse@example.net"]),
    ("mailto:abuse@example.net", ["abuse@example.net"]),
    ("write to abuse@example.net.", ["abuse@example.net"]),
    ("a@example.net b@example.org", ["a@example.net", "b@example.org"]),
    ("abuse@example.net?cc=victim@example.org", []),
    ('"a b"@example.net', []),
    ("abuse@localhost", []),
    ("@example.net abuse@", []),
    ("helpdesk@apnic.net", []),
]


@pytest.mark.parametrize(("text", "found"), TEXTS)
def test_plain_addresses_are_found_and_no_others(text, found):
    """No quotes, no question mark, no header of a second recipient, no registry."""
    assert mails(text) == found


def test_an_address_that_says_abuse_goes_before_others():
    """Whatever their order."""
    assert first_mail(["noc@example.net", "abuse@example.net"], "here") == Contact("abuse@example.net", "here")
    assert first_mail(["noc@example.net"], "here") == Contact("noc@example.net", "here")
    assert first_mail(["nobody"], "here") is None


def test_a_registrys_own_domain_is_known_below_it_too():
    """But not where it only ends alike."""
    assert is_registry("x@ripe.net")
    assert is_registry("x@db.ripe.net")
    assert not is_registry("x@gripe.net")


def test_a_long_line_of_at_signs_takes_no_time():
    """The pattern has bounds everywhere."""
    assert mails("a@" * 4_000) == []
    assert mails("a." * 4_000 + "@" + "b." * 4_000) == []
