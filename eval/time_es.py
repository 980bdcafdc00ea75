"""Day-level accuracy of time expressions on annotated sentences, beside dateparser and recognizers-text where installed.

    python eval/time_es.py PATH/TO/time-es.jsonl [--errors]

A line of the file: {"doc", "sent_id", "dct": ISO day or null, "es_sentence", "timex": [{"type", "value", "en"}, ...]}. A
day-level value is a gold value of type DATE or TIME that begins with a whole ISO day (of "2009-06-01T16:15Z" the day), in a
sentence whose day of writing is known. It counts as got where the resolver gives that day for some expression of the
sentence. The project's resolver reads the sentences of a document in order as one article (an article is what it is made
for: "ese mismo día" needs the sentence before); the others take one sentence and know no context.
"""

from __future__ import annotations

import argparse
import json
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from itertools import accumulate, groupby
from pathlib import Path

Resolver = Callable[[str, date], set[str]]
Answers = dict[int, set[str]]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A sentence with its document, the day of writing (None: unknown) and the day-level gold values."""

    document: str
    order: int
    sentence: str
    written: date | None
    days: tuple[str, ...]


def questions(path: Path) -> list[Question]:
    """All sentences, by document and order."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        known = row["dct"] and _DAY.fullmatch(row["dct"])
        days = [t["value"][:10] for t in row["timex"] if t["type"] in {"DATE", "TIME"} and _DAY.match(t["value"])]
        found.append(
            Question(
                document=row["doc"],
                order=row["sent_id"],
                sentence=row["es_sentence"],
                written=date.fromisoformat(row["dct"]) if known else None,
                days=tuple(days) if known else (),
            )
        )
    return sorted(found, key=lambda q: (q.document, q.order))


def ours(rows: list[Question]) -> Answers:
    """The project's resolver over the project's parser: the days given for each row."""
    from _parse import parser
    from despacho.resolve.time_expressions import find_times

    parse = parser()
    answers: Answers = {i: set() for i in range(len(rows))}
    for _, group in groupby(range(len(rows)), key=lambda i: rows[i].document):
        members = list(group)
        ends = list(accumulate(len(rows[i].sentence) + 1 for i in members))
        document = parse("\n".join(rows[i].sentence for i in members))
        for found in find_times(document, anchor=rows[members[0]].written):
            given = answers[members[bisect_right(ends, found.span.start)]]
            given |= {v for v in (found.value, found.end) if v and _DAY.fullmatch(v)}
    return answers


def sentence_by_sentence(resolver: Resolver, rows: list[Question]) -> Answers:
    """The days that a resolver without context gives for each row."""
    return {i: resolver(q.sentence, q.written) if q.written and q.days else set() for i, q in enumerate(rows)}


def dateparser(rows: list[Question], *, prefer: str = "current_period") -> Answers:
    """dateparser.search with the day of writing as its base; ``prefer`` is its PREFER_DATES_FROM."""
    from dateparser.search import search_dates

    def resolve(sentence: str, anchor: date) -> set[str]:
        settings = {"RELATIVE_BASE": datetime.combine(anchor, time.min), "PREFER_DATES_FROM": prefer}
        found = search_dates(sentence, languages=["es"], settings=settings) or []
        return {moment.date().isoformat() for _, moment in found}

    return sentence_by_sentence(resolve, rows)


def recognizers(rows: list[Question]) -> Answers:
    """recognizers-text's Spanish date-time model; of an ambiguous date every candidate counts as given."""
    from recognizers_date_time import Culture, recognize_datetime

    def resolve(sentence: str, anchor: date) -> set[str]:
        base = datetime.combine(anchor, time.min)
        found = recognize_datetime(sentence, Culture.Spanish, reference=base)
        values = [v for item in found for v in (item.resolution or {}).get("values", [])]
        return {str(text)[:10] for v in values for text in (v.get("value"), v.get("start")) if text}

    return sentence_by_sentence(resolve, rows)


def score(answers: Answers, rows: list[Question], *, errors: bool) -> tuple[int, int]:
    """Day-level values got, and asked for."""
    got = asked = 0
    for i, question in enumerate(rows):
        hits = [day for day in question.days if day in answers[i]]
        got, asked = got + len(hits), asked + len(question.days)
        if errors and len(hits) < len(question.days):
            print(question.written, "|", question.sentence, "| gold", question.days, "| given", sorted(answers[i]))
    return got, asked


def main() -> None:
    """Print one line per resolver that can be imported."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("path", type=Path)
    arguments.add_argument("--errors", action="store_true")
    chosen = arguments.parse_args()
    rows = questions(chosen.path)
    resolvers: list[tuple[str, Callable[[list[Question]], Answers]]] = [
        ("despacho", ours),
        ("dateparser, its default", dateparser),
        ("dateparser, past", partial(dateparser, prefer="past")),
        ("recognizers-text", recognizers),
    ]
    for name, make in resolvers:
        try:
            answers = make(rows)
        except ImportError as error:
            print(f"{name:24} not installed ({error})")
            continue
        got, asked = score(answers, rows, errors=chosen.errors and name == "despacho")
        print(f"{name:24} {got}/{asked} = {got / asked:.3f}")


if __name__ == "__main__":
    main()
