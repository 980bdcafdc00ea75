"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="CODE", help="Language (ISO 639-1) of articles that do not state theirs."),
]
Parser = Annotated[
    str | None,
    typer.Option("--parser", metavar="NAME", help="An installed spaCy pipeline with UD labels to use instead of ours."),
]
Actors = Annotated[
    Path | None, typer.Option("--actors", metavar="FILE", help="A table of your own actors, read before ours.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
EXIT_REJECTED = 3
EXIT_USAGE = 2
EXIT_UNEXPECTED = 1
EXIT_INTERRUPTED = 130  # 128 + SIGINT
EXIT_PIPE = 141  # 128 + SIGPIPE
StorePath = Annotated[
    Path | None,
    typer.Option("--store", metavar="STORE", help="A .duckdb file or a folder; else the one in this folder."),
]
Since = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Acts on this day or later (2025, 2025-01, 2025-01-31).")
]
Until = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Acts on this day or earlier.")]
Types = Annotated[
    list[str] | None, typer.Option("--type", metavar="TYPE", help="A PLOVER type; may be given several times.")
]
Actor = Annotated[
    str | None, typer.Option("--actor", metavar="WHO", help='Who did it: RUS, "RUS GOV", or part of a name.')
]
Recipient = Annotated[str | None, typer.Option("--recipient", metavar="WHO", help="To whom, in the same way.")]
AttributedTo = Annotated[
    str | None, typer.Option("--according-to", metavar="WHO", help="According to whom, in the same way.")
]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="In articles of this outlet.")]
StatusIs = Annotated[
    str | None, typer.Option("--status", metavar="STATUS", help="asserted, denied, possible, future or hypothetical.")
]
