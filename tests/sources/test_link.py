"""How a link is, in words that help."""

import pytest

from wallwatch.sources.address import Address
from wallwatch.sources.link import cut, file_is


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("admin@gate: Permission denied (publickey)", "ssh -o BatchMode=yes gate true"),
        ("Host key verification failed", "Log in once by hand"),
        ("ssh: Could not resolve hostname gate: Name or service not known", "Check the name"),
        ("Connection timed out", ""),
    ],
)
def test_a_cut_link_says_why_and_when_the_next_try_is(words, remedy):
    """What ssh says is known in part, and then there is a remedy."""
    status = cut("kern", "gate", words, 4.0, made=True)
    assert status.state == "failed"
    assert status.reason == f"The link to gate was cut ({words}), next try in 4 s."
    assert remedy in status.remedy
    assert cut("kern", "gate", words, 4.0, made=False).reason.startswith("The link to gate could not be made (")


def test_a_file_that_may_not_be_read_has_a_command():
    """It is run on the other host."""
    status = file_is("kern", "denied", Address("gate", "/var/log/a b", user="log"))
    assert status.reason == "log may not read /var/log/a b on gate."
    assert status.remedy == "There: sudo setfacl -m u:log:r '/var/log/a b'"
