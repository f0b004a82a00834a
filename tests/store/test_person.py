import os

import pytest

from wallwatch.store.person import person_name


def test_root_by_sudo_is_the_person_who_ran_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people who are both root do not undo each other's marks."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("SUDO_USER", "mara")
    assert person_name() == "mara"
    monkeypatch.delenv("SUDO_USER")
    assert person_name() == "root"


def test_a_user_is_called_by_name_or_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment says."""
    monkeypatch.setenv("SUDO_USER", "mara")
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000)
    assert person_name() == "4000000"
