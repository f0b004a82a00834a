import json

import click
import pytest
from click.testing import CliRunner

from tests.store.make import alert as an_alert
from wallwatch import paths
from wallwatch.cli.noise import noise
from wallwatch.cli.places import Places
from wallwatch.config import Config
from wallwatch.errors import WallwatchError
from wallwatch.model import Change
from wallwatch.store import Batch, Marks, StoreWriter

GNUTELLA = ("add", "gnutella", "--match", "dport:6346 proto:tcp", "--why", "the last holder had a server")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give the commands files of their own, and a store with three alerts."""
    for name in ("CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    ports = {1: 6346, 2: 6346, 3: 22}
    changes = [Change(kind="new", alert=an_alert(n, dport=port, proto="tcp", sport=n)) for n, port in ports.items()]
    store = StoreWriter(tmp_path / "store.db")
    store.open()
    store.commit(Batch(changes=changes))
    store.close()
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(noise, arguments, standalone_mode=False, catch_exceptions=False)


def listed(home):
    lines = run("list", "--json", "--store", str(home / "store.db")).output.splitlines()
    return {record["name"]: record for record in map(json.loads, lines)}


def test_a_rule_is_added_listed_switched_and_removed(home):
    """As on the screen; the file is the same."""
    assert run(*GNUTELLA).return_value == 0
    assert "gnutella" in (paths.config_directory() / "noise.toml").read_text()
    rule = listed(home)["gnutella"]
    assert (rule["state"], rule["hits"], rule["match"]) == ("in force", 2, "dport:6346 proto:tcp")
    run("disable", "gnutella")
    assert listed(home)["gnutella"]["state"] == "disabled"
    run("enable", "gnutella")
    assert listed(home)["gnutella"]["state"] == "in force"
    run("remove", "gnutella")
    assert listed(home) == {}


def test_rules_are_listed_without_a_store_too(home):
    """Nothing was seen yet."""
    run(*GNUTELLA)
    result = run("list", "--store", str(home / "none.db"))
    assert "gnutella  in force  0 alerts" in result.output


def test_that_there_is_no_rule_is_said():
    """On standard error; for programs there is nothing."""
    assert (run("list").stdout, run("list").stderr) == ("", "There is no rule yet.\n")
    assert run("list", "--json").output == ""


def test_a_mistake_in_the_file_is_named_and_the_others_are_listed(home):
    """With exit code 1."""
    run(*GNUTELLA)
    path = paths.config_directory() / "noise.toml"
    path.write_text(path.read_text() + '\n[[rule]]\nname = "half"\n')
    result = run("list", "--store", str(home / "store.db"))
    assert result.return_value == 1
    assert "gnutella" in result.output
    assert "noise.toml:" in result.stderr


def test_a_preview_tells_what_would_be_hidden(home):
    """Of all that was seen; exit code 1 if that is nothing."""
    result = run("preview", "dport:6346", "--store", str(home / "store.db"))
    assert "would hide 2 of 3 alerts (66.7%)" in result.output
    found = json.loads(run("preview", "dport:6346", "--json", "--store", str(home / "store.db")).output)
    assert (found["alerts"], found["total"], found["odd"]) == (2, 3, 0)
    assert run("preview", "dport:1", "--store", str(home / "store.db")).return_value == 1


def test_a_preview_names_what_bears_a_star(home):
    """First of all, and in a word."""
    marks = Marks(Places.of((), Config()).marks)
    marks.open()
    marks.star([an_alert(2, dport=6346, sport=2), an_alert(3, dport=22, sport=3)], True)
    marks.close()
    lines = run("preview", "dport:6346", "--store", str(home / "store.db")).output.splitlines()
    assert lines[0].startswith("STARRED 2002-03-02T15:00:02")
    assert "(66.7%); 1 STARRED; 0 look different" in lines[1]
    found = json.loads(run("preview", "dport:6346", "--json", "--store", str(home / "store.db")).output)
    assert len(found["starred"]) == 1


def test_a_rule_is_said_to_other_programs_and_nothing_is_changed(home):
    """One of them, so that it can be redirected into a file; or all, with those that have no words for it."""
    run(*GNUTELLA)
    before = sorted(home.rglob("*"))
    result = run("export", "gnutella", "--to", "nftables")
    assert result.stdout.startswith("add table inet filter\n")
    assert "not noticed" in result.stderr
    every = run("export", "gnutella")
    assert "# iptables:" in every.stdout
    assert "# snort: It cannot say dport" in every.stderr
    assert run("export", "gnutella", "--to", "snort").return_value == 1
    assert sorted(home.rglob("*")) == before


def test_ready_made_rules_are_listed_and_added(home):
    """None of them is in force before it is chosen; name, reason and end may be one's own."""
    assert "slammer\n  dport:1434 proto:udp" in run("list", "--templates").output
    assert json.loads(run("list", "--templates", "--json").output.splitlines()[0])["name"] == "gnutella"
    assert listed(home) == {}
    assert run("add", "--template", "slammer").return_value == 0
    run("add", "worm", "--template", "blaster", "--why", "mine", "--expires", "1d")
    found = listed(home)
    assert (found["slammer"]["match"], found["worm"]["why"]) == ("dport:1434 proto:udp", "mine")
    with pytest.raises(WallwatchError, match="no ready-made rule"):
        run("add", "--template", "none")


def test_a_rule_has_to_be_said_in_full():
    """Without a template name, filter and reason are asked for, by name."""
    with pytest.raises(click.UsageError, match="Missing: NAME, --why"):
        run("add", "--match", "dport:1")
