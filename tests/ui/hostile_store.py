"""A store in which every field that a stranger writes holds what an attacker would write there."""

from tests.ui.alerts import MOMENT, a_packet, a_sighting, an_alert
from wallwatch.model import Change, Signature, Stack
from wallwatch.whois.record import NetworkRecord


def hostile(number: int, text: str) -> Change:
    """Return an alert that has ``text`` in every field that a stranger writes."""
    src = f"198.51.100.{number}"
    said = a_sighting(
        source=text,
        format=text,
        host=text,
        chain=text,
        rule=text,
        iface_in=text,
        signature=Signature(text, gid=1, sid=2, rev=3, classification=text),
        os=Stack(text),
        more=((text, text),),
        raw=text,
    )
    alert = an_alert(
        id=number,
        first=MOMENT + number,
        src=src,
        signature=Signature(text),
        chain=text,
        rule=text,
        host=text,
        os=Stack(text, match="exact", raw_sig=text, unseen=(text,)),
        verdict=text,
        because=text,
        network=text,
        sources=(text,),
    )
    return Change(kind="new", alert=alert, touched=((0, a_packet(src=src, sightings=(said, said))),))


def hostile_record(number: int, text: str) -> NetworkRecord:
    """Return a whois record of that alert's source, with ``text`` in every field."""
    src = f"198.51.100.{number}"
    return NetworkRecord(
        first=src, last=src, name=text, organisation=text, country=text, abuse=text, source=text, fetched=MOMENT
    )
