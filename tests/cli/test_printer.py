"""What ``scan`` and ``tail`` share."""

import json
import os
from pathlib import Path

import msgspec
import pytest

from tests.cli.test_output import ALERT, SIGHTING
from wallwatch.cli.printer import Join, Printer, Request
from wallwatch.filter.parse import parse_query
from wallwatch.model import GAP

REQUEST = Request(alerts=False, json=True, where=None, p0f_fp=None, zone=None, year=None)


def _rules(text: str) -> None:
    folder = Path(os.environ["XDG_CONFIG_HOME"], "wallwatch")
    folder.mkdir(parents=True)
    (folder / "noise.toml").write_text(text)


def test_a_sighting_carries_our_own_answer_where_its_syn_is_decoded(capsys: pytest.CaptureFixture[str]) -> None:
    """A decoded SYN is named in its JSON."""
    decoded = msgspec.structs.replace(
        SIGHTING, window=5840, options=("mss:1460", "nop", "nop", "sok"), tcp_header=28, ip_header=20, df=True
    )
    assert Printer(REQUEST).sighting(decoded)
    assert json.loads(capsys.readouterr().out)["os"]["family"] == "Windows"


def test_the_filter_decides_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """What the filter does not certainly match is not printed."""
    request = msgspec.structs.replace(REQUEST, where=parse_query("dport:22"))
    assert not Printer(request).alert(ALERT)
    assert capsys.readouterr().out == ""


def test_an_alert_names_the_noise_rule_that_matches_it(capsys: pytest.CaptureFixture[str]) -> None:
    """The user's rules are applied as on the screen, but hide nothing here."""
    _rules('[[rule]]\nname = "gnutella"\nwhy = "leftovers"\nmatch = "dport:6346"\nexpires = "address-change"\n')
    assert Printer(REQUEST).alert(ALERT)
    assert json.loads(capsys.readouterr().out)["noise"] == "gnutella"


def test_a_gap_is_no_noise(capsys: pytest.CaptureFixture[str]) -> None:
    """A rule that would match what is known of it does not name it."""
    _rules('[[rule]]\nname = "few"\nwhy = "x"\nmatch = "packets:<9"\nexpires = "address-change"\n')
    gap = msgspec.structs.replace(ALERT, proto=GAP, src="kern", dst="", packets=0, because="x")
    assert Printer(REQUEST).alert(gap)
    assert Printer(REQUEST).alert(ALERT)
    assert ['"noise"' in line for line in capsys.readouterr().out.splitlines()] == [False, True]


def test_a_mistake_in_the_rules_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """File and line stand on standard error, and the printing goes on."""
    _rules('[[rule]]\nname = "x"\nwhy = "y"\nmatch = "dpotr:1"\nexpires = "address-change"\n')
    assert Printer(REQUEST).alert(ALERT)
    assert "noise.toml:4" in capsys.readouterr().err


def test_sightings_are_joined_and_named() -> None:
    """Joining gives alerts as the engine does."""
    (change,) = Join(REQUEST).add([SIGHTING])
    assert (change.kind, change.alert.dport) == ("new", 6346)
