"""Treebank files, their sentences in short documents, and the parts that a language's training is divided into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from training import conllu
from training.surface import Surface, to_surface

SENTENCES_PER_DOCUMENT = 5
Chunk = list[Surface]
"""Up to five sentences that follow each other in one document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A treebank file and where its names are typed ("xpos", "misc", "none")."""

    file: str
    entities: str


@dataclass(slots=True, kw_only=True)
class Parts:
    """What is learned from, what says when to stop, what is measured; ``tests`` has further test parts by name."""

    train: list[Chunk]
    dev: list[Chunk]
    test: list[Chunk]
    names_train: list[Chunk]
    names_dev: list[Chunk]
    names_test: list[Chunk]
    tests: dict[str, list[Chunk]] = field(default_factory=dict)


def chunks(
    folder: Path,
    source: Source,
    prepare: Callable[[conllu.Sentence], None],
    *,
    lang: str,
) -> Iterator[tuple[str, int, Chunk]]:
    """(id of the document, its number, up to five sentences of it), in order; ``prepare`` changes each sentence."""
    document, name, waiting = -1, "", list[Surface]()
    for sentence in conllu.read(folder / source.file):
        if sentence.new_document or len(waiting) == SENTENCES_PER_DOCUMENT:
            if waiting:
                yield name, document, waiting
            waiting = []
        document += sentence.new_document
        name = sentence.document
        prepare(sentence)
        surface = to_surface(sentence, entities=source.entities, lang=lang)
        if surface is not None:
            waiting.append(surface)
    if waiting:
        yield name, document, waiting
