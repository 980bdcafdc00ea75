"""Layout: paragraphs of a text as it came in, and which lines are headings or boilerplate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from despacho.languages.wordlists import word_table

TERMINAL = ".!?…:;\"”»'’)"
HEADING_WORDS = 22
"""A line of at most this many words without a final stop is a heading: longer ones are prose that lost its stop."""
WRAPPED = 60
"""A line of at least this many characters may be hard-wrapped prose that goes on in the next line."""
_NOTHING = "(?!)"
"""Matches no line: an empty list of patterns would match every one."""


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Half-open offsets of the paragraphs of ``text``: lines, with hard-wrapped prose joined again."""
    start = end = None
    for match in re.finditer(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+", text):
        first = match.start() + len(match.group()) - len(match.group().lstrip())
        last = match.start() + len(match.group().rstrip())
        if first >= last:
            continue
        if start is not None and end is not None:
            if _wraps(text, start, end, first):
                end = last
                continue
            yield start, end
        start, end = first, last
    if start is not None and end is not None:
        yield start, end


def _wraps(text: str, start: int, end: int, following: int) -> bool:
    line = text[max(start, text.rfind("\n", start, end) + 1) : end]
    gap = text[end:following]
    return gap.count("\n") <= 1 and len(line) >= WRAPPED and line[-1] not in TERMINAL and text[following].islower()


@lru_cache(maxsize=8)
def lead_ins(lang: str) -> Callable[[str], int]:
    """A function from a paragraph to how many characters of it are dateline, label or time before its first sentence.

    The patterns are those of ``lead_ins`` in the language's grammar.toml; what they match is read as a piece of its own.
    """
    patterns = [re.compile("".join(pattern.split("\n"))) for pattern in word_table(lang, "grammar")["lead_ins"]]

    def lead_in(line: str) -> int:
        for pattern in patterns:
            match = pattern.match(line)
            if match is not None and match.end() < len(line) and match.end() <= LEAD_IN_LENGTH:
                return match.end()
        return 0

    return lead_in


LEAD_IN_LENGTH = 80
"""No dateline is longer than this; a longer match is a sentence with a dash in it."""


def fold(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


@lru_cache(maxsize=8)
def line_kind(lang: str) -> Callable[[str], str]:
    """A function from a line or sentence to "prose", "heading" or "boilerplate" in ``lang``."""
    table = word_table(lang, "layout")
    starts = re.compile(r"[\W_]*(?:\d+[.)]\s*)?(?:" + ("|".join(f"(?:{p})" for p in table["starts"]) or _NOTHING) + ")")
    anywhere = re.compile("|".join(f"(?:{p})" for p in table["anywhere"]) or _NOTHING)
    short = int(table["short_words"])

    def kind(line: str) -> str:
        folded = fold(line).strip()
        words = len(folded.split())
        if words <= short and (starts.match(folded) or anywhere.search(folded)):
            return "boilerplate"
        return "prose"

    return kind


def is_heading(line: str) -> bool:
    """Whether a paragraph is a title-like line: short, without a final stop."""
    line = line.strip()
    return bool(line) and line[-1] not in ".!?…;\"”»'’)" and len(line.split()) <= HEADING_WORDS
