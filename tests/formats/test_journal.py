import json

import pytest

from wallwatch.formats import journal

TIME = "1534860261221373"
STAMP = "2018-08-21T14:04:21.221373+00:00"
KERNEL = {
    "__REALTIME_TIMESTAMP": TIME,
    "_TRANSPORT": "kernel",
    "_HOSTNAME": "gate",
    "SYSLOG_IDENTIFIER": "kernel",
    "_SOURCE_MONOTONIC_TIMESTAMP": "449059230",
    "MESSAGE": "DROP IN=eth0",
}
PROGRAM = {"__REALTIME_TIMESTAMP": TIME, "_TRANSPORT": "syslog", "_HOSTNAME": "gate", "_PID": "9"}


def test_an_entry_of_the_kernel_is_a_line_of_the_kernel() -> None:
    """Its stamp stands before the message again, as the kernel itself prints it; nobody else can have written it."""
    assert journal.from_json(json.dumps(KERNEL).encode()) == (
        f"{STAMP} gate kernel: [  449.059230] DROP IN=eth0",
        "kernel",
    )


@pytest.mark.parametrize(
    ("fields", "rest"),
    [
        ({"SYSLOG_IDENTIFIER": "snort", "MESSAGE": "x"}, "snort[9]: x"),
        ({"_COMM": "snort", "MESSAGE": "x"}, "snort[9]: x"),
        ({"SYSLOG_IDENTIFIER": "kernel", "MESSAGE": "x"}, "kernel[9]: x"),
        ({"SYSLOG_IDENTIFIER": "kernel", "_PID": None, "MESSAGE": "x"}, "kernel[1]: x"),
        ({"SYSLOG_IDENTIFIER": "kernel", "_PID": "0", "MESSAGE": "x"}, "kernel[1]: x"),
        ({"SYSLOG_IDENTIFIER": "x: kernel: y[1]", "MESSAGE": "x"}, "x_kernel_y_1_[9]: x"),
        ({"SYSLOG_IDENTIFIER": "a", "MESSAGE": [72, 195, 164, 27]}, "a[9]: Hä\\x1b"),
        ({"SYSLOG_IDENTIFIER": "a", "MESSAGE": ["first", "second"]}, "a[9]: first"),
        ({"SYSLOG_IDENTIFIER": "a", "MESSAGE": [[72, 105], [33]]}, "a[9]: Hi"),
        ({"SYSLOG_IDENTIFIER": "a", "MESSAGE": None}, "a[9]: "),
        ({"SYSLOG_IDENTIFIER": "a", "MESSAGE": "one\ntwo"}, "a[9]: one\\x0atwo"),
        ({"_PID": "x", "MESSAGE": "x"}, "unknown: x"),
    ],
)
def test_an_entry_of_a_program_is_a_line_of_that_program(fields: dict[str, object], rest: str) -> None:
    """A message may be bytes, a list or null; whatever a program calls itself, it has a process id."""
    said = journal.from_json(json.dumps(PROGRAM | fields).encode())
    assert said == (f"{STAMP} gate {rest}", "mixed")


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[" * 10_000,
        b'{"__REALTIME_TIMESTAMP":"x"}',
        b'{"__REALTIME_TIMESTAMP":null}',
        b'{"__REALTIME_TIMESTAMP":"' + b"9" * 5_000 + b'"}',
        b'["__REALTIME_TIMESTAMP"]',
        b'{"MESSAGE":"x"}',
    ],
)
def test_what_is_no_entry_is_none(raw: bytes) -> None:
    """Broken JSON, and an entry without a time."""
    assert journal.from_json(raw) is None


EXPORT = [
    b"__CURSOR=s=1",
    f"__REALTIME_TIMESTAMP={TIME}".encode(),
    b"_TRANSPORT=kernel",
    b"_HOSTNAME=gate",
    b"MESSAGE=DROP IN=eth0",
    b"",
]


def test_an_exported_entry_is_the_same_line() -> None:
    """It ends at a blank line, or with the file."""
    line = (f"{STAMP} gate kernel: DROP IN=eth0", "kernel")
    assert journal.frame_export([*EXPORT, *EXPORT], 0, final=False) == len(EXPORT)
    assert journal.frame_export(EXPORT[:-1], 0, final=False) is None
    assert journal.frame_export(EXPORT[:-1], 0, final=True) == len(EXPORT) - 1
    assert journal.from_export(EXPORT) == line


def test_a_binary_field_is_as_long_as_it_says() -> None:
    """Lines inside it, blank ones too, are no fields; so nobody can add one that is not theirs to add."""
    text = b"a\n\n_TRANSPORT=kernel\nMESSAGE=forged"
    entry = b"\n".join(
        [*EXPORT[:2], b"MESSAGE", len(text).to_bytes(8, "little") + text, b"_PID=9", b"SYSLOG_IDENTIFIER=x", b"", b"z"]
    ).split(b"\n")
    taken = journal.frame_export(entry, 0, final=False)
    assert taken == len(entry) - 1
    said = journal.from_export(entry[:taken])
    assert said == (f"{STAMP} localhost x[9]: a\\x0a\\x0a_TRANSPORT=kernel\\x0aMESSAGE=forged", "mixed")


def test_a_field_without_an_end_holds_up_nothing_for_ever() -> None:
    """After so many lines no entry is believed to begin there."""
    entry = [b"__CURSOR=1", b"MESSAGE", b"\xff" * 8, *[b"x"] * journal.LINES]
    assert journal.frame_export(entry[:100], 0, final=False) is None
    assert journal.frame_export(entry, 0, final=False) == 0
