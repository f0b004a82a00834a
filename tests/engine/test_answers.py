from tests.whois.samples import FETCHED, record
from wallwatch.engine.answers import Answers
from wallwatch.whois.cache import NetworkCache


def test_what_a_screen_finds_out_is_news_once(tmp_path):
    """New blocks and changed ones, the widest first; not what was known before."""
    path = tmp_path / "networks.json"
    screen = NetworkCache(path)
    screen.add(record())
    screen.save()
    ours = NetworkCache(path)
    ours.load()
    answers = Answers(ours, path)
    assert answers.news() == ()
    smaller = record(first="198.51.100.64", last="198.51.100.127", name="SMALLER")
    renamed = record(name="RENAMED", fetched=FETCHED + 1)
    screen.add(smaller)
    screen.add(renamed)
    screen.save()
    assert answers.news() == (renamed, smaller)
    assert answers.news() == ()
    assert ours.find("198.51.100.70") == smaller


def test_a_file_that_is_not_there_yet_is_no_trouble(tmp_path):
    """Nor one that is never there."""
    path = tmp_path / "networks.json"
    answers = Answers(NetworkCache(path), path)
    assert answers.news() == ()
    screen = NetworkCache(path)
    screen.add(record())
    screen.save()
    assert answers.news() == (record(),)
    assert Answers(NetworkCache(None), None).news() == ()
