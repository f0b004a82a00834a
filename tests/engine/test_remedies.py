"""What asks for attention, and the commands that cure it."""

from pathlib import Path
from typing import Any

import pytest

from tests.engine.kernel_log import NOTICES
from wallwatch.engine.clues import Clues
from wallwatch.engine.remedies import Finding, Known, findings, sightings_of
from wallwatch.store.sources import SourceRow

LOG = Path("/var/log/kern.log")
WELL = SourceRow("kern", "ok", received=9, other=2, unparsed=1)


def _found(known: Known = Known(), **fields: Any) -> tuple[Finding, ...]:  # noqa: B008 - a frozen record
    plain: dict[str, Any] = {"name": "kern", "state": "ok"}
    return findings(SourceRow(**plain | fields), known)


def test_a_source_that_is_well_has_no_finding() -> None:
    """Lines that were not understood are a figure, and no alarm."""
    assert findings(WELL, Known(path=LOG, clues=Clues(kernel=9, packets=True))) == ()
    assert sightings_of(WELL) == 6


def test_what_the_source_says_comes_first_and_as_it_is() -> None:
    """The reason and the remedy of the source are those of the finding."""
    (found,) = _found(state="denied", reason="It is root:adm 0640.", remedy="sudo usermod -aG adm $USER")
    assert found == Finding("It is root:adm 0640.", "sudo usermod -aG adm $USER")


def test_a_group_that_was_joined_meanwhile_needs_a_new_session() -> None:
    """Whoever did what the remedy said is not told it again."""
    (found,) = _found(Known(joined="adm"), state="denied", reason="It is root:adm 0640.", remedy="sudo usermod")
    assert found.remedy == "You are in the group adm by now, but this session began before: log in again."


def test_a_source_that_is_read_with_a_but_says_so() -> None:
    """A directory that cannot be watched is read by looking now and then."""
    assert _found(reason="inotify is used up.", remedy="sudo sysctl -w x") == (
        Finding("inotify is used up.", "sudo sysctl -w x"),
    )


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("/var/log/p0f.log", "sudo p0f -i eth0 -d -o /var/log/p0f.log"),
        ("/var/log/p0f/a b.log", "sudo p0f -i eth0 -d -o '/var/log/p0f/a b.log'"),
        ("/var/log/snort/alert", "sudo snort -i eth0 -A fast -l /var/log/snort"),
        ("/var/log/suricata/fast.log", "sudo suricata -D -i eth0 -l /var/log/suricata"),
        ("/var/log/kern.log", "wallwatch watch journal"),
        ("/var/log/ufw.log", "sudo ufw enable"),
    ],
)
def test_a_log_that_is_missing_says_how_to_have_one(path: str, command: str) -> None:
    """The program that writes it can be started with one command."""
    (found,) = _found(Known(path=Path(path)), state="missing", reason="There is none.", remedy="It is read at once.")
    assert found.remedy.startswith("It is read at once.\n")
    assert command in found.remedy


def test_a_kernel_log_without_a_firewall_has_no_log_rule() -> None:
    """The kernel writes, and never a packet: an example for each kind of firewall."""
    (found,) = _found(Known(path=LOG, clues=Clues(kernel=3)), received=9, other=9)
    assert found.reason.startswith("No LOG rule")
    for command in ("sudo nft insert rule", "sudo iptables -I INPUT", "sudo ufw logging"):
        assert f"\n{command}" in found.remedy
    assert "nf_log_all_netns" not in found.remedy


def test_a_container_needs_the_leave_of_its_host() -> None:
    """A rule in a container logs nothing by itself."""
    (found,) = _found(Known(clues=Clues(kernel=3), contained=True), received=9, other=9)
    assert "net.netfilter.nf_log_all_netns=1" in found.remedy


@pytest.mark.parametrize(
    ("known", "fields"),
    [
        (Known(clues=Clues(kernel=3), firewall=True), {}),
        (Known(clues=Clues(kernel=3, packets=True)), {}),
        (Known(clues=Clues()), {}),
        (Known(clues=Clues(kernel=3)), {"received": 9}),
    ],
    ids=["another log has them", "older lines have them", "no kernel writes here", "they came in"],
)
def test_where_a_firewall_logs_nothing_is_missing(known: Known, fields: dict[str, Any]) -> None:
    """One log with a firewall's lines is enough."""
    assert _found(known, **fields) == ()


