"""English time expressions: every example of en/time.toml, what must not be found, and the table through the parser."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import pytest
from time_builders import flat_document

from despacho.model import Article
from despacho.reading.reader import Reader, load_reader
from despacho.resolve.dates import date_of
from despacho.resolve.time_calendar import nth_weekday
from despacho.resolve.time_expressions import find_times
from despacho.resolve.time_grammar import load_grammar
from parsers import parser_for

GRAMMAR = load_grammar("en")
assert GRAMMAR is not None
EXAMPLES = [pytest.param(example, id=f"{pattern}-{k}") for k, (pattern, example) in enumerate(GRAMMAR.examples)]
ANCHOR = date(2021, 6, 8)
TABLE = Path(__file__).with_name("times_en.tsv")


def found(text: str, *, anchor: date | None = ANCHOR, tense: str = "past") -> list[str]:
    times = find_times(flat_document(text, tense=tense, lang="en"), anchor=anchor)
    return [f"{t.value}/{t.end}" if t.end else t.value or "" for t in times]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(example: dict[str, str]) -> None:
    anchor = date.fromisoformat(example["anchor"]) if example["anchor"] else None
    assert found(example["text"], anchor=anchor, tense=example.get("tense", "")) == example["expect"]


@pytest.mark.parametrize(
    ("text", "tense", "expected"),
    [
        pytest.param("They may march on Sunday .", "future", ["2021-06-13"], id="modal-and-verb-in-small-letters"),
        pytest.param("The minister met the fall of the city .", "past", [], id="fall-is-no-season-here"),
        pytest.param("He left for good on the second .", "past", [], id="second"),
        pytest.param("Two days before the vote he resigned .", "past", [""], id="days-from-an-event"),
        pytest.param("Two days before , he resigned .", "past", [""], id="nothing-to-count-from"),
        pytest.param("On May 3 he met them . Two days before , he resigned .", "past", ["2021-05-03", "2021-05-01"], id="behind-the-comma"),
        pytest.param("The 1600 troops left .", "past", [], id="a-count-is-no-year"),
        pytest.param("The 2016 vote was void .", "past", ["2016"], id="year-of-a-noun"),
        pytest.param("It began at 10:30 a.m. Friday .", "past", ["2021-06-04"], id="hour-of-a-day"),
        pytest.param("It closed on Memorial Day .", "past", ["2021-05-31"], id="last-monday-of-may"),
        pytest.param("The Sunday Times is read every Sunday .", "present", ["", ""], id="names-and-sets"),
    ],
)
def test_text(text: str, tense: str, expected: list[str]) -> None:
    assert found(text, tense=tense) == expected


@pytest.mark.parametrize("text", ["He left today .", "He left on Monday .", "He left on May 7 .", "He left last week .", "He left two days ago ."])
def test_no_anchor_no_guess(text: str) -> None:
    assert found(text, anchor=None) == [""]


def test_what_stands_behind_is_no_part_of_the_expression() -> None:
    (time,) = find_times(flat_document("Two days before , he resigned .", lang="en"), anchor=ANCHOR)
    assert time.span.text == "Two days before"


@pytest.mark.parametrize(
    ("year", "rule", "day"),
    [(2020, "11-3-4", date(2020, 11, 26)), (2021, "9-0-1", date(2021, 9, 6)), (2021, "5-0--1", date(2021, 5, 31)), (2022, "5-0--1", date(2022, 5, 30))],
)
def test_nth_weekday(year: int, rule: str, day: date) -> None:
    assert nth_weekday(year, rule) == day


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return load_reader("en", parser_for("en"))


@pytest.mark.model
def test_table() -> None:
    reader = _reader()
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(rows) >= 160
    missed, asked = [], 0
    for _, group in groupby(rows, key=lambda row: row[0]):
        members = list(group)
        document = reader.read(Article(id="test", text="\n".join(row[2] for row in members), lang="en"))
        times = find_times(document, anchor=date.fromisoformat(members[0][1]))
        given = {value for time in times for value in (time.value, time.end)}
        days = [value for row in members for value in row[3].replace("/", " ").split() if len(value) == len("2021-06-08")]
        asked += len(days)
        missed += [(members[0][2], value) for value in days if value not in given]
    assert len(missed) <= 0.15 * asked, missed


@pytest.mark.model
def test_dates_of_acts() -> None:
    reader = _reader()
    rows = [line.split("\t") for line in TABLE.with_name("dates_en.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    wrong = []
    for text, trigger, event_type, wanted in rows:
        document = reader.read(Article(id="test", text=text, lang="en"))
        head, times = document.forms.index(trigger), find_times(document, anchor=ANCHOR)
        found = date_of(document, head, times, trigger_first=head, trigger_last=head + 1, event_type=event_type)
        given = (found.value or "") if found else ""
        if given != wanted:
            wrong.append((text, trigger, given))
    assert len(wrong) <= 0.15 * len(rows), wrong
