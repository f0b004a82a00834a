import pytest

from tests.fingerprint.samples import MACOS, shape, syn, whole_syn
from wallwatch.fingerprint.raw import RawText
from wallwatch.fingerprint.window import Window

TEXTS = [
    (syn(), Window("mss*", 4), "4:117+11:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0"),
    (syn(), None, "4:117+11:0:1460:5840,0:mss,nop,nop,sok:df,id+:0"),
    (syn(ttl=138), None, "4:138+?:0:1460:5840,0:mss,nop,nop,sok:df,id+:0"),
    (whole_syn(MACOS, ip_id=0), None, "4:117+11:0:1460:5840,6:mss,nop,ws,nop,nop,ts,sok,eol+1:df:0"),
    (syn(options=(), length=41, tcp_header=20), None, "4:117+11:0:0:5840,0::df,id+:+"),
    (
        syn(ttl=None, ip_header=None, length=None, options=("mss", "ws", "eol"), tcp_header=None),
        None,
        "4:*:*:*:5840,*:mss,ws,eol+*:df,id+:*",
    ),
]


@pytest.mark.parametrize(("header", "multiple", "text"), TEXTS)
def test_a_syn_is_written_as_p0f_writes_it(header, multiple, text):
    """With the TTL as it arrived and the distance beside it; what was not logged is a star."""
    seen = shape(header)
    assert RawText(seen, seen.quirks).text(header.ttl, header.window, multiple) == text


def test_a_stray_ack_number_is_written_as_p0f_sees_it():
    """Which is one bit of it; whose quirks are written is the caller's choice."""
    seen = shape(syn(ack=1))
    assert RawText(seen, seen.quirks).text(117, 5840, None).endswith(":df,id+,ack+:0")
    assert RawText(seen, seen.p0f_quirks).text(117, 5840, None).endswith(":df,id+:0")
