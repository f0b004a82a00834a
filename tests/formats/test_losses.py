import pytest

from tests.formats.support import read
from wallwatch.formats import envelope, losses


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("kernel: [  307.757925] net_ratelimit: 12 callbacks suppressed", 12),
        ("kernel: nf_log_ipv4: 7 callbacks suppressed", 7),
        ("kernel: printk: 5 messages suppressed.", 5),
        ("kernel: ** 135 printk messages dropped **", 135),
        ("kernel: ipfw: limit 100 reached on entry 300", 1),
        (
            "kernel[0]: *** kernel exceeded 500 log message per second limit  -  remaining messages discarded ***",
            1,
        ),
        ("rsyslogd: imuxsock[pid 71]: 123 messages lost due to rate-limiting (200 allowed within 5 seconds)", 123),
        ("rsyslogd-2177: imuxsock lost 45 messages from pid 71 due to rate-limiting", 45),
        ("rsyslogd-2177: imuxsock begins to drop messages from pid 71 due to rate-limiting", 0),
        ("systemd-journald[44]: Suppressed 1234 messages from /system.slice/snort.service", 1_234),
        ("systemd-journald[44]: Missed 5 kernel messages", 5),
        ("syslog-ng[7]: STATS: dropped 3", 3),
        ("sshd[4]: printk: 5 messages suppressed.", 0),
        ("sshd[4]: kernel: ** 135 printk messages dropped **", 0),
        ("kernel: eth0: link up", 0),
    ],
)
def test_a_notice_tells_how_many_lines_are_missing(line: str, lost: int) -> None:
    """It is believed only of who drops lines; without a number, one line at least is missing."""
    text = f"Mar  2 15:32:54 host {line}"
    head = envelope.split(text)
    assert head is not None
    assert losses.read(text, head, envelope.uptime(text, head.message_at)[1]) == lost
    reading = read([text])
    assert (reading.lost, reading.received, reading.other) == (lost, 1, 1)
