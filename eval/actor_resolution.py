"""Actors on gold spans: python eval/actor_resolution.py [--errors] [NAME | FILE.jsonl]...

Every participant that the gold names with words of its sentence is asked of the resolver by the head of those words, so
that neither triggers nor argument slots count. Prints for each gold file the accuracy of country and of sector (the whole
set of codes of the span must agree), and at the end a table by ``resolved_by``: how often a way was taken, how often it was
right. Errors are listed on request, never for a validation file.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from despacho.actors.offices import load_offices
from despacho.actors.tables import load_actors
from despacho.grammar.phrases import phrase_of
from despacho.model import Article, Document, Participant
from despacho.reading.reader import load_reader
from despacho.resolve.actors import ActorResolver

NAMES = ("es-newswire-dev", "es-modern-dev")


def shared() -> Path:
    """The folder of shared material: DESPACHO_SHARED, else the neighbour of the repository."""
    return Path(os.environ.get("DESPACHO_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def gold_path(name: str) -> Path:
    """The file of a gold name; a path is taken as it is."""
    return Path(name) if name.endswith(".jsonl") else shared() / "gold" / f"{name}.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A gold participant's words: offsets in the text and the codes that the gold gives them."""

    start: int
    end: int
    text: str
    codes: frozenset[tuple[str, str]]


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of one file, and of each ``resolved_by``."""

    spans: int = 0
    country: int = 0
    sector: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    full: Counter[str] = field(default_factory=Counter)


def spans_of(article: dict[str, Any], event: dict[str, Any]) -> Iterator[Span]:
    """The participants of an event that stand in its sentence, compound ones together."""
    start = event["trigger"]["start"]
    inside = next((s for s in article["sentences"] if s[0] <= start < s[1]), None)
    if inside is None:
        return
    for group in (event["actors"], event["recipients"], [event["attribution"]] if event["attribution"] else []):
        by_text: dict[str, set[tuple[str, str]]] = {}
        for participant in group:
            by_text.setdefault(participant["text"], set()).add((participant["country"], participant["sector"]))
        for text, codes in by_text.items():
            at = article["text"].find(text, *inside) if text else -1
            if at >= 0:
                yield Span(start=at, end=at + len(text), text=text, codes=frozenset(codes))


def head_of(document: Document, span: Span) -> int | None:
    """The token of the span whose head lies outside of it."""
    inside = [i for i in range(len(document.forms)) if document.starts[i] < span.end and document.ends[i] > span.start]
    tops = [i for i in inside if document.heads[i] not in inside or document.heads[i] == i]
    content = [i for i in tops if document.pos[i] not in ("DET", "ADP", "PUNCT")] or tops
    return content[0] if content else None


def count(tally: Tally, span: Span, found: tuple[Participant, ...]) -> bool:
    """Adds one answer to the tally; true where country and sector are both right."""
    country = {p.country for p in found} == {c for c, _ in span.codes}
    full = {(p.country, p.sector) for p in found} == set(span.codes)
    tally.spans += 1
    tally.country += country
    tally.sector += {p.sector for p in found} == {s for _, s in span.codes}
    way = found[0].resolved_by.split(":")[0] if found else "(no actor)"
    tally.ways[way] += 1
    tally.right[way] += country
    tally.full[way] += full
    return full


def measure(name: str, read: Any, tables: Any, *, errors: bool) -> Tally:
    """The tally of one gold file."""
    tally = Tally()
    seen: set[tuple[str, str]] = set()
    with gold_path(name).open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    for article in articles:
        document = read(article)
        resolver = ActorResolver(document, *tables, lang=article.get("lang") or "es")
        for event in article["events"]:
            for span in spans_of(article, event):
                head = head_of(document, span)
                if head is None:
                    continue
                found = resolver.participants(phrase_of(document, head))
                if not count(tally, span, found) and errors and (article["id"], span.text) not in seen:
                    seen.add((article["id"], span.text))
                    got = [(p.country, p.sector, p.resolved_by, p.name) for p in found]
                    print("  ", article["id"], repr(span.text), sorted(span.codes), "got", got)
    return tally


def report(tallies: dict[str, Tally]) -> None:
    """One line for each file, then the ways by how often they were taken."""
    for name, tally in tallies.items():
        n = tally.spans or 1
        print(
            f"{Path(name).stem:18} spans {tally.spans:4}  country {tally.country / n:.3f}  sector {tally.sector / n:.3f}"
        )
    ways: Counter[str] = sum((t.ways for t in tallies.values()), Counter())
    right: Counter[str] = sum((t.right for t in tallies.values()), Counter())
    full: Counter[str] = sum((t.full for t in tallies.values()), Counter())
    print(f"\n{'resolved_by':22} {'spans':>5} {'country':>8} {'full':>6} {'wrong':>6}")
    for way, times in ways.most_common():
        print(f"{way:22} {times:5} {right[way] / times:8.3f} {full[way] / times:6.3f} {times - full[way]:6}")


def main() -> None:
    """Command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", default=NAMES)
    options.add_argument("--errors", action="store_true", help="list the wrong ones (never of a validation file)")
    chosen = options.parse_args()
    reader = load_reader("es", os.environ.get("DESPACHO_PARSER"))
    tables = (load_actors(), load_offices())

    def read(article: dict[str, Any]) -> Document:
        return reader.read(
            Article(
                id=article["id"], text=article["text"], title=article.get("title"), lang="es",
                published_at=article.get("published_at"),
            )
        )  # fmt: skip

    report(
        {
            name: measure(name, read, tables, errors=chosen.errors and "val" not in Path(name).stem.split("-"))
            for name in chosen.names
        }
    )


if __name__ == "__main__":
    main()
