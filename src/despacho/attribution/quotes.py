"""Stretches of text between quotation marks, and between parentheses."""

from __future__ import annotations

from dataclasses import dataclass

from despacho.model import Document

_OPENERS = {"“": "”", "«": "»", "„": "“"}
_STRAIGHT = ('"', "''", "``", "\u201d\u201d")
_LONG = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The tokens between two marks: half-open range ``first``..``last`` without the marks themselves."""

    first: int
    last: int


def is_mark(form: str) -> bool:
    """Whether a token is a quotation mark."""
    return form in _STRAIGHT or (form in "“”«»„" and form != "")


def _new_paragraph(document: Document, i: int) -> bool:
    return i > 0 and "\n" in document.article.text[document.ends[i - 1] : document.starts[i]]


def find_quotes(document: Document) -> tuple[Quote, ...]:
    """Every quoted stretch, in order; an unclosed one ends with its paragraph, and quotes do not nest."""
    found: list[Quote] = []
    opened = -1
    closer = ""
    for i, form in enumerate(document.forms):
        if opened >= 0 and _new_paragraph(document, i):
            found.append(Quote(first=opened + 1, last=i))
            opened = -1
        if not is_mark(form):
            continue
        if opened < 0:
            opened = i if form not in ("”", "»") else -1
            closer = _OPENERS.get(form, form)
        elif form == closer or (form in _STRAIGHT and closer in _STRAIGHT):
            found.append(Quote(first=opened + 1, last=i))
            opened = -1
    if opened >= 0:
        found.append(Quote(first=opened + 1, last=len(document.forms)))
    return tuple(q for q in found if 0 < q.last - q.first < _LONG)


def parentheses(document: Document) -> tuple[tuple[int, int], ...]:
    """The half-open ranges between round or square brackets of one sentence."""
    found = []
    opened = -1
    for i, form in enumerate(document.forms):
        if form in "([":
            opened = i
        elif form in ")]" and opened >= 0:
            if document.sentence_of[opened] == document.sentence_of[i]:
                found.append((opened + 1, i))
            opened = -1
    return tuple(found)
