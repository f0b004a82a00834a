import re
import shutil
import subprocess
from ipaddress import ip_network

import pytest

from tests.noise.upstream.rules import a_rule
from wallwatch.noise.upstream import render

LINE = (
    "Jan 10 00:00:04 wall kernel: [86404.1] IN-DENY IN=ppp0 OUT= MAC= SRC={src} DST=192.0.2.1 LEN=48 TOS=0x00 "
    "PREC=0x00 TTL=107 ID=34121 DF PROTO=TCP SPT=61115 DPT={dport} WINDOW=8192 RES=0x00 SYN URGP=0 "
)


def text(match, target):
    return render(a_rule(match), target).text


@pytest.mark.parametrize("target", ["snort", "suricata"])
def test_an_ids_suppresses_a_signature_for_a_network(target):
    """A line for each signature and each network; without a network for all."""
    assert text("sid:1:1243,3:17 src:198.51.100.0/24", target) == (
        "# wallwatch: gnutella\n"
        "suppress gen_id 1, sig_id 1243, track by_src, ip 198.51.100.0/24\n"
        "suppress gen_id 3, sig_id 17, track by_src, ip 198.51.100.0/24\n"
    )
    assert text("sid:1243 dst:192.0.2.1", target).endswith("gen_id 1, sig_id 1243, track by_dst, ip 192.0.2.1\n")
    assert text("sid:1:1243", target).endswith("suppress gen_id 1, sig_id 1243\n")


def test_psad_has_a_danger_level_of_0_for_a_source():
    """With protocol and ports where the rule has some."""
    assert text("src:198.51.100.0/24 dport:6346-6347 proto:tcp", "psad") == (
        "198.51.100.0/24    0    tcp/6346-6347;    # wallwatch: gnutella\n"
    )
    assert text("src:198.51.100.7", "psad") == "198.51.100.7    0;    # wallwatch: gnutella\n"


def test_psad_ignores_ports_and_protocols_whoever_it_is():
    """In its configuration, where a line is there already."""
    assert (
        text("dport:6346-6347,80 proto:tcp", "psad")
        == "# wallwatch: gnutella\nIGNORE_PORTS    tcp/6346-6347, tcp/80;\n"
    )
    assert text("dport:137", "psad").endswith("IGNORE_PORTS    tcp/137, udp/137;\n")
    assert text("proto:icmp", "psad").endswith("IGNORE_PROTOCOLS    icmp;\n")


def test_fail2ban_ignores_addresses():
    """Beside those of the machine itself."""
    assert "ignoreip = 127.0.0.1/8 ::1 198.51.100.7 2001:db8::/32\n" in text(
        "src:198.51.100.7,2001:db8::/32", "fail2ban"
    )


REFUSED = [
    ("dport:80 proto:tcp", "snort", "dport, proto"),
    ("src:198.51.100.7", "snort", "names none"),
    ("sid:1:2:3", "snort", "revisions"),
    ("sid:1:2 src:198.51.100.7 dst:192.0.2.1", "suricata", "not both"),
    ("dport:80 proto:47", "psad", "needs a source"),
    ("iface:ppp0", "psad", "iface"),
    ("src:198.51.100.7 dport:80", "fail2ban", "dport"),
    ("src:198.51.0.0/19", "logcheck", "32 patterns"),
    ("src:2001:db8::/32", "logcheck", "cannot be written"),
    ("dport:1024-65535", "logcheck", "64512 numbers"),
]


@pytest.mark.parametrize(("match", "target", "why"), REFUSED)
def test_what_a_program_cannot_say_is_refused(match, target, why):
    """Instead of silencing more."""
    said = render(a_rule(match), target)
    assert said.text is None
    assert why in said.place


LINES = [
    ("src:198.51.100.7 dport:6346 proto:tcp", ("198.51.100.7", 6346), ("198.51.100.70", 6346)),
    ("src:198.51.100.0/24", ("198.51.100.7", 22), ("198.51.101.7", 22)),
    ("src:198.51.100.0/23", ("198.51.101.7", 22), ("198.51.102.7", 22)),
    ("dport:80-82 proto:tcp", ("198.51.100.7", 81), ("198.51.100.7", 8181)),
    ("iface:ppp0 dport:22", ("198.51.100.7", 22), ("198.51.100.7", 2222)),
]


@pytest.mark.parametrize(("match", "hidden", "shown"), LINES)
def test_logchecks_pattern_is_that_of_the_rules_lines_and_of_no_others(match, hidden, shown):
    """A network that ends at a dot, or a few that do."""
    pattern = text(match, "logcheck").rstrip("\n").replace("[:digit:]", "0-9").replace("[:alnum:]", "A-Za-z0-9")
    assert re.match(pattern, LINE.format(src=hidden[0], dport=hidden[1]))
    assert not re.match(pattern, LINE.format(src=shown[0], dport=shown[1]))


def test_a_word_may_stand_at_the_end_of_a_line():
    """The kernel ends a line with a blank, and logcheck takes it away."""
    line = LINE.partition("PROTO=TCP")[0] + "PROTO=2"
    pattern = text("proto:igmp", "logcheck").rstrip("\n").replace("[:digit:]", "0-9").replace("[:alnum:]", "A-Za-z0-9")
    assert re.match(pattern, line.format(src="198.51.100.7"))
    assert not re.match(pattern, f"{line}1".format(src="198.51.100.7"))


# suppress gen_id <number>, sig_id <number>[, track <by_src|by_dst>, ip <address or network>]: the same in the manuals
# of Snort 2 (2.4.4 Event Suppression) and Suricata (Global-Thresholds); a comment begins with #.
_SUPPRESS = re.compile(r"suppress gen_id \d+, sig_id \d+(, track by_(src|dst), ip (?P<network>[0-9a-f:.]+(/\d+)?))?")


@pytest.mark.parametrize("target", ["snort", "suricata"])
@pytest.mark.parametrize(
    "match", ["sid:1243", "sid:1:1243,3:17 src:198.51.100.0/24,192.0.2.7", "sid:1:9 dst:2001:db8::/32", "sid:0:0"]
)
def test_every_line_follows_the_grammar_of_a_suppression(target, match):
    """A name that would end the comment does not get out of it."""
    said = render(a_rule(match, name="x\nsuppress gen_id 1, sig_id 2"), target).text
    lines = [line for line in said.splitlines() if not line.startswith("#")]
    found = [_SUPPRESS.fullmatch(line) for line in lines]
    assert lines
    assert all(found)
    assert all(ip_network(each["network"]) for each in found if each["network"])


@pytest.mark.lab
@pytest.mark.parametrize(("match", "hidden", "shown"), LINES)
def test_grep_reads_the_pattern_as_logcheck_will(match, hidden, shown, tmp_path):
    """Logcheck is grep -E -f."""
    if shutil.which("grep") is None:
        pytest.skip("needs grep")
    (tmp_path / "pattern").write_text(text(match, "logcheck"))
    for (src, dport), code in ((hidden, 0), (shown, 1)):
        line = LINE.format(src=src, dport=dport)
        done = subprocess.run(["grep", "-E", "-f", tmp_path / "pattern"], input=line, text=True, check=False)
        assert done.returncode == code
