from wallwatch.whois.diary import read_asked, write_asked
from wallwatch.whois.pace import Asked


def test_what_was_asked_today_is_known_after_a_restart(tmp_path):
    """In a file for the user alone."""
    asked = Asked(day=7, questions=300, paused={"rdap.arin.net": 9})
    assert write_asked(tmp_path / "asked.json", asked) == ""
    assert read_asked(tmp_path / "asked.json") == asked
    assert (tmp_path / "asked.json").stat().st_mode & 0o777 == 0o600


def test_a_diary_that_is_not_there_or_spoiled_is_an_empty_one(tmp_path):
    """It costs a few questions more."""
    (tmp_path / "asked.json").write_bytes(b"{\xff")
    assert read_asked(tmp_path / "asked.json") == Asked()
    assert read_asked(tmp_path / "none.json") == Asked()
    assert read_asked(None) == Asked()
    assert write_asked(None, Asked()) == ""


def test_what_cannot_be_kept_is_said(tmp_path):
    """In a sentence."""
    (tmp_path / "file").touch()
    assert "cannot be kept" in write_asked(tmp_path / "file" / "asked.json", Asked())
