import pytest

from wallwatch.whois.candidates import candidates
from wallwatch.whois.objects import read_text
from wallwatch.whois.text_abuse import abuse_contact

BLOCK = "inetnum: 192.0.2.0/24\n"

TEXTS = [
    (
        f"% Abuse contact for '192.0.2.0 - 192.0.2.255' is 'a@example.net'\n\n{BLOCK}remarks: abuse to b@example.net\n",
        "a@example.net",
        "the registry's abuse contact of this block",
    ),
    (
        f"% Abuse contact for '198.51.100.0 - 198.51.100.255' is 'a@example.net'\n\n{BLOCK}e-mail: b@example.net\n",
        "b@example.net",
        "the technical contact, for want of one for abuse",
    ),
    (
        f"{BLOCK}\nOrgAbuseEmail: org@example.net\n\nRAbuseEmail: block@example.net\n",
        "block@example.net",
        "the block's abuse contact",
    ),
    (
        f"{BLOCK}abuse-c: ABE\n\nnic-hdl: ABE\ne-mail: team@example.net\n",
        "team@example.net",
        "the abuse contact that the block refers to",
    ),
    (
        f"{BLOCK}remarks: please send abuse reports to team@example.net, thanks\n",
        "team@example.net",
        "a remark about abuse",
    ),
    (f"{BLOCK}descr: ask x@example.net\n", "x@example.net", "the only mail address of the block"),
]


@pytest.mark.parametrize(("text", "mail", "where"), TEXTS)
def test_the_surest_contact_is_taken_and_it_is_said_where_it_stood(text, mail, where):
    """What the registry resolved itself, then the block's, the holder's, a handle's, a remark's, a technician's."""
    answer = read_text(text.encode())
    (block,) = candidates(answer)
    contact = abuse_contact(block, answer)
    assert contact is not None
    assert contact == (mail, where)


def test_no_mail_address_is_no_contact():
    """Nor is a registry's."""
    answer = read_text(f"{BLOCK}remarks: abuse@ripe.net\n".encode())
    (block,) = candidates(answer)
    assert abuse_contact(block, answer) is None
