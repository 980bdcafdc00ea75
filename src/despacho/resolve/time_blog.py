"""Live blogs and datelines: clock stamps at line starts with the day that each stands for, and where a dateline ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from despacho.model import Document
from despacho.resolve.time_calendar import shifted
from despacho.resolve.time_grammar import Label

_MIN_STAMPS = 3
_DATELINE_LINES = 3
_DATELINE = re.compile(r"[^\n.]{0,60}(?:\.[^\n.-]{0,25})?(?:\.\s?[-–—]|\s[-–—]\s|\)\s?[-–—])")


def dateline_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open offsets of what stands before ".-" or a dash at the head of the first lines ("Lima, 6 abr (Agencia).-")."""
    spans, start = [], 0
    for line in text[:600].split("\n")[:_DATELINE_LINES]:
        if found := _DATELINE.match(line[:110]):
            spans.append((start, start + found.end()))
        start += len(line) + 1
    return tuple(spans)


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.replace(".", ":").replace("h", ":").partition(":")
    return int(hours) * 60 + int(minutes)


def _line_stamps(document: Document, columns: Sequence[tuple[Label, ...]]) -> list[tuple[int, int]]:
    text = document.article.text
    return [
        (i, _minutes(str(value)))
        for i, labels in enumerate(columns)
        for label, value in labels
        if label == "clock" and (document.starts[i] == 0 or text[document.starts[i] - 1] == "\n")
    ]


def live_stamps(
    document: Document, columns: Sequence[tuple[Label, ...]], *, anchor: date | None
) -> Mapping[int, date | None]:
    """The day of each clock stamp that opens a line, where at least three lines open so; else nothing.

    The newest stamps are of the anchor's day; each jump over midnight goes one day back. Oldest or newest first is read
    from the stamps themselves.
    """
    stamps = _line_stamps(document, columns)
    if len(stamps) < _MIN_STAMPS:
        return {}
    if anchor is None:
        return {i: None for i, _ in stamps}
    steps = [b[1] - a[1] for a, b in pairwise(stamps)]
    is_newest_first = sum(step < 0 for step in steps) > len(steps) / 2
    ordered = stamps if is_newest_first else stamps[::-1]
    days, day, later = {}, anchor, ordered[0][1]
    for i, minutes in ordered:
        if minutes > later:
            day = shifted(day, -1)
        days[i], later = day, minutes
    return days
