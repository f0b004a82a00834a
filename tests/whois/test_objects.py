from wallwatch.whois.objects import BODY_MAX, Field, Paragraph, read_text


def test_a_paragraph_ends_at_a_blank_line_and_comments_stand_apart():
    """Comments within a paragraph do not cut it."""
    text = read_text(b"% hello\ninetnum: a\n# aside\nnetname: b\n\nperson: c\n")
    assert text.paragraphs == (
        (Field("inetnum", "a"), Field("netname", "b")),
        (Field("person", "c"),),
    )
    assert text.comments == ("hello", "aside")


def test_keys_are_read_in_every_dialect():
    """JPNIC's brackets, rwhois's prefix and suffix, KRNIC's padding."""
    (paragraph,) = read_text(
        b"a. [Network Number]             192.0.2.0/24\nnetwork:Org-Name;I:Example\nIPv4 Address       : 192.0.2.1\n"
    ).paragraphs
    assert paragraph == (
        Field("network number", "192.0.2.0/24"),
        Field("org-name", "Example"),
        Field("ipv4 address", "192.0.2.1"),
    )


def test_an_address_line_and_a_url_are_free_text():
    """Neither a mail address nor https is a key."""
    (paragraph,) = read_text(b"1 Example St\nhttps://example.net/\nJane <a@example.net>: NOC\n").paragraphs
    assert paragraph.free == ["1 Example St", "https://example.net/", "Jane <a@example.net>: NOC"]


def test_the_first_key_that_has_a_value_counts():
    """An empty OriginAS is no origin."""
    paragraph = Paragraph((Field("a", ""), Field("b", "2"), Field("a", "1")))
    assert paragraph.get("a", "b") == "1"
    assert paragraph.all("b", "a") == ["2", "1"]
    assert paragraph.get("c") is None


def test_a_character_that_the_limit_cuts_does_not_make_it_latin_1():
    """The rest of it is lost, and nothing before."""
    body = b"descr: " + "é".encode() * BODY_MAX
    (paragraph,) = read_text(body).paragraphs
    assert paragraph[0].value.startswith("éé")


def test_control_characters_are_made_visible():
    """An answer is written by whoever has the block."""
    (paragraph,) = read_text(b"descr: \x1b]0;pwned\x07\n").paragraphs
    assert paragraph.get("descr") == "\\x1b]0;pwned\\x07"
