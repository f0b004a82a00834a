import importlib
import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from wallwatch.formats import FORMATS, ipchains
from wallwatch.formats.plugins import GROUP, every_format, installed, load


def _module(**parts: object) -> ModuleType:
    module = ModuleType("some_plugin")
    fit = {name: getattr(ipchains, name) for name in ("kind", "sniff", "frame", "parse", "spans")}
    vars(module).update({"name": "acme-fw"} | fit | parts)
    return module


@pytest.fixture
def point(monkeypatch: pytest.MonkeyPatch) -> EntryPoint:
    monkeypatch.setitem(sys.modules, "some_plugin", _module())
    return EntryPoint("acme", "some_plugin", GROUP)


def test_a_format_of_another_package_stands_behind_our_own(point: EntryPoint) -> None:
    """An entry point names a module, or an object, with the parts of a format."""
    plugins = load([point])
    assert [each.name for each in plugins.formats] == ["acme-fw"]
    assert plugins.problems == ()


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"name": ""}, "it has no name"),
        ({"name": "netfilter"}, "there is a format netfilter already"),
        ({"kind": "weather"}, "its kind is none of"),
        ({"spans": None, "sniff": 1}, "it has no sniff and no spans"),
    ],
)
def test_what_is_no_format_is_a_sentence(
    parts: dict[str, object], reason: str, point: EntryPoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left out, and named with the reason."""
    monkeypatch.setitem(sys.modules, "some_plugin", _module(**parts))
    plugins = load([point])
    assert plugins.formats == ()
    assert len(plugins.problems) == 1
    assert plugins.problems[0].startswith("The format plug-in acme (some_plugin) is left out: ")
    assert reason in plugins.problems[0]


@pytest.mark.parametrize("error", [ImportError("no\x1bsuch"), RuntimeError("broken"), SyntaxError("bad")])
def test_a_plugin_that_raises_crashes_nothing(
    error: Exception, point: EntryPoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever another package raises at its import is one sentence, and the next plug-in is loaded."""

    def fail(name: str, *_: object) -> ModuleType:
        raise error if name == "broken" else ImportError(name)

    broken = EntryPoint("broken", "broken", GROUP)
    real = importlib.import_module
    monkeypatch.setattr(
        "importlib.metadata.import_module", lambda name: fail(name) if name == "broken" else real(name), raising=True
    )
    plugins = load([broken, point])
    assert [each.name for each in plugins.formats] == ["acme-fw"]
    assert type(error).__name__ in plugins.problems[0]
    assert plugins.problems[0].isprintable()


def test_two_plugins_of_one_name_are_one(point: EntryPoint) -> None:
    """The second is left out."""
    plugins = load([point, EntryPoint("again", "some_plugin", GROUP)])
    assert (len(plugins.formats), len(plugins.problems)) == (1, 1)


def test_our_own_formats_come_first() -> None:
    """Every reader of the engine asks them before those of other packages."""
    assert every_format() == FORMATS + installed().formats
