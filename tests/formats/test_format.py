from wallwatch.formats import FORMATS, Block
from wallwatch.model import KINDS


def test_a_block_is_its_lines() -> None:
    """The text of a block is what spans count in."""
    assert Block(("Mar  2", " 15:32")).text == "Mar  2\n 15:32"


def test_every_format_has_a_name_of_its_own_and_a_kind() -> None:
    """Names are public: they stand in the JSON of every sighting."""
    assert sorted((reads.name, reads.kind) for reads in FORMATS) == sorted(
        [
            ("netfilter", "firewall"),
            ("ipchains", "firewall"),
            ("snort-syslog", "signature"),
            ("snort-json", "signature"),
            ("snort-csv", "signature"),
            ("suricata-eve", "signature"),
            ("suricata-fast", "signature"),
            ("snort-full", "signature"),
            ("snort-fast", "signature"),
            ("snort-dump", "dump"),
            ("p0f3", "fingerprint"),
            ("p0f1", "fingerprint"),
            ("pflog", "firewall"),
            ("tcpdump", "dump"),
            ("p0f2", "fingerprint"),
            ("filterlog", "firewall"),
            ("mikrotik", "firewall"),
            ("asa", "firewall"),
            ("ipfilter", "firewall"),
            ("ipfw", "firewall"),
            ("ulogd", "firewall"),
            ("pcap", "dump"),
        ]
    )
    assert {reads.kind for reads in FORMATS} == set(KINDS)
