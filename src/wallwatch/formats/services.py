"""Ports by the names that firewalls print instead of their numbers: Cisco's port literals, and /etc/services."""

from typing import Final

_PORTS: Final = {
    "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "time": 37, "nameserver": 42, "whois": 43,
    "tacacs": 49, "domain": 53, "bootps": 67, "bootpc": 68, "tftp": 69, "gopher": 70, "finger": 79, "www": 80,
    "http": 80, "hostname": 101, "pop2": 109, "pop3": 110, "sunrpc": 111, "ident": 113, "auth": 113, "nntp": 119,
    "ntp": 123, "epmap": 135, "netbios-ns": 137, "netbios-dgm": 138, "netbios-ssn": 139, "imap": 143, "imap4": 143,
    "snmp": 161, "snmptrap": 162, "snmp-trap": 162, "xdmcp": 177, "bgp": 179, "irc": 194, "dnsix": 195, "ldap": 389,
    "mobile-ip": 434, "https": 443, "microsoft-ds": 445, "pim-auto-rp": 496, "isakmp": 500, "biff": 512, "exec": 512,
    "login": 513, "who": 513, "cmd": 514, "syslog": 514, "lpd": 515, "talk": 517, "rip": 520, "uucp": 540,
    "klogin": 543, "kshell": 544, "rtsp": 554, "ldaps": 636, "kerberos": 750, "imaps": 993, "pop3s": 995,
    "lotusnotes": 1352, "citrix-ica": 1494, "ms-sql-s": 1433, "ms-sql-m": 1434, "sqlnet": 1521, "radius": 1645,
    "radius-acct": 1646, "h323": 1720, "pptp": 1723, "ctiqbe": 2748, "cifs": 3020, "mysql": 3306, "nfs": 2049,
    "sip": 5060, "aol": 5190, "postgresql": 5432, "pcanywhere-data": 5631, "pcanywhere-status": 5632, "x11": 6000,
}  # fmt: skip
_GREATEST: Final = 65_535


def port(text: str) -> int | None:
    """Return the port that a number or a name means, ``None`` for a name that is not known."""
    if text.isdecimal() and text.isascii():
        number = int(text[:6])
        return number if number <= _GREATEST else None
    return _PORTS.get(text.lower())
