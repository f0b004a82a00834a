"""The commands: arguments become a configuration, and each command wires what it needs, and no more.

Names, options, output and exit codes are a public contract: records go to standard output, everything else to
standard error; 0 is well, 1 nothing found or something asks for attention, 2 wrong use.
"""

import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Final

import click
from click.core import ParameterSource

from wallwatch import __version__
from wallwatch.cli.gate import gated
from wallwatch.cli.screen_options import screen_options
from wallwatch.errors import WallwatchError

_COMMANDS: Final = {
    "watch": "wallwatch.cli.watch:watch",
    "demo": "wallwatch.cli.watch:demo",
    "scan": "wallwatch.cli.scan:scan",
    "tail": "wallwatch.cli.scan:tail",
    "collect": "wallwatch.cli.collect:collect",
    "export": "wallwatch.cli.export:export",
    "sources": "wallwatch.cli.sources:sources",
    "status": "wallwatch.cli.status:status",
    "verify": "wallwatch.cli.verify:verify",
    "actors": "wallwatch.cli.actors:actors",
    "noise": "wallwatch.cli.noise:noise",
    "whois": "wallwatch.cli.whois:whois",
    "formats": "wallwatch.cli.formats:formats",
    "explain": "wallwatch.cli.explain:explain",
    "incidents": "wallwatch.cli.incidents:incidents",
    "report": "wallwatch.cli.report:report",
    "abuse": "wallwatch.cli.abuse:abuse",
    "fingerprint": "wallwatch.cli.fingerprint:fingerprint",
    "config": "wallwatch.cli.config:config",
}
"""Where each command lives. Only the one that is called is imported."""


class Commands(click.Group):
    """The commands of the table, imported when they are needed."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(_COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Import and return a command, or ``None`` if there is none of that name."""
        place = _COMMANDS.get(name)
        return None if place is None else _load(place)


def _load(place: str) -> click.Command:
    module, _, name = place.partition(":")
    command: click.Command = getattr(import_module(module), name)
    return command


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wallwatch")
@screen_options
@click.pass_context
def cli(context: click.Context, /, **asked: Any) -> object:
    """Watch a firewall: one row per connection attempt, with who sent it and what.

    Without a command: watch the sources of config.toml or, without one, the logs found on this box.

    \b
    Examples:
      wallwatch
      wallwatch watch /var/log/kern.log /var/log/p0f.log
      wallwatch demo
    """
    if context.invoked_subcommand is not None:
        _refuse_before(context)
        return None
    return context.invoke(_load("wallwatch.cli.watch:watch"), logs=(), **asked)


def _refuse_before(context: click.Context) -> None:
    """Refuse options of the screen before a command, which would not hear of them.

    Raises:
        click.UsageError: there is one, and where it belongs.
    """
    for parameter in context.command.params:
        name = parameter.name or ""
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            names = parameter.secondary_opts if context.params[name] is False else parameter.opts
            raise click.UsageError(f"{names[0]} stands behind a command, as in: wallwatch watch {names[0]}")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; an error that is meant for people is one sentence, without a traceback."""
    with gated():
        sys.exit(outcome(lambda: _run(arguments)))


def _run(arguments: list[str] | None) -> object:
    """Run the command line, unless the program was given the rights of another user than who calls it."""
    if (os.getuid(), os.getgid()) != (os.geteuid(), os.getegid()):
        raise WallwatchError("wallwatch does not run setuid or setgid.", "Run: chmod ug-s on it; a group, an ACL do.")
    return cli.main(arguments, prog_name="wallwatch", standalone_mode=False)


def _told(error: Exception) -> int:
    """Say what is wrong, in a sentence each, where all of it is meant for people; return the exit code."""
    errors = list(_leaves(error))
    if not all(isinstance(each, WallwatchError) for each in errors):
        raise error
    for sentence in dict.fromkeys(map(str, errors)):
        click.echo(f"wallwatch: {sentence}", err=True)
    return 2


def _leaves(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, or those of a group that tasks have raised together."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _leaves(each)
    else:
        yield error


def outcome(command: Callable[[], object]) -> int:
    """Run a command and return its exit code: what it returns if that is a number, 2 for wrong use."""
    try:
        result = command()
        sys.stdout.flush()
    except click.exceptions.Exit as stopped:
        return stopped.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except (WallwatchError, ExceptionGroup) as error:
        return _told(error)
    except BrokenPipeError:
        # Whoever read us is gone; the interpreter's last flush must not fail over it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0
