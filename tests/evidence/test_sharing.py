"""Peer-to-peer ports."""

import pytest

from wallwatch.evidence.sharing import peers_at


@pytest.mark.parametrize(
    ("proto", "port", "name"),
    [
        ("tcp", 6346, "gnutella"),
        ("udp", 6349, "gnutella"),
        ("tcp", 1214, "kazaa"),
        ("tcp", 4662, "edonkey"),
        ("udp", 4672, "edonkey"),
        ("tcp", 6881, "bittorrent"),
        ("udp", 51413, "bittorrent"),
        ("tcp", 6699, "napster or winmx"),
        ("udp", 6257, "winmx"),
        ("tcp", 411, "directconnect"),
    ],
)
def test_a_port_has_its_network(proto, port, name):
    """The families of ports of the networks that people shared files on are known."""
    peers = peers_at(proto, port)
    assert peers is not None
    assert (peers.name, peers.port) == (name, "file-sharing port")


def test_other_peers_share_no_files():
    """A node of a currency is a peer, and its port is called so."""
    peers = peers_at("tcp", 8333)
    assert peers is not None
    assert peers.port == "peer-to-peer port"


@pytest.mark.parametrize(("proto", "port"), [("tcp", 80), ("udp", 6699), ("tcp", 6257), ("tcp", None), ("icmp", 6346)])
def test_any_other_port_has_none(proto, port):
    """A port counts with its protocol."""
    assert peers_at(proto, port) is None
