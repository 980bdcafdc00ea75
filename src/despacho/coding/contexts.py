"""Contexts: what an act is about, from the words of its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from despacho.languages.wordlists import word_table
from despacho.model import Document, Trigger


@lru_cache(maxsize=4)
def _index(lang: str) -> Mapping[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for context, words in word_table(lang, "contexts")["contexts"].items():
        for word in words:
            index.setdefault(word, []).append(context)
    return {word: tuple(found) for word, found in index.items()}


def contexts_of(document: Document, trigger: Trigger, event_type: str, mode: str | None, *, lang: str) -> tuple[str, ...]:
    """The contexts of the act, alphabetical: those that its type or mode implies and those that its sentence names."""
    table = word_table(lang, "contexts")
    found = set(table["implied"].get(event_type, ())) | set(table["implied"].get(f"{event_type}/{mode}", ()))
    index = _index(lang)
    sentence = document.sentences[document.sentence_of[trigger.head]]
    for token in range(sentence.first, sentence.last):
        found.update(index.get(document.lemmas[token], ()))
    return tuple(sorted(found))
