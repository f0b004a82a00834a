import pytest

from tests.formats.support import batch, parsed
from wallwatch.formats import LineReader, mikrotik, netfilter
from wallwatch.formats.prefix import Prefixes, read_prefix

LINE = (
    "Nov 22 09:16:29 lab kernel: {}IN=eth0 OUT= SRC=192.0.2.112 DST=198.51.100.120 LEN=28 TOS=0x00 PREC=0x00 TTL=117 "
    "ID=3 PROTO=UDP SPT=1 DPT=2 LEN=8 "
)
ROUTER = "Nov 22 09:16:29 gw firewall,info KNOCK input: in:a out:b, proto UDP, 192.0.2.1:1->192.0.2.2:2, len 28"
CHAINS = (
    "Nov 22 09:16:29 h kernel: Packet log: input ACCEPT e PROTO=17 192.0.2.1:1 192.0.2.2:2 L=28 S=0x00 I=1 F=0x0000 T=9"
)


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
        ("[UFW LIMIT] ", "[UFW LIMIT]", "log"),
        ("[UFW AUDIT INVALID] ", "[UFW AUDIT INVALID]", "log"),
        ("net-fw DROP ", "net-fw DROP", "block"),
        ("rpfilter_DROP: ", "rpfilter_DROP", "block"),
        ("RFC3964_IPv4_REJECT: ", "RFC3964_IPv4_REJECT", "reject"),
        ("zone_public_ICMP_BLOCK: ", "zone_public_ICMP_BLOCK", "block"),
        ("DROP INVALID ", "DROP INVALID", "block"),
        ("[3] SID1234 ESTAB ", "[3] SID1234 ESTAB", "log"),
        ('[WAN_IN-RET-3] DESCR="Block All" ', '[WAN_IN-RET-3] DESCR="Block All"', "log"),
        ("IPTABLES IN ", "IPTABLES IN", "log"),
        ("BACKDROP ", "BACKDROP", "log"),
        ("", None, "log"),
    ],
)
def test_the_prefix_names_chain_and_action(text: str, chain: str | None, action: str) -> None:
    """The last known word is the action; a line that was only logged says so."""
    assert read_prefix(text) == (chain, action)


@pytest.mark.parametrize(
    ("table", "prefix", "action"),
    [
        ({}, "WAN-IN ", "log"),
        ({"WAN-IN": "block"}, "WAN-IN ", "block"),
        ({"WAN-IN: ": "block"}, "WAN-IN:", "block"),
        ({"WAN": "block"}, "WAN-IN ", "block"),
        ({"WAN": "block", "WAN-IN": "allow"}, "WAN-IN ", "allow"),
        ({"WAN": "block"}, "WANTED ", "log"),
        ({"DROP": "allow"}, "DROP ", "allow"),
        ({"WAN": "block"}, "", "log"),
    ],
)
def test_a_table_of_ones_own_goes_before_the_conventions(table: dict[str, str], prefix: str, action: str) -> None:
    """The longest prefix of the table counts, up to the end of a word."""
    sighting = parsed(netfilter, LINE.format(prefix))
    assert sighting is not None
    assert Prefixes(table).action(sighting) == action


def test_a_table_is_asked_where_the_action_is_in_a_prefix() -> None:
    """The reader asks it: of netfilter and MikroTik lines, not of ipchains lines, which state their verdict."""
    reads = LineReader("log", prefixes={"KNOCK": "reject", "input": "block"})
    reading = reads.feed(batch([LINE.format("KNOCK "), ROUTER, CHAINS], ended=True))
    assert [sighting.action for sighting in reading.sightings] == ["reject", "reject", "allow"]
    router = parsed(mikrotik, ROUTER)
    assert router is not None
    assert (router.chain, router.action) == ("input", "log")
