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
