"""``wallwatch abuse``: the draft of a mail to an abuse desk, or the same for programs. It is never sent."""

from typing import Any

import click

from wallwatch.cli.config import configured
from wallwatch.cli.gathering import Output, Wanted, gathered, gathering_options, put
from wallwatch.errors import WallwatchError
from wallwatch.reports.abuse import doubts
from wallwatch.reports.mail import draft
from wallwatch.reports.report import Report
from wallwatch.reports.reporter import Reporter, parse_reporter
from wallwatch.reports.words import many
from wallwatch.reports.xarf import untold, xarf_lines


@click.command()
@gathering_options
@click.option("--xarf", is_flag=True, help="XARF v4 objects, one a line, instead of a mail.")
@click.option("--from", "sender", metavar="WHO", help="Who reports, as in 'Example Org <noc@example.org>'.")
@click.option("--anyway", is_flag=True, help="Draft it even where there is no reason to complain.")
def abuse(sender: str | None, *, xarf: bool, anyway: bool, **options: Any) -> int:
    """Draft a mail to the abuse desk of the network that alerts come from. It is never sent.

    What is no attack is refused: a single packet, or a leftover of the last holder of this address. One draft is for
    one network. Exit code 1 if there is a reason not to write.

    \b
    Examples:
      wallwatch abuse --where 'src:198.51.100.7 since:1d' -o mail.eml
      wallwatch abuse --incident scan --anonymise --xarf --from 'Example Org <noc@example.org>'
    """
    output = Output(file=options.pop("file"), force=options.pop("force"))
    reporter = _reporter(sender)
    found = gathered(Wanted(**options))
    speaking_against = doubts(found)
    for doubt in speaking_against:
        click.echo(doubt.sentence, err=True)
    if not found.attempts:
        return 1
    if any(doubt.refuses for doubt in speaking_against) and not anyway:
        click.echo("So nothing is drafted; --anyway does it all the same.", err=True)
        return 1
    put(_objects(found, reporter) if xarf else draft(found, reporter.line if reporter else ""), output)
    return 0


def _reporter(sender: str | None) -> Reporter | None:
    said = sender or configured().reporter
    return parse_reporter(said) if said else None


def _objects(found: Report, reporter: Reporter | None) -> str:
    if reporter is None:
        raise WallwatchError(
            "XARF names who reports.",
            "Say it with --from 'Example Org <noc@example.org>', or as reporter in config.toml.",
        )
    if left := untold(found):
        click.echo(f"{many(left, 'attempt')} without a source port cannot be told in XARF.", err=True)
    return xarf_lines(found, reporter)
