import os
import shutil
import subprocess

import pytest

from tests.noise.upstream.rules import MATCHES, a_rule
from wallwatch.noise.upstream import render


def text(match, target):
    return render(a_rule(match), target).text


def test_nftables_has_sets_and_a_rule_for_each_protocol():
    """In front of all others, with the rule's name."""
    assert text("src:198.51.100.0/24 dport:6346-6347 proto:tcp,udp", "nftables") == (
        "add table inet filter\n"
        "add chain inet filter input\n"
        "insert rule inet filter input ip saddr { 198.51.100.0/24 } meta l4proto tcp tcp dport { 6346-6347 } drop"
        ' comment "wallwatch: gnutella"\n'
        "insert rule inet filter input ip saddr { 198.51.100.0/24 } meta l4proto udp udp dport { 6346-6347 } drop"
        ' comment "wallwatch: gnutella"\n'
    )


def test_iptables_has_a_rule_for_each_network():
    """As iptables-restore reads it."""
    assert text("src:198.51.100.7,192.0.2.0/28 dport:22,80-81 proto:tcp", "iptables") == (
        "*filter\n"
        '-I INPUT 1 -s 198.51.100.7 -p tcp -m multiport --dports 22,80:81 -m comment --comment "wallwatch: gnutella"'
        " -j DROP\n"
        '-I INPUT 1 -s 192.0.2.0/28 -p tcp -m multiport --dports 22,80:81 -m comment --comment "wallwatch: gnutella"'
        " -j DROP\n"
        "COMMIT\n"
    )


def test_ufw_is_a_command_for_the_shell():
    """Quoted, so that the shell does nothing else."""
    assert text("src:198.51.100.7 dport:22 proto:tcp", "ufw") == (
        "ufw insert 1 deny in proto tcp from 198.51.100.7 to any port 22 comment 'wallwatch: gnutella'\n"
    )


REFUSED = [
    ("os:windows dport:80", "nftables", "os:windows"),
    ("src:2001:db8::7", "iptables", "not about IPv4"),
    ("src:198.51.100.7", "ip6tables", "not about IPv6"),
    ("src:198.51.100.7 dst:2001:db8::7", "nftables", "two families"),
    ("proto:icmp type:8", "ufw", "TCP and UDP only"),
    ("proto:icmp type:8-9", "iptables", "one ICMP type"),
    ("proto:tcp dport:1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31", "iptables", "15 ports"),
]


@pytest.mark.parametrize(("match", "target", "why"), REFUSED)
def test_what_a_packet_filter_cannot_say_is_refused(match, target, why):
    """Instead of silencing more, or something else."""
    said = render(a_rule(match), target)
    assert said.text is None
    assert why in said.place


LOADERS = {
    "nftables": ("nft", "-c", "-f", "-"),
    "iptables": ("iptables-restore", "--test", "--noflush"),
    "ip6tables": ("ip6tables-restore", "--test", "--noflush"),
}


@pytest.mark.lab
@pytest.mark.parametrize("match", MATCHES)
@pytest.mark.parametrize("target", LOADERS)
def test_the_program_itself_takes_what_is_rendered(match, target):
    """Checked, and not put in force."""
    command = LOADERS[target]
    if os.geteuid() != 0 or shutil.which(command[0]) is None:
        pytest.skip(f"needs root and {command[0]}")
    rendered = text(match, target)
    if rendered is not None:
        done = subprocess.run(command, input=rendered, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
