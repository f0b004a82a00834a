"""The tree keeps its shape: every module has its test, and nothing grows too long to be read in one sitting."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "wallwatch"
MODULES = sorted(SOURCE.rglob("*.py"))
FILE_MAX = 300
FUNCTION_MAX = 40
TOP_LEVEL = {"README.md", "LICENSE", "pyproject.toml", "src", "tests", "themes", "screenshots"}


def _name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_every_module_has_its_test(module: Path) -> None:
    """A module ``a/b.py`` is tested in ``tests/a/test_b.py``; a package's ``__init__`` by its modules' tests."""
    if module.name in {"__init__.py", "__main__.py"}:
        pytest.skip("a package is tested by the tests of its modules")
    test = ROOT / "tests" / module.relative_to(SOURCE).parent / f"test_{module.name}"
    assert test.is_file()


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_no_file_and_no_function_is_too_long(module: Path) -> None:
    """A file has at most 300 lines, a function at most 40."""
    text = module.read_text()
    assert text.count("\n") <= FILE_MAX
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_MAX, node.name


def test_the_top_level_holds_what_was_agreed() -> None:
    """Beside the agreed names and dot-files nothing lies at the top."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    tops = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {top for top in tops if not top.startswith(".")} <= TOP_LEVEL


def test_the_themes_are_in_the_wheel() -> None:
    """The build puts ``themes/`` inside the package."""
    assert 'themes = "wallwatch/_themes"' in (ROOT / "pyproject.toml").read_text()
    assert list((ROOT / "themes").glob("*.toml"))
