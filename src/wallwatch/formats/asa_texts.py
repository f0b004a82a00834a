"""The messages of Cisco PIX, ASA and FWSM that tell of one packet, by their numbers (Cisco's syslog message guides)."""

from typing import Final

import msgspec

from wallwatch.formats.grammar import Grammar

_FROM_TO: Final = r"from (?P<_src>[^ ]{1,256}) to (?P<_dst>[^ ]{1,256})"
_SRC_DST: Final = r"src (?P<_src>[^ ]{1,256}) dst (?P<_dst>[^ ]{1,256}?)"
_TYPE: Final = r" ?\(type (?P<icmp_type>\d{1,3}), code (?P<icmp_code>\d{1,3})\)"
_PROTO: Final = r"(?:protocol )?(?P<proto>[\w-]{1,16})"
_ON: Final = r" on interface (?P<iface_in>[^ ]{1,64})"
_HASH: Final = r"(?: \[0x[\da-f]{1,8}, 0x[\da-f]{1,8}\])?"
_END: Final = r"(?: \(Message repeated \d{1,6} times?\))? ?$"


class Text(msgspec.Struct, frozen=True, gc=False):
    """A message: its grammar, and what the firewall did (``None`` if the message says it itself)."""

    grammar: Grammar
    action: str | None = "block"


TEXTS: Final = {
    "106001": Text(
        Grammar(rf"Inbound (?P<proto>TCP) connection denied {_FROM_TO} flags (?P<flags>[A-Z ]{{0,40}}?) ?{_ON}{_END}")
    ),
    "106006": Text(Grammar(rf"Deny inbound (?P<proto>UDP) {_FROM_TO}{_ON}{_END}")),
    "106007": Text(Grammar(rf"Deny inbound (?P<proto>UDP) {_FROM_TO} due to DNS (?P<DNS>Query|Response){_END}")),
    "106010": Text(Grammar(rf"Deny inbound {_PROTO} {_SRC_DST}(?:{_TYPE})?{_END}")),
    "106011": Text(Grammar(rf"Deny inbound \(No xlate\) {_PROTO} {_SRC_DST}(?:{_TYPE})?{_END}")),
    "106014": Text(Grammar(rf"Deny inbound (?P<proto>icmp) {_SRC_DST}(?:{_TYPE})?{_END}")),
    "106015": Text(
        Grammar(rf"Deny (?P<proto>TCP) \(no connection\) {_FROM_TO} flags (?P<flags>[A-Z ]{{0,40}}?) ?{_ON}{_END}")
    ),
    "106021": Text(Grammar(rf"Deny {_PROTO} reverse path check {_FROM_TO}{_ON}{_END}")),
    "106023": Text(
        Grammar(rf'Deny {_PROTO} {_SRC_DST}(?:{_TYPE})? by access-group "(?P<rule>[^"]{{1,256}})"{_HASH}{_END}')
    ),
    "106100": Text(
        Grammar(
            rf"access-list (?P<rule>[^ ]{{1,256}}) (?P<action>permitted|denied|est-allowed) {_PROTO} "
            r"(?P<iface_in>[^ /]{1,64})/(?P<_src>[^ ]{1,256}) -> (?P<iface_out>[^ /]{1,64})/(?P<_dst>[^ ]{1,256}) "
            rf"hit-cnt (?P<repeat>[1-9]\d{{0,9}}) (?:first hit|(?P<_seconds>\d{{1,6}})-second interval){_HASH}{_END}"
        ),
        None,
    ),
    "710003": Text(Grammar(rf"(?P<proto>TCP|UDP) access denied by ACL {_FROM_TO}{_END}")),
}
ACTIONS: Final = {"permitted": "allow", "est-allowed": "allow", "denied": "block"}
