"""``despacho evaluate``: how well the events agree with gold articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from despacho.cli import options
from despacho.cli.failures import failures, say
from despacho.cli.workers import coded, run_config
from despacho.model import Article, InputError, Rejected

if TYPE_CHECKING:
    from despacho.evaluation import Evaluation

Gold = Annotated[Path, typer.Argument(metavar="GOLD", help="Gold articles (.jsonl) with their sentences and events.")]
Predicted = Annotated[
    Path | None,
    typer.Option(
        "--predicted", metavar="FILE", help="Events to judge (any format that despacho writes); else GOLD is coded."
    ),
]
Errors = Annotated[
    int, typer.Option("--errors", metavar="N", min=0, help="List the first N missed and spurious events.")
]
_GOLD_FIELDS = {"id": str, "text": str, "sentences": list, "events": list}
_COMPARED = ("event_type", "trigger", "actors", "recipients")


def evaluate(
    gold: Gold,
    *,
    predicted: Predicted = None,
    errors: Errors = 0,
    lang: options.Lang = None,
    parser: options.Parser = None,
    actors: options.Actors = None,
    json: options.Json = False,
) -> None:
    """Measure events against gold articles: precision, recall and F1 by quad, event, dyad and full record."""
    with failures():
        from despacho import evaluation

        articles = [record for _, record in _gold(gold)]
        if predicted is not None:
            records = list(_predicted(predicted))
        else:
            records = list(_coded_here(gold, lang=lang, parser=parser, actors=actors))
        result = evaluation.evaluate(articles, records)
        if json:
            typer.echo(_as_json(result, errors=errors))
            return
        for line in evaluation.report_lines(result):
            typer.echo(line)
        for miss in result.misses[:errors]:
            typer.echo("\n" + "\n".join(evaluation.miss_lines(miss)))


def _gold(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    from despacho.store import read_records

    for where, record in read_records(path, named="jsonl"):
        for name, kind in _GOLD_FIELDS.items():
            if not isinstance(record.get(name), kind):
                raise InputError(f"{where}: not a gold article: the field {name!r} must be a {kind.__name__}")
        for event in record["events"]:
            _check_event(event, where=where)
        yield where, record


def _predicted(path: Path) -> Iterator[dict[str, Any]]:
    from despacho.store import FORMATS, read_records

    named = None if path.suffix.lower().lstrip(".") in FORMATS else "jsonl"
    for where, record in read_records(path, named=named):
        if not isinstance(record.get("article_id"), str):
            raise InputError(f"{where}: not an event: the field 'article_id' is missing")
        _check_event(record, where=where)
        yield record


def _check_event(event: Any, *, where: str) -> None:
    missing = [name for name in _COMPARED if not isinstance(event, dict) or name not in event]
    trigger = {} if missing else event["trigger"]
    if not missing and not all(isinstance(trigger.get(name), int) for name in ("start", "end")):
        missing = ["trigger.start"]
    if missing:
        raise InputError(f"{where}: an event lacks the field {missing[0]!r}")


def _coded_here(path: Path, *, lang: str | None, parser: str | None, actors: Path | None) -> Iterator[dict[str, Any]]:
    from despacho.ingest import read_articles
    from despacho.store import event_to_dict

    def accepted() -> Iterator[Article]:
        for item in read_articles([str(path)], lang=lang):
            if isinstance(item, Rejected):
                say(f"rejected ({item.reason}) {item.detail or item.article_id}")
            else:
                yield item

    for article, outcome in coded(accepted(), load=run_config(lang=lang, parser=parser, actors=actors).load):
        if isinstance(outcome, Rejected):
            say(f"rejected ({outcome.reason}) {outcome.detail or article.id}")
        else:
            yield from (event_to_dict(event) for event in outcome)


def _as_json(result: Evaluation, *, errors: int) -> str:
    import json

    from despacho.evaluation import miss_lines

    figures: dict[str, Any] = dict(result.figures)
    if errors:
        figures["errors"] = [" ".join(miss_lines(miss)) for miss in result.misses[:errors]]
    return json.dumps(figures, indent=1)