REMEDIES = {
    "net_ratelimit: 12 callbacks suppressed": "net.core.message_cost=0",
    "printk: 5 messages suppressed": "kernel.printk_ratelimit=0",
    "nf_log: 5 callbacks suppressed": "-m limit",
    "** 135 printk messages dropped **": "log_buf_len",
    "ipfw: limit 100 reached on entry 65000": "verbose_limit",
    "*** kernel exceeded 500 log message per second limit": "cannot be set",
    "rsyslogd: imjournal: 9 messages lost due to rate-limiting": 'imjournal" Ratelimit.Interval="0"',
    "rsyslogd-2177: imjournal: 9 messages lost due to rate-limiting": 'imjournal" Ratelimit.Interval="0"',
    "rsyslogd: imklog: 9 messages lost due to rate-limiting": 'imklog" RatelimitInterval="0"',
    "rsyslogd-2177: imuxsock lost 7 messages from pid 4711 due to rate-limiting": "SysSock.RateLimit.Interval",
    "systemd-journald: Suppressed 31 messages from kernel": "RateLimitBurst=",
    "systemd-journald: Missed 3 kernel messages": "log_buf_len",
    "systemd-journald: Forwarding to syslog missed 4 messages.": "max_dgram_qlen",
    "syslog-ng: STATS: dropped 2": "log-fifo-size",
}


@pytest.mark.parametrize("notice", REMEDIES)
def test_each_notice_names_the_limit_to_raise(notice: str) -> None:
    """What has dropped lines is what has to be told to keep them."""
    (found,) = _found(Known(clues=Clues(notices=(notice,))), received=9, lost=12)
    assert found.reason == f"Rate limit, at least 12 lines lost: {notice}"
    assert REMEDIES[notice] in found.remedy


def test_every_notice_that_is_found_has_a_limit() -> None:
    """No wording that is known is left without a remedy of its own."""
    for notice in NOTICES:
        (found,) = _found(Known(clues=Clues(notices=(notice,))), lost=1)
        assert not found.remedy.startswith("Whichever")
        assert "at least 1 line lost" in found.reason


def test_lost_lines_without_a_notice_name_all_limits() -> None:
    """The notice may be in a log that is gone."""
    (found,) = _found(received=9, lost=12)
    assert found.reason == "Rate limit, at least 12 lines lost."
    for limit in ("net.core.message_cost", "-m limit", "RateLimitBurst=", "imuxsock"):
        assert limit in found.remedy


def test_a_notice_of_a_log_that_was_read_before_is_of_the_past() -> None:
    """What the engine has read and counted as none lost is not told again."""
    notices = Known(clues=Clues(notices=("net_ratelimit: 12 callbacks suppressed",)))
    assert _found(notices, received=9) == ()
    assert len(_found(notices)) == 1


def test_a_rule_with_a_limit_is_named() -> None:
    """It logs a line now and then, whatever comes in."""
    (found,) = _found(Known(clues=Clues(kernel=9, packets=True, pause=20.0)))
    assert found.reason == "A rule logs no more than one line each 20 s: it has a limit."
    assert "-m limit --limit" in found.remedy
    assert "limit rate" in found.remedy
    assert "ufw logging high" in found.remedy


def test_gaps_forgeries_and_what_nobody_understands() -> None:
    """Each is one finding, however often it happened."""
    assert _found(gaps=1)[0].reason.startswith("1 gap:")
    assert "proto:gap" in _found(gaps=2)[0].reason
    assert _found(unparsed=3, received=3)[0].reason == "No record of it is understood."
    (forged,) = _found(unparsed=60, forged=60, received=70)
    assert forged.reason.startswith("possible forgery: 60 lines")


def test_every_state_but_two_asks_for_attention() -> None:
    """A source that is read, or was read to its end, does not."""
    states = ("waiting", "missing", "denied", "unfit", "failed", "ok", "ended")
    assert [len(_found(state=state)) for state in states] == [1, 1, 1, 1, 1, 0, 0]
    assert _found(state="waiting")[0].reason == "Nothing of it has come in yet."
    assert _found(state="waiting", received=3)[0].reason == "Nothing comes in now."
    assert _found(state="failed")[0].reason == "It is failed."


def test_a_clock_that_is_off_is_told_with_what_sets_it() -> None:
    """The stamps are what the joining had to allow for."""
    (found,) = _found(Known(ahead=-3_000_000))
    assert found.reason == "Its clock is 3.00 s behind the others; lines are joined all the same."
    assert "timedatectl set-ntp true" in found.remedy
