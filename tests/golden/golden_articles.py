"""Whole articles of our own and the events that they give, as they are compared and rewritten."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from despacho.ingest import read_articles
from despacho.model import Article, Rejected
from despacho.store import event_to_dict

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expected"
INPUTS = (HERE.parents[1] / "examples" / "articulos.jsonl", HERE / "articles.jsonl")


def articles() -> Iterator[Article]:
    """The articles, in the order of their files."""
    for item in read_articles([str(path) for path in INPUTS]):
        if isinstance(item, Rejected):
            raise ValueError(f"a golden article cannot be read: {item}")
        yield item


def events_text(outcome: Any) -> str:
    """Events as JSON Lines without ``coder``: its digests change with every edit of the lexicon, the events need not."""
    if isinstance(outcome, Rejected):
        raise ValueError(f"a golden article was rejected: {outcome}")
    return "".join(_line(event_to_dict(event)) for event in outcome)


def _line(record: dict[str, Any]) -> str:
    return json.dumps({key: value for key, value in record.items() if key != "coder"}, ensure_ascii=False) + "\n"


def coded(pipeline: Any) -> dict[str, str]:
    """Article id to the text of its events."""
    return {article.id: events_text(outcome) for article, outcome in pipeline.code_articles(articles())}


def expected(article_id: str) -> str:
    """The events that the article should give, "" when there is no file yet."""
    path = EXPECTED / f"{article_id}.jsonl"
    return path.read_bytes().decode("utf-8") if path.is_file() else ""


def readable(text: str) -> Iterable[str]:
    """Events one line each, short enough to compare by eye."""
    for line in text.splitlines():
        record = json.loads(line)
        who = "+".join(f"{p['country']}:{p['sector']}" for p in record["actors"])
        whom = "+".join(f"{p['country']}:{p['sector']}" for p in record["recipients"])
        by = record["attribution"]
        told = "" if by is None else f" by {by['text']!r} {by['country']}:{by['sector']}/{by['channel']}"
        place = record["place"]["name"] if record["place"] else None
        yield (
            f"{record['sentence']['index']:>2} {record['event_type']}/{','.join(record['modes'])} {record['trigger']['text']!r} "
            f"{who} -> {whom}{told} {record['status']} {record['date']} {place} {','.join(record['contexts'])}"
        )
