import pytest

from wallwatch.formats import ids_alert
from wallwatch.model import Signature


@pytest.mark.parametrize(
    ("word", "action"),
    [
        ("Drop", "block"), ("WDrop", "log"), ("wDrop", "log"), ("drop", "block"), ("would_drop", "log"),
        ("cant_drop", "log"), ("block", "block"), ("reset", "reject"), ("rewrite", "log"), ("blocked", "block"),
        ("allowed", "allow"), ("pass", "allow"), (None, None), ("", None),
    ],
)  # fmt: skip
def test_an_inline_sensor_tells_what_it_did(word: str | None, action: str | None) -> None:
    """What it would have done, or could not do, is no more than logged."""
    assert ids_alert.action(word) == action


@pytest.mark.parametrize(
    ("text", "message"),
    [('"MALWARE "x" y"', 'MALWARE "x" y'), (" plain ", "plain"), ('"', '"'), ('say "x"', 'say "x"')],
)
def test_the_quotes_of_a_message_are_not_its_own(text: str, message: str) -> None:
    """Snort 3 prints the quotes that stand around the message in its rule."""
    assert ids_alert.message(text) == message


@pytest.mark.parametrize("word", ["(null)", "none", "", None])
def test_no_classification_is_none(word: str | None) -> None:
    """Each emitter has its own word for it."""
    assert ids_alert.signature({"message": "x", "classification": word, "sid": "7"}) == Signature("x", None, 7)


@pytest.mark.parametrize(
    ("word", "src", "protocol"),
    [
        ("TCP", "192.0.2.1", "tcp"),
        ("ICMP", "192.0.2.1", "icmp"),
        ("ICMP", "2001:db8::1", "icmp6"),
        ("ICMP", "192.0.2.1:8", "icmp"),
        ("IP", "192.0.2.1", "ip"),
        ("", "192.0.2.1", "ip"),
        ("PROTO:255", "192.0.2.1", "255"),
        ("NOSUCH", "192.0.2.1", None),
    ],
)
def test_a_protocol_is_what_the_word_means(word: str, src: str, protocol: str | None) -> None:
    """ICMP of IPv6 is another protocol than that of IPv4; where Snort tells none, it is some IP."""
    assert ids_alert.protocol(word, src) == protocol


def test_a_protocol_is_guessed_from_ports_and_message() -> None:
    """Snort 1.7 prints none."""
    guesses = [ids_alert.guess("x", has_ports=False), ids_alert.guess("x", has_ports=True)]
    assert [*guesses, ids_alert.guess("UDP scan", has_ports=True)] == ["icmp", "tcp", "udp"]
