"""``wallwatch config``: the example of a configuration, and what is wrong with yours."""

import click
import msgspec

from wallwatch import paths
from wallwatch.config import Config, Problem, load, load_keys
from wallwatch.config.toml import line_spans, read_toml


@click.command()
@click.option("--example", is_flag=True, help="Print a config.toml with every key at its default, explained.")
def config(*, example: bool) -> int:
    """Show where the configuration lies and what is wrong with it, or print an example.

    \b
    Example:
      wallwatch config --example > ~/.config/wallwatch/config.toml
    """
    if example:
        from wallwatch.config.example import EXAMPLE  # noqa: PLC0415 - the other commands do without

        click.echo(EXAMPLE, nl=False)
        return 0
    _, problems = configuration()
    click.echo(paths.config_directory() / "config.toml")
    for problem in problems:
        click.echo(problem_line(problem), err=True)
    return 1 if problems else 0


def configuration() -> tuple[Config, tuple[Problem, ...]]:
    """Return the user's configuration; what is wrong with it is named, the rest applies."""
    path = paths.config_directory() / "config.toml"
    return load(paths.read_text(path), str(path))


def place_of(key: str) -> tuple[str, int | None]:
    """Return the file of the configuration and the line in which it sets ``key``, if it does."""
    path = paths.config_directory() / "config.toml"
    text = paths.read_text(path) or ""
    spans = line_spans(text) if read_toml(text, str(path))[0] else {}
    return str(path), spans[key,][0] if (key,) in spans else None


class Keys(msgspec.Struct, frozen=True):
    """What the user's ``keys.toml`` changes, and what is wrong with it; ``text`` is the file as it stands."""

    file: str
    text: str
    overrides: dict[str, str]
    problems: tuple[Problem, ...]


def keys() -> Keys:
    """Return what ``keys.toml`` says. Whether there are such ids and keys is for the screen to tell."""
    path = paths.config_directory() / "keys.toml"
    text = paths.read_text(path) or ""
    overrides, problems = load_keys(text, str(path))
    return Keys(str(path), text, overrides, problems)


def problem_line(problem: Problem) -> str:
    """Return a mistake as ``file:line: key: sentence``."""
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return f"{place}: {problem.key}: {problem.sentence}" if problem.key else f"{place}: {problem.sentence}"
