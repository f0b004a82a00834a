import pytest

from wallwatch.config.views import keep_view, load_views
from wallwatch.errors import WallwatchError

FILE = '# mine\n[views]\n"from outside" = "-src:10.0.0.0/8"  # not ours\nssh = "dport:22"\n'


def test_filters_by_their_names():
    """In the order of the file; a file that is not there has none."""
    assert load_views(FILE, "views.toml") == ({"from outside": "-src:10.0.0.0/8", "ssh": "dport:22"}, ())
    assert load_views(None, "views.toml") == ({}, ())


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("[views]\nssh = 22\n", 2, "22 is not a filter in quotes."),
        ('ssh = "dport:22"\n', 1, "Filters stand below [views]."),
        ("views = 1\n", 1, "It has to be a table: [views]"),
    ],
)
def test_a_mistake_is_named_and_the_rest_applies(text, line, sentence):
    """By file, line and key."""
    views, (problem,) = load_views(text, "views.toml")
    assert views == {}
    assert (problem.file, problem.line, problem.sentence) == ("views.toml", line, sentence)


def test_a_view_is_kept_and_forgotten(tmp_path):
    """Comments survive; a name from a stranger is nothing but a name."""
    path = tmp_path / "views.toml"
    path.write_text(FILE)
    keep_view(path, 'x"]\n[evil]', "verdict:scanner")
    assert keep_view(path, "ssh", None) == 'Forgotten: the view "ssh".'
    assert path.read_text().startswith('# mine\n[views]\n"from outside" = "-src:10.0.0.0/8"  # not ours\n')
    assert load_views(path.read_text(), "views.toml") == (
        {"from outside": "-src:10.0.0.0/8", 'x"]\n[evil]': "verdict:scanner"},
        (),
    )


@pytest.mark.parametrize("text", ["[views\n", "views = 1\n"])
def test_a_file_with_a_mistake_is_left_as_it_is(tmp_path, text):
    """People's work is not written over."""
    path = tmp_path / "views.toml"
    path.write_text(text)
    with pytest.raises(WallwatchError, match="left as it is"):
        keep_view(path, "ssh", "dport:22")
    assert path.read_text() == text
