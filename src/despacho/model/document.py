"""Document: an article that has been read - tokens, sentences and dependency trees, as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from despacho.model.article import Article

DEFAULT_LANGUAGE = "es"
"""The language of articles that do not say theirs, where nothing has detected it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence: half-open token range, half-open offsets into the text, and whether it is running prose.

    ``kind`` is "prose", "heading" (title-like line without a finite clause of its own), or "boilerplate"
    (promotion, navigation, URL); only prose and headings can hold events.
    """

    index: int
    first: int
    last: int
    start: int
    end: int
    kind: str = "prose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed article. Column ``i`` of every tuple is token ``i``; heads are token indices (root: itself).

    ``forms`` are slices of the text, ``lowers`` lower-case forms, ``lemmas`` lower-case lemmas, ``pos`` universal POS tags,
    ``deps`` Universal Dependencies relations (root is "root"), ``feats`` morphological features as mappings,
    ``ents`` entity type or "" (PER, LOC, ORG, MISC), ``ent_starts`` true where an entity begins.
    """

    article: Article
    forms: tuple[str, ...]
    lowers: tuple[str, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    feats: tuple[Mapping[str, str], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    ents: tuple[str, ...]
    ent_starts: tuple[bool, ...]
    children: tuple[tuple[int, ...], ...]
    sentence_of: tuple[int, ...]
    sentences: tuple[Sentence, ...]

    @property
    def lang(self) -> str:
        """The language of the article (ISO 639-1), which the reader sets where the article leaves it out."""
        return self.article.lang or DEFAULT_LANGUAGE
