"""Spans: pieces of an article's text, as half-open code-point offsets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of ``Article.text``: ``article.text[start:end] == text``, offsets in code points."""

    text: str
    start: int
    end: int

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of ``text[start:end]``."""
        return cls(text=text[start:end], start=start, end=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceSpan:
    """The sentence of a trigger: its index in the article (from 0) and its half-open offsets."""

    index: int
    start: int
    end: int
