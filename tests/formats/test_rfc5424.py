import pytest

from wallwatch.formats import rfc5424


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- message", "message"),
        ("-", ""),
        ("", ""),
        ('[meta sequenceId="26"] message', "message"),
        ("[meta sequenceId=26]message", "message"),
        ('[a][b@1 c="d"] message', "message"),
        (r'[a b="\"] c\\"] message', "message"),
        ('[a b="]"] message', "message"),
        ("[UFW BLOCK] IN=eth0", "[UFW BLOCK] IN=eth0"),
        ("[a] [UFW BLOCK] IN=eth0", "[UFW BLOCK] IN=eth0"),
        ("- \ufeffmessage", "message"),
        ("- \\ufeffmessage", "message"),
        ('[a b="c', '[a b="c'),
        ("[a b=", "[a b="),
        ("message", "message"),
    ],
)
def test_the_message_starts_behind_the_structured_data(text: str, message: str) -> None:
    """A bracket in a value ends nothing, a byte order mark is no text, a rule's prefix is no structured data."""
    assert text[rfc5424.message_at(text, 0) :] == message


@pytest.mark.parametrize("text", ['[a b="' + "\\" * 8_192, '[a b="c"]' * 900, "[" * 8_192, '[a b="c" ' * 900])
def test_no_structured_data_is_too_long_to_be_read(text: str) -> None:
    """Its end is found in one pass, or there is none."""
    assert 0 <= rfc5424.message_at(text, 0) <= len(text)
