"""The first packet of an incident, as four witnesses saw it."""

from wallwatch.model import Alert, Packet, Sighting, Signature, Stack

TIME = 1_015_083_174_630_347
"""2 March 2002, 15:32:54.630347 UTC, in microseconds."""

TUPLE = {"proto": "tcp", "src": "192.0.2.112", "dst": "198.51.100.120", "sport": 3504, "dport": 6346}

DUMP = Sighting(
    **TUPLE,
    time=TIME,
    tick=1,
    source="dump.log",
    format="snort-dump",
    kind="dump",
    ttl=117,
    tos=0,
    ip_id=31988,
    length=48,
    df=True,
    flags="S",
    seq=0xEE01EA38,
    ack=0,
    window=5840,
    options=("mss:1460", "nop", "nop", "sok"),
    raw="03/02-15:32:54.630347 192.0.2.112:3504 -> 198.51.100.120:6346",
)
KERNEL = Sighting(
    **TUPLE,
    time=TIME // 1_000_000 * 1_000_000,
    zone=-18_000,
    source="kern.log",
    format="ipchains",
    host="greatwall",
    iface_in="ppp0",
    action="block",
    chain="input",
    rule="64",
    trust="kernel",
    raw="Packet log",
)
ALERT_LINE = Sighting(
    **TUPLE,
    time=TIME // 1_000_000 * 1_000_000,
    source="alert",
    format="snort-syslog",
    kind="signature",
    signature=Signature("TCP to 6346 gnutella", 1, 0, 0),
    repeat=2,
)
P0F = Sighting(
    **TUPLE,
    time=TIME // 1_000_000 * 1_000_000,
    source="p0f.log",
    format="p0f1",
    kind="fingerprint",
    os=Stack("Windows 95 or early NT4", "Windows", hops=12),
)
PACKET = Packet(**TUPLE, time=TIME, tick=1, sightings=(DUMP, KERNEL, P0F))
ALERT = Alert(
    **TUPLE,
    id=7,
    first=TIME,
    last=TIME + 8_980_896,
    tick=1,
    packets=3,
    ladder=(2.960316, 6.02058),
    witnesses="-KPD",
    seen=("-KPD", "-KPD", "-KPD"),
    os=Stack("Windows", "Windows", "exact", 11),
)
