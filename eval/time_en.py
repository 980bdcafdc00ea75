"""Accuracy of English time expressions on a table of sentences, beside dateparser where installed.

    python eval/time_en.py [tests/unit/resolve/times_en.tsv] [--errors]

A line of the table: article, day of writing, sentence, values in order of mention ("-" for an expression without a date, "/" between the ends of a range). As in
time_es.py a day-level value (a whole ISO day) counts as got where the resolver gives that day for some expression of its sentence,
and the sentences of an article are read in order as one. "all" counts months and years too; "spurious" are days given that the
table does not have. DESPACHO_PARSER names the pipeline where it is not the shipped one.
"""

from __future__ import annotations

import argparse
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate, groupby
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "tests/unit/resolve/times_en.tsv"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A sentence, its article, the day of writing and the values of its expressions."""

    document: str
    written: date
    sentence: str
    values: tuple[str, ...]


def questions(path: Path) -> list[Question]:
    """The rows of the table."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [
        Question(document=doc, written=date.fromisoformat(day), sentence=text, values=tuple(values.replace("/", " ").split()))
        for doc, day, text, values in rows
    ]


def ours(rows: Sequence[Question]) -> list[set[str]]:
    """The values that the project's resolver gives for each row."""
    from _parse import parser
    from despacho.resolve.time_expressions import find_times

    parse = parser("en")
    answers: list[set[str]] = []
    for _, group in groupby(rows, key=lambda q: q.document):
        members = list(group)
        ends = list(accumulate(len(q.sentence) + 1 for q in members))
        given: list[set[str]] = [set() for _ in members]
        for found in find_times(parse("\n".join(q.sentence for q in members)), anchor=members[0].written):
            given[bisect_right(ends, found.span.start)] |= {v for v in (found.value, found.end) if v}
        answers += given
    return answers


def dateparser(rows: Sequence[Question]) -> list[set[str]]:
    """dateparser.search with the day of writing as its base and a preference for the past."""
    from dateparser.search import search_dates

    def resolve(question: Question) -> set[str]:
        settings = {"RELATIVE_BASE": datetime.combine(question.written, time.min), "PREFER_DATES_FROM": "past"}
        found = search_dates(question.sentence, languages=["en"], settings=settings) or []
        return {moment.date().isoformat() for _, moment in found}

    return [resolve(question) for question in rows]


def report(name: str, rows: Sequence[Question], answers: Sequence[set[str]], *, errors: bool) -> None:
    """One line of figures."""
    days = all_values = asked_days = asked = spurious = 0
    for question, given in zip(rows, answers, strict=True):
        wanted = [v for v in question.values if v != "-"]
        whole = [v for v in wanted if DAY.fullmatch(v)]
        days, asked_days = days + sum(v in given for v in whole), asked_days + len(whole)
        all_values, asked = all_values + sum(v in given for v in wanted), asked + len(wanted)
        odd = {v for v in given if DAY.fullmatch(v)} - set(wanted)
        spurious += len(odd)
        if errors and (odd or any(v not in given for v in wanted)):
            print(question.written, "|", question.sentence, "|", wanted, "| given", sorted(given))
    print(f"{name:12} days {days}/{asked_days} = {days / asked_days:.3f}; all {all_values}/{asked} = {all_values / asked:.3f}; spurious {spurious}")


def main() -> None:
    """Print one line per resolver that can be imported."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("path", type=Path, nargs="?", default=TABLE)
    arguments.add_argument("--errors", action="store_true")
    chosen = arguments.parse_args()
    rows = questions(chosen.path)
    for name, make in (("despacho", ours), ("dateparser", dateparser)):
        try:
            answers = make(rows)
        except ImportError as error:
            print(f"{name:12} not installed ({error})")
            continue
        report(name, rows, answers, errors=chosen.errors and name == "despacho")


if __name__ == "__main__":
    main()
