"""Time expressions of an article: where they stand and what day, month or year each means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from despacho.grammar.words import grammar_of
from despacho.model import Document, Span
from despacho.resolve.time_blog import dateline_spans, live_stamps
from despacho.resolve.time_calendar import Moment, record_value
from despacho.resolve.time_grammar import Grammar, Label, Match, load_grammar, match_at
from despacho.resolve.time_reading import Context, Reading
from despacho.resolve.time_rules import RULES
from despacho.resolve.time_tense import governing_tense

_REMEMBERED = 8
"""Dates kept for "ese día" and "dos días antes": a reader does not reach farther back."""

_OF_DAYS = frozenset({"deictic", "weekday", "calendar", "shift", "same"})

_NOUN_YEAR = 1900
"""A bare number before a noun ("the 1600 troops", "the 2014 election") is a year from here on: larger counts have a comma."""

TimeKind = Literal["date", "duration", "set", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """Words that say when: half-open token range, span, and value in the record's form.

    ``value`` is an ISO day, YYYY-MM or YYYY (the smallest that holds what is meant), None where the text and the anchor
    do not settle it; ``end`` the other end of a range, else None. ``precision`` is the unit that the words give: minute
    (a live blog's stamp), hour, day, days, weekend, week, month, quarter, third, half, year, decade, century or another
    unit of a length. ``anchored`` is true where the value hangs on the publication day or an earlier date of the text.
    ``kind``: date, duration, set (repeated) or time (of day). ``in_dateline``: part of the dateline, not of the story.
    """

    first: int
    last: int
    span: Span
    value: str | None
    end: str | None
    precision: str
    anchored: bool
    kind: TimeKind
    in_dateline: bool = False


def _columns(document: Document, grammar: Grammar) -> list[tuple[Label, ...]]:
    """The labels of each token; a day's or month's word inside a name ("Plácido Domingo") stands for nothing else, nor
    does one without the capital that its language gives it ("they may")."""
    opens = {sentence.first for sentence in document.sentences}
    columns = []
    for i, lower in enumerate(document.lowers):
        labels = grammar.labels_of(lower)
        is_capital = bool(labels) and lower in grammar.lower_only and document.forms[i][0].isupper() and i not in opens
        if is_capital and _is_name(document, i):
            labels = tuple(label for label in labels if label[0].startswith("="))
        if labels and grammar.proper and not _is_proper(document, i):
            labels = tuple(label for label in labels if label[0] not in grammar.proper)
        columns.append(labels)
    return columns


def _is_proper(document: Document, i: int) -> bool:
    """Whether the word has a capital and is no part of a longer name of a person or body ("Theresa May")."""
    if not document.forms[i][0].isupper():
        return False
    entity = document.ents[i]
    begins = document.ent_starts[i] and (i + 1 == len(document.forms) or document.ents[i + 1] != entity or document.ent_starts[i + 1])
    return entity not in {"PER", "ORG"} or begins


def _words(document: Document) -> Mapping[str, Any]:
    return grammar_of(document).times


def _is_name(document: Document, i: int) -> bool:
    """Whether a capitalised day or month belongs to a name ("Plaza 25 de Mayo", "Domingo Pérez"), not just to house style
    ("hoy, Martes"): its neighbour, or what stands before its day number, is capitalised too."""
    if document.forms[i].isupper():
        return False
    before = i - 3 if i > 2 and document.lowers[i - 1] in _words(document)["of"] and document.forms[i - 2].isdigit() else i - 1
    first = document.sentences[document.sentence_of[i]].first
    after = document.forms[i + 1][:1] if i + 1 < len(document.forms) else ""
    return after.isupper() or (before > first and document.forms[before][:1].isupper())


def _is_count(document: Document, match: Match) -> bool:
    """Whether a lone year is only a number of things ("en 2000 casos")."""
    i = match.last - 1
    if match.pattern.id == "year-of-a-noun":
        return int(match.slots["year"]) < _NOUN_YEAR
    is_lone = match.pattern.id == "year" and match.last - match.first == 1
    return is_lone and document.deps[i] == "nummod" and document.heads[i] > i


def _best_at(grammar: Grammar, columns: list[tuple[Label, ...]], i: int) -> Match | None:
    """The match that begins at ``i``; a longer one that begins behind mere context, or inside vague words, outranks it."""
    best = match_at(grammar, columns, i)
    limit = 0 if best is None else best.last if best.pattern.rule == "vague" else best.first + 1
    for j in range(i + 1, limit):
        other = match_at(grammar, columns, j)
        if best and other and other.last > best.last:
            best = other
    return best


def _matches(document: Document, grammar: Grammar, columns: list[tuple[Label, ...]]) -> list[Match]:
    """Non-overlapping matches in text order; each begins as far left and reaches as far right as it can."""
    found, i, free = [], 0, 0
    datelines = dateline_spans(document.article.text)
    while i < len(columns):
        match = _best_at(grammar, columns, i) if columns[i] else None
        if match is None or match.first < free or match.last <= match.first:
            i += 1
            continue
        outside = "dateline" in match.slots and not _inside(document, match.first, datelines)
        if outside or _is_count(document, match):
            i += 1
            continue
        i = free = _last_with_part(document, columns, match)
        found.append(replace(match, last=free))
    return found


def _last_with_part(document: Document, columns: list[tuple[Label, ...]], match: Match) -> int:
    """The end of the expression, a part of the day behind it ("ayer por la tarde", "el lunes al mediodía") included."""
    i = match.last
    if match.pattern.rule not in _OF_DAYS or _words(document)["before_part"].isdisjoint(document.lowers[i : i + 1]):
        return match.last
    i += 2 if document.lowers[i + 1 : i + 2] and document.lowers[i + 1] in _words(document)["part_articles"] else 1
    return i + 1 if i < len(columns) and _is_part(columns[i]) else match.last


def _inside(document: Document, i: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(a <= document.starts[i] < b for a, b in spans)


def _extended(document: Document, columns: list[tuple[Label, ...]], match: Match) -> int:
    """The first token of the expression, a part of the day before it ("la noche del") and an article included."""
    first = match.first
    if first >= 2 and document.lowers[first - 1] in _words(document)["part_of"] and _is_part(columns[first - 2]):
        first -= 2
    i = first - 1
    is_article = i >= 0 and document.lowers[i] in _words(document)["articles"]
    return i if is_article and document.sentence_of[i] == document.sentence_of[match.first] else first


def _is_part(labels: tuple[Label, ...]) -> bool:
    return any(label in {"part", "part_of"} for label, _ in labels)


def _expression(document: Document, reading: Reading, *, first: int, last: int, in_dateline: bool) -> TimeExpression:
    moment, end = reading.moment, reading.end
    value = record_value(moment) if moment else None
    return TimeExpression(
        first=first,
        last=last,
        span=Span.of(document.article.text, document.starts[first], document.ends[last - 1]),
        value=value,
        end=record_value(end) if end and value else None,
        precision=reading.precision or (moment.precision if moment else ""),
        anchored=reading.anchored,
        kind=reading.kind,  # type: ignore[arg-type]
        in_dateline=in_dateline,
    )


def _read(document: Document, match: Match, *, first: int, grammar: Grammar, context: Context) -> Reading:
    tense = governing_tense(document, first, match.last, grammar=grammar)
    placed = Context(anchor=context.anchor, earlier=context.earlier, tense=tense)
    return RULES[match.pattern.rule](match.slots, placed)


def _stamp(document: Document, i: int, day: date | None) -> TimeExpression:
    moment = None if day is None else Moment(first=day, last=day, precision="day")
    reading = Reading(moment=moment, kind="time", precision="minute")
    return _expression(document, reading, first=i, last=i + 1, in_dateline=False)


def find_times(document: Document, *, anchor: date | None) -> tuple[TimeExpression, ...]:
    """The time expressions of the article in text order; ``anchor`` is the day of publication, None when unknown.

    A language without time.toml has none.
    """
    grammar = load_grammar(document.lang)
    if grammar is None:
        return ()
    columns = _columns(document, grammar)
    stamps: Mapping[int, date | None] = live_stamps(document, columns, anchor=anchor)
    datelines = dateline_spans(document.article.text)
    found = [_stamp(document, i, day) for i, day in stamps.items()]
    earlier: tuple[Moment, ...] = ()
    for match in _matches(document, grammar, columns):
        if any(i in stamps for i in range(match.first, match.last)):
            continue
        first = _extended(document, columns, match)
        context = Context(anchor=anchor, earlier=earlier, tense="")
        reading = _read(document, match, first=first, grammar=grammar, context=context)
        in_dateline = _inside(document, first, datelines)
        found.append(_expression(document, reading, first=first, last=match.last, in_dateline=in_dateline))
        if reading.moment and reading.kind == "date" and not in_dateline:
            earlier = (reading.moment, *earlier[: _REMEMBERED - 1])
    return tuple(sorted(found, key=lambda expression: expression.first))
