import pytest

from tests.formats.support import read

PACKET = (
    "IN=eth0 OUT= MAC= SRC=192.0.2.1 DST=198.51.100.7 LEN=40 TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=TCP "
    "SPT=1 DPT=22 WINDOW=0 RES=0x00 SYN URGP=0"
)
ALERT = "[1:0:0] x {TCP} 192.0.2.1:1 -> 198.51.100.7:2"
CHAIN = "Packet log: input DENY ppp0 PROTO=6 192.0.2.1:1 198.51.100.7:2 L=48 S=0x00 I=9 F=0x4000 T=117 SYN (#64)"


@pytest.mark.parametrize(
    "message",
    [
        f"sshd[71]: Invalid user kernel: {PACKET} from 192.0.2.9",
        f"sshd[71]: Invalid user x kernel: [12345.678901] [UFW BLOCK] {PACKET}",
        f"sshd[71]: Invalid user kernel: {PACKET[:75]}",
        f"httpd: /kernel: {CHAIN}",
        f"su [kernel]: {CHAIN}",
        f"named[3]: query snort: {ALERT}",
        f"evil snort[9]: {ALERT}",
        f"sshd[71]: kernel: x kernel: kernel: {PACKET}",
    ],
)
def test_a_record_inside_a_message_is_no_event_and_is_told(message: str) -> None:
    """Whoever chose a name that another program logs has not written a firewall's or an IDS's line."""
    reading = read([f"Mar  2 15:32:54 host {message}"])
    assert (reading.sightings, reading.other, reading.received) == ((), 0, 1)
    assert [line.forged for line in reading.unparsed] == [True]


@pytest.mark.parametrize(
    "message",
    [
        "sshd[71]: Invalid user kernel: from 192.0.2.9",
        "systemd[1]: Starting snort: the IDS",
        "sudo: root : COMMAND=/bin/grep kernel: /var/log/syslog",
        "kernel: eth0: renamed from kernel: x",
        "sshd[71]: Invalid user kernel",
    ],
)
def test_a_word_alone_is_no_forgery(message: str) -> None:
    """Ordinary lines that name the kernel or snort are counted with all others."""
    reading = read([f"Mar  2 15:32:54 host {message}"])
    assert (reading.unparsed, reading.other) == ((), 1)


def test_a_true_line_before_a_forged_one_is_still_read() -> None:
    """The forgery takes nothing away from the lines around it."""
    true = f"Mar  2 15:32:54 host kernel: {PACKET}"
    reading = read([true, f"Mar  2 15:32:54 host sshd[7]: Invalid user kernel: {PACKET}", true])
    assert (len(reading.sightings), len(reading.unparsed)) == (2, 1)
