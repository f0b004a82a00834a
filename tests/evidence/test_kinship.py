"""Families that are one."""

import pytest

from tests.evidence.samples import LINUX, NMAP, WINDOWS
from wallwatch.evidence.kinship import contradicts, is_system, is_tool, kin
from wallwatch.model import Stack


@pytest.mark.parametrize(
    ("one", "other"), [("Android", "Linux"), ("iOS", "Mac OS X"), ("Windows", "windows"), ("HP UX", "HP-UX")]
)
def test_kin_are_one_family(one, other):
    """What sends the same packets has one name, however a witness calls it."""
    assert kin(one) == kin(other)


def test_different_systems_contradict():
    """Two answers that name systems contradict if those are no kin; a tool or an unknown family contradicts nobody."""
    assert contradicts(WINDOWS, LINUX)
    assert not contradicts(LINUX, Stack("Android", "Android"))
    assert not contradicts(LINUX, NMAP)
    assert not contradicts(LINUX, Stack("something"))


def test_a_tool_is_no_system():
    """A tool is one by our answer or because p0f names one; no answer is neither."""
    assert is_tool(NMAP)
    assert is_tool(Stack("NMap SYN scan", "NMap"))
    assert not is_system(NMAP)
    assert is_system(WINDOWS)
    assert not is_system(None)
