"""The names of the ports that people knock on, of protocols and of ICMP types.

Ports are named for registered services, and for what worms and tools made known.

IANA's name stands where the port has one that helps; a peer-to-peer network, a backdoor or a worm's port has the name
that analysts use. A name says what is usually there, not what was asked for.
"""

from collections.abc import Mapping
from typing import Final

_TCP: Final[dict[int, str]] = {
    7: "echo",
    9: "discard",
    19: "chargen",
    20: "ftp-data",
    21: "ftp",
    22: "ssh",
    23: "telnet",
    25: "smtp",
    37: "time",
    53: "domain",
    79: "finger",
    80: "http",
    81: "http-alt",
    88: "kerberos",
    102: "s7comm",
    110: "pop3",
    111: "sunrpc",
    113: "ident",
    119: "nntp",
    135: "msrpc",
    137: "netbios-ns",
    138: "netbios-dgm",
    139: "netbios-ssn",
    143: "imap",
    161: "snmp",
    179: "bgp",
    389: "ldap",
    443: "https",
    444: "snpp",
    445: "microsoft-ds",
    465: "smtps",
    502: "modbus",
    512: "rexec",
    513: "rlogin",
    514: "rsh",
    515: "printer",
    554: "rtsp",
    587: "submission",
    593: "http-rpc",
    631: "ipp",
    636: "ldaps",
    873: "rsync",
    902: "vmware-auth",
    993: "imaps",
    995: "pop3s",
    1025: "msrpc-alt",
    1080: "socks",
    1214: "kazaa",
    1243: "subseven",
    1433: "ms-sql",
    1434: "ms-sql-m",
    1521: "oracle",
    1723: "pptp",
    1883: "mqtt",
    2000: "sccp",
    2049: "nfs",
    2082: "cpanel",
    2181: "zookeeper",
    2222: "ssh-alt",
    2323: "telnet-alt",
    2375: "docker",
    2745: "bagle",
    3127: "mydoom",
    3128: "squid",
    3306: "mysql",
    3389: "ms-rdp",
    4444: "metasploit",
    4662: "edonkey",
    4899: "radmin",
    5000: "upnp-http",
    5060: "sip",
    5431: "upnp-bcm",
    5432: "postgresql",
    5555: "adb",
    5900: "vnc",
    5985: "winrm",
    6000: "x11",
    6129: "dameware",
    6346: "gnutella",
    6347: "gnutella",
    6379: "redis",
    6667: "irc",
    6699: "napster",
    6881: "bittorrent",
    7547: "cwmp",
    8000: "http-alt",
    8080: "http-alt",
    8081: "http-alt",
    8291: "winbox",
    8443: "https-alt",
    8728: "mikrotik",
    8888: "http-alt",
    9001: "tor",
    9100: "jetdirect",
    9200: "elasticsearch",
    10000: "webmin",
    11211: "memcached",
    12345: "netbus",
    17300: "kuang2",
    20000: "dnp3",
    27017: "mongodb",
    27374: "subseven",
    31337: "back-orifice",
    37215: "huawei-upnp",
    47808: "bacnet",
    52869: "realtek-upnp",
    54321: "back-orifice",
    65506: "phatbot",
}

_UDP: Final[dict[int, str]] = {
    67: "bootps",
    68: "bootpc",
    69: "tftp",
    123: "ntp",
    389: "cldap",
    500: "isakmp",
    514: "syslog",
    520: "rip",
    1194: "openvpn",
    1701: "l2tp",
    1900: "ssdp",
    3478: "stun",
    3702: "ws-discovery",
    4500: "ipsec-nat-t",
    4672: "emule",
    5353: "mdns",
    5683: "coap",
    51820: "wireguard",
    53413: "netis",
}

_ICMP: Final[dict[int, str]] = {
    0: "echo reply",
    3: "unreachable",
    4: "source quench",
    5: "redirect",
    8: "echo request",
    11: "time exceeded",
    12: "parameter problem",
    13: "timestamp request",
    17: "address mask request",
}

_ICMP6: Final[dict[int, str]] = {
    1: "unreachable",
    2: "packet too big",
    3: "time exceeded",
    4: "parameter problem",
    128: "echo request",
    129: "echo reply",
    133: "router solicitation",
    134: "router advertisement",
    135: "neighbour solicitation",
    136: "neighbour advertisement",
}

PROTOCOLS: Final[Mapping[str, str]] = {
    "0": "hopop",
    "2": "igmp",
    "4": "ipip",
    "41": "sit",
    "47": "gre",
    "50": "esp",
    "51": "ah",
    "88": "eigrp",
    "89": "ospf",
    "103": "pim",
    "112": "vrrp",
    "132": "sctp",
}
"""The names of protocols that are logged as a number, by that number."""

_ICMP_TYPES: Final = {"icmp": _ICMP, "icmp6": _ICMP6}


def _by_name() -> dict[str, tuple[int, ...]]:
    ports: dict[str, set[int]] = {}
    for port, name in sorted(_TCP.items() | _UDP.items()):
        ports.setdefault(name, set()).add(port)
    return {name: tuple(sorted(found)) for name, found in ports.items()}


PORTS: Final[Mapping[str, tuple[int, ...]]] = _by_name()
"""The ports of each service by its name, lowest first, whichever the protocol."""


def service(proto: str, port: int | None) -> str | None:
    """Return the usual name of a port, ``None`` where there is none worth knowing."""
    if port is None:
        return None
    return (_UDP.get(port) if proto == "udp" else None) or _TCP.get(port)


def protocol(proto: str) -> str:
    """Return the name of a protocol that is known by its number alone: ``igmp``, or ``ip253`` where it has none here.

    A bare number in the feed would read as a port.
    """
    return PROTOCOLS.get(proto, f"ip{proto}" if proto.isdigit() else proto)


def ports_of(text: str) -> list[int]:
    """Return the ports whose service has ``text`` in its name, lowest first."""
    wanted = text.lower()
    return sorted({port for name, ports in PORTS.items() if wanted in name for port in ports})


def icmp_name(proto: str, icmp_type: int | None) -> str | None:
    """Return the name of an ICMP or ICMPv6 type (RFC 792, RFC 4443), ``None`` where it has none here."""
    return None if icmp_type is None else _ICMP_TYPES.get(proto, {}).get(icmp_type)
