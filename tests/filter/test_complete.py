import pytest

from wallwatch.filter.complete import completions
from wallwatch.filter.fields import FIELDS

VALUES = {"noise": ("gnutella", "smb background"), "source": ("kern.log", "snort")}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("dpo", ["dport:"]),
        ("proto:tcp -ver", ["proto:tcp -verdict:"]),
        ("!os", ["!os:"]),
        ("verdict:le", ["verdict:leftover"]),
        ("verdict:client,sc", ["verdict:client,scanner"]),
        ("source:k", ["source:kern.log"]),
        ("noise:", ["noise:gnutella", 'noise:"smb background"']),
        ("verdict:client", []),
        ("dport:64", []),
        ("dport:", []),
        ("-port:22,gnut", ["-port:22,gnutella"]),
        ("proto:es", ["proto:esp"]),
        ("nosuch:x", []),
        ('msg:"TCP to ver', []),
        ('noise:"smb b', ['noise:"smb background"']),
        ("proto:t", ["proto:tcp"]),
        ("sta", ["starred"]),
        ("starred", []),
        ("", []),
        ("proto:tcp ", []),
    ],
)
def test_how_a_filter_may_go_on(text, wanted):
    """By the names of fields, by the words that a field takes, by what is in the store."""
    assert list(completions(text, VALUES)) == wanted


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_found_by_how_it_begins(name):
    """Whatever stands before it."""
    found = [each.removesuffix(":") for each in completions(f"packets:>3 {name[:-1]}")]
    assert f"packets:>3 {name}" in found
