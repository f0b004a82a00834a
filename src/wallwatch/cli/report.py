"""``wallwatch report``: an incident, or what a filter lets through, as a file for people."""

from typing import Any

import click

from wallwatch.cli.gathering import Output, Wanted, gathered, gathering_options, put
from wallwatch.reports.render import FORMATS, format_of


@click.command()
@gathering_options
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), help="By default what the end of FILE says, or text."
)
def report(form: str | None, **options: Any) -> int:
    """Report an incident, or what a filter lets through, from the store or from log files.

    Without FILEs, what the store holds. Nothing is sent, and a file that is there is not replaced. Exit code 1 if there
    is nothing to report.

    \b
    Examples:
      wallwatch report --incident gnutella -o gnutella.html
      wallwatch report kern.log snort.dump --where dport:6346 --anonymise
    """
    output = Output(file=options.pop("file"), force=options.pop("force"))
    found = gathered(Wanted(**options))
    put(FORMATS[form or format_of(output.file)].render(found), output)
    return 0 if found.parts else 1
