"""Lines that a kernel, its firewall and syslog daemons write, for the tests of what is told from them."""

LINK = "Nov 22 10:00:00 gate kernel: [   12.345678] eth0: link up"
PACKET = (
    "Nov 22 {clock} gate kernel: FW IN=eth0 OUT= MAC= SRC={src} DST=192.0.2.1 LEN=40 TOS=0x00 PREC=0x00 TTL=50 "
    "ID=4711 PROTO=TCP SPT=4000 DPT=23 WINDOW=1024 RES=0x00 SYN URGP=0"
)
NOTICES = {
    "net_ratelimit: 12 callbacks suppressed": "Nov 22 10:00:00 gate kernel: net_ratelimit: 12 callbacks suppressed",
    "printk: 5 messages suppressed": "Nov 22 10:00:00 gate kernel: [   12.345678] printk: 5 messages suppressed",
    "** 135 printk messages dropped **": "Nov 22 10:00:00 gate kernel: ** 135 printk messages dropped **",
    "ipfw: limit 100 reached on entry 65000": "Nov 22 10:00:00 gate kernel: ipfw: limit 100 reached on entry 65000",
    "rsyslogd: imjournal: 9 messages lost due to rate-limiting (20000 allowed within 600 seconds)": (
        "Nov 22 10:00:00 gate rsyslogd: imjournal: 9 messages lost due to rate-limiting "
        "(20000 allowed within 600 seconds)"
    ),
    "rsyslogd-2177: imuxsock lost 7 messages from pid 4711 due to rate-limiting": (
        "Nov 22 10:00:00 gate rsyslogd-2177: imuxsock lost 7 messages from pid 4711 due to rate-limiting"
    ),
    "systemd-journald: Suppressed 31 messages from kernel": (
        "Nov 22 10:00:00 gate systemd-journald[87]: Suppressed 31 messages from kernel"
    ),
    "systemd-journald: Missed 3 kernel messages": (
        "Nov 22 10:00:00 gate systemd-journald[87]: Missed 3 kernel messages"
    ),
    "systemd-journald: Forwarding to syslog missed 4 messages.": (
        "Nov 22 10:00:00 gate systemd-journald[87]: Forwarding to syslog missed 4 messages."
    ),
    "syslog-ng: STATS: dropped 2": "Nov 22 10:00:00 gate syslog-ng[5]: STATS: dropped 2",
}
"""What is shown of a notice, and the line that it stands in."""


def packets(count: int, seconds: int, senders: int = 9, jitter: int = 0) -> list[str]:
    """Return lines of a firewall, ``seconds`` apart, every other one ``jitter`` seconds later."""
    lines = []
    for number in range(count):
        at = number * seconds + (number % 2) * jitter
        clock = f"{10 + at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}"
        lines.append(PACKET.format(clock=clock, src=f"198.51.100.{number % senders}"))
    return lines
