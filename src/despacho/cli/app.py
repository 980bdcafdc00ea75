"""The commands, gathered."""

from __future__ import annotations

from typing import Annotated

import typer

from despacho import __version__
from despacho.cli.code import code
from despacho.cli.doctor import doctor
from despacho.cli.evaluate import evaluate
from despacho.cli.export import export
from despacho.cli.ingest import ingest
from despacho.cli.query import query, search
from despacho.cli.read import read
from despacho.cli.watch import watch

app = typer.Typer(
    name="despacho",
    help="News in, attributed event data out: who did what to whom, when, where, according to whom, and how it was said.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(read)
app.command()(code)
app.command()(ingest)
app.command()(watch)
app.command()(evaluate)
app.command()(export)
app.command()(query)
app.command()(search)
app.command()(doctor)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"despacho {__version__}")
        raise typer.Exit


@app.callback()
def despacho(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """News in, attributed event data out."""
    del version
