import pytest

from wallwatch.formats.prefix import read_prefix


@pytest.mark.parametrize(
    ("text", "chain", "action"),
    [
        ("[UFW BLOCK] ", "[UFW BLOCK]", "block"),
        ("[UFW ALLOW] ", "[UFW ALLOW]", "allow"),
        ("[UFW AUDIT] ", "[UFW AUDIT]", "log"),
        ("[UFW LIMIT BLOCK] ", "[UFW LIMIT BLOCK]", "block"),
        ("Shorewall:net2fw:DROP:", "Shorewall:net2fw:DROP", "block"),
        ("STATE_INVALID_DROP: ", "STATE_INVALID_DROP", "block"),
        ("FINAL_REJECT: ", "FINAL_REJECT", "reject"),
        ("filter_IN_public_REJECT: ", "filter_IN_public_REJECT", "reject"),
        ("SFW2-INext-DROP-DEFLT ", "SFW2-INext-DROP-DEFLT", "block"),
        ("SFW2-INext-ACC-TCP ", "SFW2-INext-ACC-TCP", "allow"),
        ("DROP(src wan)", "DROP(src wan)", "block"),
        ("reject wan in: ", "reject wan in", "reject"),
        ("[WAN_LOCAL-default-D]", "[WAN_LOCAL-default-D]", "block"),
        ("[WAN_OUT-2000-A]", "[WAN_OUT-2000-A]", "allow"),
        ('[WAN_LOCAL-R-2147483647] DESCR="no" ', '[WAN_LOCAL-R-2147483647] DESCR="no"', "reject"),
        (" dropped by firewall (OUTPUT)", "dropped by firewall (OUTPUT)", "block"),
        ("IPTABLES IN ", "IPTABLES IN", "log"),
        ("BACKDROP ", "BACKDROP", "log"),
        ("", None, "log"),
    ],
)
def test_the_prefix_names_chain_and_action(text: str, chain: str | None, action: str) -> None:
    """The last known word is the action; a line that was only logged says so."""
    assert read_prefix(text) == (chain, action)
