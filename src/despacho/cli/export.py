"""``despacho export``: the events of a store or a file in the layouts of those who use them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from despacho.cli import options
from despacho.cli.failures import failures, say
from despacho.model import InputError

if TYPE_CHECKING:
    from despacho.store import EventFilter
    from despacho.store.corpus import Told

Source = Annotated[
    Path, typer.Argument(metavar="STORE", help="A store, or a file of events (.jsonl, .csv, .parquet) that despacho wrote.")
]
Out = Annotated[str, typer.Option("--out", "-o", metavar="OUT", help="The file to write; - is standard output.")]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help="jsonl, plover, csv, parquet, xlsx, polecat, icews, gdelt, geojson, gexf, graphml or annotations; "
        "else the ending of OUT says it (.jsonld: annotations).",
    ),
]
Dyads = Annotated[
    bool, typer.Option("--dyads", help="One row for each pair of actor and recipient (csv, parquet, xlsx, polecat).")
]
WithText = Annotated[
    bool, typer.Option("--with-text", help="The whole text of the articles too; else offsets and a short quote.")
]
Undated = Annotated[
    bool,
    typer.Option(
        "--undated-as-published",
        help="In polecat, icews and gdelt, the day of publication for acts without a date; else the column stays empty.",
    ),
]


def export(
    source: Source,
    *,
    out: Out,
    format_: Format = None,
    dyads: Dyads = False,
    with_text: WithText = False,
    undated_as_published: Undated = False,
    since: options.Since = None,
    until: options.Until = None,
    types: options.Types = None,
    actor: options.Actor = None,
    recipient: options.Recipient = None,
    attribution: options.AttributedTo = None,
    outlet: options.Outlet = None,
    status: options.StatusIs = None,
) -> None:
    """Write the events of a store for spreadsheets, maps, networks, annotators and the tools of other event data.

    POLECAT, ICEWS and GDELT keep exactly their columns: attribution, status and spans stand in OUT.more.tsv, row by row.
    """
    with failures():
        from despacho.store import EventFilter
        from despacho.store.exports import Options, layout_of
        from despacho.store.exports import export as write

        layout = layout_of(out, named=format_)
        wanted = EventFilter(
            since=since, until=until, types=tuple(types or ()), actor=actor, recipient=recipient, attribution=attribution,
            outlet=outlet, status=status,
        )  # fmt: skip
        how = Options(dyads=dyads, with_text=with_text, undated_as_published=undated_as_published)
        with _told(source, wanted) as told:
            made = write(told, out, layout, how)
        if out != "-":
            what = f"{made.events:,} events" + (f", {made.rows:,} rows" if made.rows != made.events else "")
            say(f"Wrote {out}: {what}" + (f"; attribution, status and spans in {made.sidecar}" if made.sidecar else ""))


@contextmanager
def _told(source: Path, wanted: EventFilter) -> Iterator[Iterator[Told]]:
    from despacho.store import FORMATS, Store, read_events
    from despacho.store.corpus import Told

    if source.is_dir() or source.suffix == ".duckdb":
        with Store(source) as store:
            yield store.told(wanted)
        return
    if source.suffix.lower().lstrip(".") not in FORMATS:
        raise InputError(f"{source}: is neither a store nor a file of events ({', '.join('.' + one for one in FORMATS)})")
    if not wanted.is_empty:
        raise InputError(f"{source}: options that choose events need a store; `despacho code INPUT... --out corpus.duckdb` makes one")
    yield (Told(event=event, article=None) for event in read_events(source))
