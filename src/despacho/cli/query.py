"""``despacho query`` and ``despacho search``: questions to a store."""

from __future__ import annotations

import json as jsonlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from despacho.cli import options
from despacho.cli.failures import failures, say
from despacho.model import InputError

if TYPE_CHECKING:
    from despacho.store.query import Result
    from despacho.store.search import Hit

Sql = Annotated[
    str, typer.Argument(metavar="SQL", help="One SELECT over articles, events, participants, rejected, runs, dyads.")
]
Words = Annotated[
    str, typer.Argument(metavar="WORDS", help='All must occur; "a phrase", sancion*, -word, OR; accents do not matter.')
]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="How many articles to show.")]
_CELL = 60  # characters of a cell in a table for people
_ROWS = 200
DEFAULT_STORE = "despacho.duckdb"


def query(sql: Sql, *, store: options.StorePath = None, json: options.Json = False, csv: Csv = False) -> None:
    """Ask a store in SQL. It can only be read: nothing is changed, no file is opened, one statement is answered."""
    with failures():
        from despacho.store import Store

        with Store(chosen_store(store)) as corpus:
            result = corpus.query(sql)
        if json or csv:
            typer.echo(result.to_json() if json else result.to_csv(), nl=False)
        else:
            _table(result)


def search(
    words: Words,
    *,
    store: options.StorePath = None,
    since: options.Since = None,
    until: options.Until = None,
    types: options.Types = None,
    actor: options.Actor = None,
    recipient: options.Recipient = None,
    attribution: options.AttributedTo = None,
    outlet: options.Outlet = None,
    status: options.StatusIs = None,
    limit: Limit = 20,
    json: options.Json = False,
) -> None:
    """Find words in the articles of a store and in the sentences of its events.

    With options about events, only events that match count, and articles that have one. Exit code 1 where nothing is found.
    """
    with failures():
        from despacho.store import Store

        wanted: dict[str, Any] = {
            "since": since, "until": until, "types": tuple(types or ()), "actor": actor, "recipient": recipient,
            "attribution": attribution, "outlet": outlet, "status": status,
        }  # fmt: skip
        with Store(chosen_store(store)) as corpus:
            hits = corpus.search(words, limit=limit, **wanted)
        if json:
            typer.echo("".join(jsonlib.dumps(_as_json(hit), ensure_ascii=False) + "\n" for hit in hits), nl=False)
        else:
            for hit in hits:
                typer.echo("\n".join(_lines(hit)) + "\n")
        if not hits:
            say("despacho: nothing found")
            raise typer.Exit(1)


def chosen_store(given: Path | None) -> Path:
    """The store that was named, else ``despacho.duckdb`` where it is, else the only one in the folder."""
    if given is not None:
        return given
    if Path(DEFAULT_STORE).exists():
        return Path(DEFAULT_STORE)
    here = sorted(Path().glob("*.duckdb"))
    if len(here) != 1:
        raise InputError("which store? name it with --store; `despacho code INPUT... --out corpus.duckdb` makes one")
    return here[0]


def _table(result: Result) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, show_edge=False)
    for name in result.columns:
        table.add_column(Text(name), overflow="fold")
    for row in result.rows[:_ROWS]:
        table.add_row(*(Text(_short(value)) for value in row))
    console = Console() if sys.stdout.isatty() else Console(width=200)
    console.print(table)
    if len(result.rows) > _ROWS:
        say(f"{len(result.rows):,} rows, the first {_ROWS} shown; --csv or --json gives all of them")


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def _lines(hit: Hit) -> list[str]:
    about = " · ".join(one for one in (hit.published_at, hit.outlet, hit.article_id, hit.url) if one)
    lines = [hit.title or hit.article_id, f"  {about}", f"  {hit.snippet}"]
    for event, sentence in hit.evidence:
        who, whom = (", ".join(_who(one) for one in side) for side in (event.actors, event.recipients))
        told_by = f", according to {_who(event.attribution)}" if event.attribution else ""
        day = f", {event.date}" if event.date else ""
        lines.append(f"  - {event.event_type} {who} -> {whom} ({event.status}{day}{told_by})")
        lines.append(f"    {' '.join(sentence.split())}")
    return lines


def _who(one: Any) -> str:
    return " ".join(part for part in (one.name or one.text, one.country, one.sector) if part)


def _as_json(hit: Hit) -> dict[str, Any]:
    from despacho.store import event_to_dict

    evidence = [{"sentence": sentence, "event": event_to_dict(event)} for event, sentence in hit.evidence]
    return {
        "article_id": hit.article_id,
        "title": hit.title,
        "outlet": hit.outlet,
        "published_at": hit.published_at,
        "url": hit.url,
        "snippet": hit.snippet,
        "evidence": evidence,
    }
