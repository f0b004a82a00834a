"""Where the value of a field stands."""

import msgspec

from tests.filter.samples import BARE, GNUTELLA, KERNEL
from wallwatch.filter import places
from wallwatch.model import Alert, Signature
from wallwatch.model.address import packed


def test_a_place_reads_what_is_called_differently():
    """An interface is one name in an alert, in or out in a sighting."""
    assert places.INTERFACE.alert(GNUTELLA) == "ppp0"
    assert places.INTERFACE.sighting(msgspec.structs.replace(KERNEL, iface_in=None, iface_out="eth1")) == "eth1"


def test_an_address_is_read_as_bytes_that_sort():
    """An address is read in the form of its column; one that is damaged is unknown."""
    place = places.address("src")
    assert place.columns == ("src_key",)
    assert place.alert(GNUTELLA) == packed("192.0.2.112")
    assert place.sighting(msgspec.structs.replace(KERNEL, src="nowhere")) is None


def test_the_words_of_a_record_are_never_unknown():
    """The text of an alert of which nothing is known still holds its addresses."""
    assert "2001:db8::7" in places.EVERYTHING.alert(BARE)
    assert places.EVERYTHING.sighting(KERNEL).splitlines()[-1] == "198.51.100.120"


def test_a_signature_without_numbers_has_no_rule_id():
    """An alert with a message alone does not know gid, sid or rev; with one of them it does."""

    def of(signature: Signature | None) -> Alert:
        return msgspec.structs.replace(GNUTELLA, signature=signature)

    assert places.RULE_IDS.alert(of(Signature("x"))) is None
    assert places.RULE_IDS.alert(of(None)) is None
    assert places.RULE_IDS.alert(of(Signature("x", sid=7))) == (None, 7, None)
    assert places.MESSAGE.alert(of(Signature("x"))) == "x"


def test_a_stack_without_family_is_read_by_its_label():
    """What sent it is known by its label; hops are known apart."""
    assert places.STACK.alert(GNUTELLA) == "Windows 95 or early NT4\nWindows"
    assert places.STACK.alert(BARE) is None
    assert places.HOPS.alert(GNUTELLA) == 11


def test_what_only_alerts_know_is_unknown_of_a_sighting():
    """A sighting has no count of packets."""
    assert places.alert_only("packets").sighting(KERNEL) is None
    assert places.alert_only("packets").alert(GNUTELLA) == 3


def test_a_sighting_has_one_witness_and_one_source():
    """The witness of a sighting is its kind, its source a name; an alert has several of both."""
    assert places.WITNESSES.sighting(KERNEL) == "-K--"
    assert places.SOURCES.sighting(KERNEL) == "kern.log"
    assert places.SOURCES.alert(GNUTELLA) == "/var/log/kern.log\n/var/log/snort/alert"
    assert places.RECORD.alert(GNUTELLA) is GNUTELLA
    assert places.renamed("last", "last", "time").sighting(KERNEL) == KERNEL.time
    assert places.same("ttl").alert(GNUTELLA) == 117
