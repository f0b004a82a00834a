import pytest

from tests.ui.alerts import a_sighting
from wallwatch.formats import FORMATS
from wallwatch.ui.origin import NAMES, captured, fields_of, marks

KERNEL = "Mar  2 15:32:54 gw kernel: FW: IN=eth0 OUT= SRC=198.51.100.7 DST=192.0.2.1 LEN=48 TOS=0x00 PREC=0x00 TTL=117 ID=31988 DF PROTO=TCP SPT=3504 DPT=6346 WINDOW=5840 RES=0x00 SYN URGP=0"  # noqa: E501 - a line as it is logged
IP = bytes.fromhex("4500003000010000 7506 0000 c6336407 c0000201".replace(" ", ""))
TCP = bytes.fromhex("0db018caee01ea38000000007002 16d0 0000 0000 020405b401010402".replace(" ", ""))
ETHERNET = bytes(12) + b"\x08\x00"
PCAP = f"pcap 1015083174.630347 1 {(ETHERNET + IP + TCP + b'GET /').hex()}"


def test_where_a_field_stands_in_a_line():
    """Under the name that it has on the screen."""
    line = a_sighting(format="netfilter", raw=KERNEL)
    assert {KERNEL[start:end] for start, end in marks(line, "ports")} == {"3504", "6346"}
    assert [KERNEL[start:end] for start, end in marks(line, "ttl")] == ["117"]
    assert list(marks(line, "")) == list(marks(line, "no such field")) == []


@pytest.mark.parametrize("raw", ["", "torn", "\n\n", "> " + KERNEL[:60]])
def test_what_is_no_record_of_its_format_marks_nothing(raw):
    """A stranger's line raises nothing."""
    for each in FORMATS:
        assert [span for span in marks(a_sighting(format=each.name, raw=raw), "ttl") if span[1] > len(raw)] == []


def test_where_a_field_stands_in_captured_bytes():
    """From the IP header on, with the transport header where the IP header ends."""
    packet = captured(PCAP, "tcp", 20, 28)
    assert packet is not None
    assert packet.octets == IP + TCP + b"GET /"
    assert packet.octets[packet.headers :] == b"GET /"
    read = {name: packet.octets[start:end] for name, (start, end) in packet.spans.items()}
    assert (read["ttl"], read["dport"], read["window"]) == (b"\x75", b"\x18\xca", b"\x16\xd0")
    assert read["options"] == bytes.fromhex("020405b401010402")


@pytest.mark.parametrize("raw", [KERNEL, "pcap 1.000000 1 00", "pcap 1.000000 147 4500", ""])
def test_what_holds_no_packet_has_no_bytes(raw):
    """A log line, a frame that was cut, a link layer that nobody knows."""
    assert captured(raw, "tcp", None, None) is None


def test_every_name_on_the_screen_is_that_of_fields():
    """What has no other name goes by its own."""
    assert fields_of("ttl") == ("ttl",)
    assert fields_of("ports") == NAMES["ports"]
