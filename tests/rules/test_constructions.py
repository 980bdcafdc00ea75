"""The grammar's constructions, one sentence each: who does what to whom, whatever the words of the lexicon.

``constructions_<lang>.tsv``: construction, type, trigger, countries of actors and of recipients (comma between them), text, and where a
sentence is known to fail the reason ("" else). The reasons may only go away.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from despacho.model import Article, Document, Draft

HERE = Path(__file__).parent


def _rows() -> list[Any]:
    found = []
    for path in sorted(HERE.glob("constructions_*.tsv")):
        lang = path.stem.removeprefix("constructions_")
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [{**row, "lang": lang} for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
        found += [pytest.param(row, id=f"{lang}-{row['construction']}") for row in rows]
    return found


ROWS = _rows()


@pytest.fixture(scope="module")
def drafts(pipeline_of):
    """From a language to its sentences, each with its document and drafts."""

    def of(lang: str) -> Mapping[str, tuple[Document, tuple[Draft, ...]]]:
        pipeline = pipeline_of(lang)
        texts = [row.values[0]["text"] for row in ROWS if row.values[0]["lang"] == lang]
        articles = [Article(id=str(k), text=text, lang=lang, published_at="2024-03-05") for k, text in enumerate(texts)]
        documents = pipeline.reader.read_many(articles)
        return {text: (document, pipeline.drafts(document)) for text, document in zip(texts, documents, strict=True)}

    return cache(of)


def _countries(participants: Any) -> str:
    return ",".join(sorted({p.country for p in participants if p.country}))


@pytest.mark.model
@pytest.mark.parametrize("row", ROWS)
def test_construction(row: Mapping[str, str], drafts: Any) -> None:
    document, found = drafts(row["lang"])[row["text"]]
    start = row["text"].index(row["trigger"])
    end = start + len(row["trigger"])
    there = [d for d in found if document.starts[d.candidate.trigger.first] < end and start < document.ends[d.candidate.trigger.last - 1]]
    readings = [(d.event_type, _countries(d.actors), _countries(d.recipients)) for d in there]
    right = (row["type"], row["actors"], row["recipients"]) in readings
    if row["known"]:
        assert not right, "holds now: take its reason out of the table"
        pytest.xfail(f"{row['known']}: {readings}")
    assert right, readings
