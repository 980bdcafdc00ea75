"""Attribution and status with the gold's own triggers: python eval/attribution_on_gold.py [--errors] FILE...

FILE is a gold file by its path, or by its name among the shared gold. Prints one line of figures for each. Errors are
listed on request, never for a validation file.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from despacho.attribution import attribute, statuses
from despacho.model import Article, Document, Source, StatusReading, Trigger
from despacho.reading import load_reader

NAMES = ("es-newswire-dev", "es-modern-dev", "es-newswire-val")


def shared() -> Path:
    """The folder of shared material: DESPACHO_SHARED, else the neighbour of the repository."""
    return Path(os.environ.get("DESPACHO_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def gold_path(name: str) -> Path:
    """A gold file by its path, or by its name among the shared gold."""
    return Path(name) if name.endswith(".jsonl") else shared() / "gold" / f"{name}.jsonl"


def articles(name: str) -> Iterator[dict[str, Any]]:
    """The articles of a gold file."""
    with gold_path(name).open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def trigger_of(document: Document, event: dict[str, Any]) -> Trigger | None:
    """The gold trigger as tokens: its head is the token whose head lies outside the span."""
    start, end = event["trigger"]["start"], event["trigger"]["end"]
    span = [i for i in range(len(document.forms)) if document.starts[i] < end and document.ends[i] > start]
    if not span:
        return None
    tops = [i for i in span if document.heads[i] not in span or document.heads[i] == i]
    content = [i for i in tops if document.pos[i] in ("VERB", "NOUN", "ADJ", "PROPN")] or tops
    mode = event["modes"][0] if event["modes"] else None
    return Trigger(
        head=content[0], first=span[0], last=span[-1] + 1, event_type=event["event_type"], mode=mode, rule_id="gold"
    )


def sentence_of(article: dict[str, Any], event: dict[str, Any]) -> str:
    """The gold sentence of an event."""
    start = event["trigger"]["start"]
    return next((article["text"][a:b] for a, b in article["sentences"] if a <= start < b), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One gold event with what was read for it."""

    article: dict[str, Any]
    document: Document
    event: dict[str, Any]
    source: Source | None
    reading: StatusReading

    @property
    def said(self) -> str:
        """The words of the source that was found."""
        if self.source is None:
            return ""
        phrase = self.source.phrase
        return self.document.article.text[
            self.document.starts[phrase.first] : self.document.ends[max(phrase.first, phrase.last - 1)]
        ]

    @property
    def source_right(self) -> bool:
        """Whether both are null, or the phrase overlaps the gold's, or is understood where the gold's stands elsewhere."""
        gold = self.event["attribution"]
        if gold is None or self.source is None:
            return gold is None and self.source is None
        text, said = gold["text"], self.said
        overlaps = text in said or said in text
        if not text or text not in sentence_of(self.article, self.event):
            return self.source.phrase.understood or overlaps
        return overlaps and not self.source.phrase.understood

    @property
    def status_right(self) -> bool:
        """Whether the status is the gold's."""
        return bool(self.event["status"] == self.reading.status)


def cases(name: str, read: Callable[[dict[str, Any]], Document]) -> Iterator[Case]:
    """Every event of a gold file whose trigger is in the document."""
    for article in articles(name):
        document = read(article)
        pairs = [(e, t) for e in article["events"] if (t := trigger_of(document, e)) is not None]
        triggers = [t for _, t in pairs]
        found = zip(pairs, attribute(document, triggers), statuses(document, triggers), strict=True)
        for (event, _), source, reading in found:
            yield Case(article=article, document=document, event=event, source=source, reading=reading)


def tally(count: Counter[str], case: Case) -> None:
    """Add one case to the counts."""
    given = case.event["attribution"] is not None
    marked = case.event["status"] != "asserted"
    count["events"] += 1
    count["null_right"] += given == (case.source is not None)
    count["missed"] += given and case.source is None
    count["invented"] += not given and case.source is not None
    count["right"] += case.source_right
    count["present"] += given
    count["present_right"] += given and case.source_right
    count["status_right"] += case.status_right
    count["marked"] += marked
    count["marked_right"] += marked and case.status_right


def show(case: Case) -> None:
    """Print a case that is wrong."""
    gold = case.event["attribution"]
    marks = ("A" if not case.source_right else " ") + ("S" if not case.status_right else " ")
    cues = [cue.text for cue in (case.source and case.source.cue, case.reading.cue) if cue]
    print(
        f"{marks} {case.article['id']} {case.event['event_type']} {case.event['trigger']['text']!r}"
        f" gold={gold['text'] if gold else None}/{case.event['status']}"
        f" found={case.said or None}/{case.reading.status} {cues}\n     {sentence_of(case.article, case.event)}"
    )


def measure(name: str, read: Callable[[dict[str, Any]], Document], *, errors: bool) -> Counter[str]:
    """Counts over one gold file."""
    count: Counter[str] = Counter()
    for case in cases(name, read):
        tally(count, case)
        if errors and not (case.source_right and case.status_right):
            show(case)
    return count


def line(name: str, count: Counter[str]) -> str:
    """The figures of one file."""

    def share(part: str, whole: str) -> str:
        return f"{count[part] / count[whole]:.3f}" if count[whole] else "-"

    return (
        f"{name}: events {count['events']}  null/not {share('null_right', 'events')}"
        f"  attribution {share('right', 'events')}  missed {count['missed']}  invented {count['invented']}"
        f"  present {share('present_right', 'present')}  status {share('status_right', 'events')}"
        f"  marked {share('marked_right', 'marked')}"
    )


def main() -> None:
    """Score the files named on the command line, by default all three; errors are never shown for validation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    reader = load_reader("es")

    def read(article: dict[str, Any]) -> Document:
        document: Document = reader.read(Article(id=article["id"], text=article["text"], lang="es"))
        return document

    for name in options.names:
        print(line(gold_path(name).stem, measure(name, read, errors=options.errors and "val" not in name)))


if __name__ == "__main__":
    main()
