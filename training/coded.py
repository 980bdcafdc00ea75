"""Coded articles to learn from, with what the rules make of them.

Gold files, the annotation under ``training/annotations`` (stand-off annotation is laid over the newswire or the treebank document
that it belongs to) and the project's own articles under ``tests/gold``. The validation file is never read here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from despacho.model import Article, Document, Draft
from despacho.pipeline import Pipeline
from despacho.resolve import ActorResolver
from despacho.selection import features_of

HERE = Path(__file__).parent
LANGUAGES = HERE.parent / "src" / "despacho" / "languages"
GOLD = {"es": ("es-newswire-dev", "es-modern-dev", "seed"), "en": ("en-newswire-dev",)}
"""The development files of each language."""


@dataclass(frozen=True, slots=True)
class Row:
    """One coded article: its gold record, its parse, who is meant in it, its drafts with their features and labels."""

    article: dict[str, Any]
    document: Document
    resolver: ActorResolver
    drafts: tuple[Draft, ...]
    features: list[dict[str, float]]
    labels: list[int]
    gold: bool


def coded_articles(gold: Path, text: Path, *, lang: str) -> Iterator[dict[str, Any]]:
    """All articles of a language with events that may be learnt from, in a fixed order; the treebanks lie beside ``text``."""
    for name in GOLD.get(lang, ()):
        yield from ({**article, "gold": True} for article in _lines(gold / f"{name}.jsonl"))
    texts = {a["id"]: a for a in _lines(text / f"{lang}-newswire-unlabelled.jsonl")}
    texts |= {name: {"id": name, "title": None, "text": words} for name, words in _documents(text.parent / "treebanks", lang)}
    for path in sorted((HERE / "annotations").glob("*.jsonl")):
        for record in _lines(path):
            if record.get("lang", "es") != lang:
                continue
            if "text" in record:
                yield record
            elif record["id"] in texts:
                yield {**texts[record["id"]], **record, "events": [_whole(e) for e in record["events"]]}
    yield from _lines(HERE.parent / "tests" / "gold" / f"{lang}-own.jsonl")


def _documents(treebanks: Path, lang: str) -> Iterator[tuple[str, str]]:
    """The documents of the treebanks of a language by their names, one sentence a line."""
    for path in sorted(treebanks.glob(f"{lang}_*.conllu")):
        found: dict[str, list[str]] = {}
        document = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# sent_id = "):
                document = line[12:].strip().rpartition("-s")[0]
            elif line.startswith("# text = "):
                found.setdefault(document, []).append(line[9:].strip())
        yield from ((name, "\n".join(sentences)) for name, sentences in found.items() if name)


def _whole(event: dict[str, Any]) -> dict[str, Any]:
    """A stand-off event with its trigger as the gold has it."""
    return event if "trigger" in event else {**event, "trigger": {"start": event["start"], "end": event["end"]}}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def rows_of(pipeline: Pipeline, records: Iterable[dict[str, Any]]) -> list[Row]:
    """The records read and drafted by the rules, with a label for each draft."""
    articles = list(records)
    inputs = (
        Article(id=a["id"], text=a["text"], title=a.get("title"), lang=pipeline.lang, published_at=a.get("published_at"))
        for a in articles
    )
    rows = []
    for article, document in zip(articles, pipeline.reader.read_many(inputs), strict=True):
        resolver = pipeline.resolver(document)
        drafts = pipeline.drafts(document, resolver)
        rows.append(
            Row(
                article,
                document,
                resolver,
                drafts,
                features_of(document, drafts, lang=pipeline.lang),
                labels_of(article, document, drafts),
                bool(article.get("gold")),
            )
        )
    return rows


def labels_of(article: dict[str, Any], document: Document, drafts: Iterable[Draft]) -> list[int]:
    """1 where a coder found an event of the draft's type at its trigger, or elsewhere in its sentence with the same actors."""
    gold: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for event in article["events"]:
        gold[sentence_at(article, event["trigger"]["start"])].append(event)
    drafts = list(drafts)
    labels, used, left = [0] * len(drafts), set(), []
    for i, draft in enumerate(drafts):
        start, end = span(document, draft)
        sentence = sentence_at(article, start)
        hits = [
            (sentence, j)
            for j, event in enumerate(gold[sentence])
            if event["event_type"] == draft.event_type
            and event["trigger"]["start"] < end
            and start < event["trigger"]["end"]
        ]
        hit = next((h for h in hits if h not in used), None)
        if hit is None:
            left.append((i, sentence))
        else:
            used.add(hit)
            labels[i] = 1
    for i, sentence in left:
        labels[i] = int(_elsewhere(drafts[i], gold[sentence], sentence, used))
    return labels


def _elsewhere(draft: Draft, events: list[dict[str, Any]], sentence: int, used: set[tuple[int, int]]) -> bool:
    if draft.candidate.content_of is not None:
        return False
    countries = {p.country for p in draft.actors}
    for j, event in enumerate(events):
        same = not countries or {p["country"] for p in event["actors"]} == countries
        if (sentence, j) not in used and event["event_type"] == draft.event_type and same:
            used.add((sentence, j))
            return True
    return False


def span(document: Document, draft: Draft) -> tuple[int, int]:
    """Half-open offsets of a draft's trigger."""
    trigger = draft.candidate.trigger
    return document.starts[trigger.first], document.ends[trigger.last - 1]


def sentence_at(article: dict[str, Any], offset: int) -> int:
    """The index of the sentence, as the annotation cuts them, at an offset; -1 for none."""
    return next((k for k, (start, end) in enumerate(article["sentences"]) if start <= offset < end), -1)


def coded_event(row: Row, draft: Draft, used: set[int]) -> dict[str, Any] | None:
    """The coder's event that the draft stands for: at its trigger, else of its type in its sentence; ``used`` are those taken."""
    start, end = span(row.document, draft)
    sentence = sentence_at(row.article, start)
    same = [
        (i, e)
        for i, e in enumerate(row.article["events"])
        if i not in used and e["event_type"] == draft.event_type and sentence_at(row.article, e["trigger"]["start"]) == sentence
    ]
    if not same:
        return None
    index, event = next(
        ((i, e) for i, e in same if e["trigger"]["start"] < end and start < e["trigger"]["end"]), same[0]
    )
    used.add(index)
    return event
