"""Open alerts and packets become records."""

from collections.abc import Sequence

from wallwatch.correlate.attempt import PACKETS_KEPT, Attempt
from wallwatch.correlate.ladder import ladder
from wallwatch.correlate.stitch import Stitch
from wallwatch.correlate.witness import letters
from wallwatch.model import SYNS, Alert, Packet

Touched = tuple[tuple[int, Packet], ...]


def touched_packets(attempt: Attempt) -> Touched:
    """Return the packets that are new, changed or in another place since the last call, with their places."""
    touched = []
    for place, stitch in enumerate(attempt.packets[:PACKETS_KEPT]):
        if stitch.changed or stitch.place != place:
            touched.append((place, stitch.packet()))
            stitch.place, stitch.changed = place, False
    return tuple(touched)


def alert_of(attempt: Attempt, first: Packet | None = None) -> Alert:
    """Return the alert as it stands. ``first`` is its first packet, if it is at hand."""
    kept = attempt.packets[:PACKETS_KEPT]
    best = kept[0].best
    first = first or kept[0].packet()
    ruling, alarm, report = attempt.ruling, attempt.alarm, attempt.report
    teller = ruling or alarm or report or best
    witnesses = letters(attempt.witnesses)
    alone = len(kept) == 1
    return Alert(
        id=attempt.id,
        first=first.time,
        last=attempt.packets[-1].time,
        tick=first.tick,
        zone=best.zone,
        proto=first.proto,
        src=first.src,
        dst=first.dst,
        sport=first.sport,
        dport=first.dport,
        icmp_type=first.icmp_type,
        icmp_code=first.icmp_code,
        flags=first.flags,
        ttl=first.ttl,
        packets=len(attempt.packets) + attempt.uncounted,
        ladder=() if alone else ladder(_asked(kept)),
        witnesses=witnesses,
        seen=(witnesses,) if alone else tuple([letters(stitch.witnesses) for stitch in kept]),
        lines=attempt.lines,
        signature=alarm.signature if alarm else None,
        action=ruling.action if ruling else None,
        chain=ruling.chain if ruling else None,
        rule=ruling.rule if ruling else None,
        host=teller.host,
        iface=teller.iface_in or teller.iface_out,
        sources=attempt.sources,
        os=report.os if report else None,
    )


def _asked(packets: Sequence[Stitch]) -> list[int]:
    """Return the times of the packets that are tries of the first one.

    What follows a SYN that was answered is no retry, and says nothing of how long its sender waits.
    """
    if packets[0].best.flags not in SYNS:
        return [stitch.time for stitch in packets if not stitch.is_answer or packets[0].is_answer]
    tries = [stitch for stitch in packets if not stitch.is_answer]
    return [stitch.time for stitch in tries if stitch.best.flags is None or stitch.best.flags in SYNS]
