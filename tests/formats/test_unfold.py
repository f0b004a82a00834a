import json

import pytest

from wallwatch.formats.unfold import LINE, OBJECT, Unfolder, shown, text_of

CHAIN = "Mar  2 16:44:03 gate kernel: Packet log: input DENY ppp0 PROTO=17 192.0.2.1:137 198.51.100.7:137"
ENTRY = {"__REALTIME_TIMESTAMP": "1534860261221373", "_TRANSPORT": "kernel", "_HOSTNAME": "gate", "MESSAGE": "x"}
EXPORT = [b"__CURSOR=1", b"__REALTIME_TIMESTAMP=1534860261221373", b"_TRANSPORT=kernel", b"MESSAGE=x", b""]


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        ([b"as it stands"], ["as it stands"]),
        ([b"> quoted", b">> twice", b"> > twice", b">"], ["quoted", "twice", "twice", ""]),
        ([b"PROTO=3D17 L=3D78=20"], ["PROTO=17 L=78 "]),
        ([b"PROTO=3D17 F=", b"=3D0x0000"], ["PROTO=17 F=0x0000"]),
        ([b"> PROTO=3D17 1=", b"> 92.0.2.1"], ["PROTO=17 192.0.2.1"]),
        ([b"x {TCP} 192.0.2.1:=", b"4665 -> 198.51.100.7:6346"], ["x {TCP} 192.0.2.1:4665 -> 198.51.100.7:6346"]),
        ([b"IN=eth0 OUT=", b"MAC= SRC=192.0.2.1"], ["IN=eth0 OUT=", "MAC= SRC=192.0.2.1"]),
        ([b"user x=", CHAIN.encode()], ["user x=", CHAIN]),
        ([b"a=", b""], ["a=", ""]),
        ([b"a="], ["a="]),
        ([b'{"http":"a=3Db"}'], ['{"http":"a=3Db"}']),
        ([b'{"__REALTIME_TIMESTAMP" torn'], ['{"__REALTIME_TIMESTAMP" torn']),
        ([json.dumps(ENTRY).encode()], ["2018-08-21T14:04:21.221373+00:00 gate kernel: x"]),
        ([*EXPORT, b"after"], ["2018-08-21T14:04:21.221373+00:00 localhost kernel: x", "after"]),
        ([b"__CURSOR=1", b"x"], ["__CURSOR=1", "x"]),
        ([b"\x1b[31m\xff"], ["\\x1b[31m\\xff"]),
    ],
)
def test_lines_are_taken_out_of_what_carries_them(lines: list[bytes], texts: list[str]) -> None:
    """Mail quotes, breaks and escapes; the journal writes entries. What only looks like that stays as it is."""
    assert list(shown(lines)[0]) == texts


def test_what_carried_a_line_is_kept_with_it() -> None:
    """The lines as they stand, their places, and whether only the kernel can have written them."""
    found = Unfolder().unfold([b"x", *EXPORT], [100, 102, 113, 151, 170, 180], 181, final=True)
    assert found.starts == [100, 102]
    assert list(found.carried) == [1]
    letter = found.carried[1]
    assert letter.raws == tuple(line.decode() for line in EXPORT)
    assert (letter.starts, letter.trust) == ((102, 113, 151, 170, 180, 181), "kernel")


@pytest.mark.parametrize("whole", [[*EXPORT, b"after"], [b"PROTO=3D17 F=", b"=3D0x0000"], [b"> a=3D=", b"> b", b"> c"]])
def test_lines_that_come_one_by_one_are_the_same(whole: list[bytes]) -> None:
    """What is not at its end is held, and nothing is decided too early."""
    reads, texts = Unfolder(), []
    for number, line in enumerate(whole):
        found = reads.unfold([line], [number], number + 1, final=number == len(whole) - 1)
        texts += found.texts
    assert tuple(texts) == shown(whole)[0]
    assert reads.held == []


def test_an_idle_stream_holds_no_line_of_mail() -> None:
    """A line that ends like a soft break may be whole; an entry of the journal is waited for."""
    reads = Unfolder()
    assert reads.unfold([b"SPT="], [0], 5, final=False, idle=True).texts == ["SPT="]
    assert reads.unfold(EXPORT[:2], [5, 16], 54, final=False, idle=True).texts == []
    assert [start for _, start in reads.held] == [5, 16]


def test_a_long_line_is_cut() -> None:
    """No emitter writes one, and no grammar is asked to read it."""
    assert len(text_of(b"x" * 100_000)) < LINE + 10
    assert len(text_of(b'{"x' * 100_000)) < OBJECT + 10
    assert text_of(b'h suricata: {"x":"' + b"A" * 50_000 + b'"}').endswith('A"}')
    assert len(text_of(b"\x00" * LINE)) < LINE + 10
