"""Names for the entity recogniser: countries are places, and copies of the corpus with other names."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from spacy.tokens import Doc, Span

_HERE = Path(__file__).parent
LIST_WEIGHT = 3
"""How often a listed name is drawn for one of the corpus (which has most of its names several times)."""


@lru_cache(maxsize=4)
def places(lang: str) -> tuple[list[str], list[str]]:
    """(countries, their capitals) under their names in ``lang``, variants included."""
    countries, capitals = [], []
    for line in (_HERE / f"places_{lang}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, capital = line.partition("\t")
            countries += country.split("|")
            capitals += [c for c in capital.split("|") if c]
    return countries, capitals


def countries_are_places(doc: Doc, *, lang: str) -> Doc:
    """``doc`` with every country that the treebank types as an organisation typed as a place."""
    countries, _ = places(lang)
    known = {name.lower() for name in countries}
    doc.ents = tuple(
        Span(doc, e.start, e.end, label="LOC") if e.label_ == "ORG" and e.text.lower() in known else e for e in doc.ents
    )
    return doc


@dataclass(slots=True, kw_only=True)
class Pools:
    """Names to draw from, as lists of tokens."""

    lang: str
    given: list[str] = field(default_factory=list)
    surnames: list[str] = field(default_factory=list)
    places: list[list[str]] = field(default_factory=list)
    countries: list[list[str]] = field(default_factory=list)
    organisations: list[list[str]] = field(default_factory=list)
    others: list[list[str]] = field(default_factory=list)


def _tokens(name: str, lang: str) -> list[str]:
    return cut(name) if lang == "en" else name.split()


def pools(docs: list[Doc], *, lang: str) -> Pools:
    """The names of ``docs`` and of the two lists."""
    found = Pools(lang=lang)
    lists = {"ORG": found.organisations, "LOC": found.places, "MISC": found.others}
    for line in (_HERE / f"names_{lang}.tsv").read_text(encoding="utf-8").splitlines():
        kind, _, name = line.partition("\t")
        if kind in lists:
            lists[kind] += [_tokens(name, lang)] * LIST_WEIGHT
        elif kind in ("given", "surname"):
            (found.given if kind == "given" else found.surnames).extend([name] * LIST_WEIGHT)
    for doc in docs:
        for entity in doc.ents:
            words = [token.text for token in entity]
            if entity.label_ == "LOC":
                found.places.append(words)
            elif entity.label_ == "ORG":
                found.organisations.append(words)
            elif entity.label_ == "MISC":
                found.others.append(words)
            elif 2 <= len(words) <= 4 and words[0].istitle() and words[-1].istitle():
                found.given.append(words[0])
                found.surnames.append(words[-1])
    countries, capitals = places(lang)
    found.countries = [_tokens(name, lang) for name in countries + capitals]
    return found


def with_replaced_names(docs: list[Doc], *, copies: int, seed: int, lang: str) -> Iterator[Doc]:
    """``docs``, each followed by ``copies`` of it with other names of the same type (the same within a copy)."""
    rng = random.Random(seed)
    found = pools(docs, lang=lang)
    for doc in docs:
        yield doc
        if doc.ents:
            for _ in range(copies):
                yield _replaced(doc, found, rng)


def _replaced(doc: Doc, found: Pools, rng: random.Random) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool] = []
    spans: list[tuple[int, int, str]] = []
    memory: dict[str, list[str]] = {}
    entities = {entity.start: entity for entity in doc.ents}
    position = 0
    while position < len(doc):
        entity = entities.get(position)
        end = entity.end if entity is not None else position + 1
        piece = [t.text for t in doc[position:end]] if entity is None else _other_name(entity, found, memory, rng)
        if entity is not None:
            spans.append((len(words), len(words) + len(piece), entity.label_))
        starts += [bool(doc[position].is_sent_start)] + [False] * (len(piece) - 1)
        words += piece
        spaces += [_spaced(a, b) for a, b in pairwise(piece)] + [bool(doc[end - 1].whitespace_)]
        position = end
    out = Doc(doc.vocab, words=words, spaces=spaces, sent_starts=starts)
    out.set_ents([Span(out, a, b, label=kind) for a, b, kind in spans], default="outside")
    return out


def _spaced(word: str, following: str) -> bool:
    """Whether a blank stands between two tokens of a name: not around a hyphen, not before a genitive or a full stop."""
    return "-" not in (word, following) and following not in ("'s", "'", ",", ".")


def cut(name: str) -> list[str]:
    """A listed name as tokens: at blanks, and around the hyphens that the English tokenizer cuts.

    >>> cut("Kim Jong-un"), cut("COVID-19")
    (['Kim', 'Jong', '-', 'un'], ['COVID-19'])
    """
    return [part for word in name.split() for part in re.split(r"(?<=[^\W\d])(-)(?=[^\W\d])", word)]


def _other_name(entity: Span, found: Pools, memory: dict[str, list[str]], rng: random.Random) -> list[str]:
    """Another name for ``entity``, or its own three times in ten."""
    words = [token.text for token in entity]
    key = " ".join(words)
    if key not in memory:
        memory[key] = words if rng.random() > 0.7 else _draw(entity.label_, words, found, memory, rng)
    return memory[key]


def _draw(kind: str, words: list[str], found: Pools, memory: dict[str, list[str]], rng: random.Random) -> list[str]:
    if kind == "PER":
        family = memory.setdefault("surname " + words[-1], [rng.choice(found.surnames)])
        if len(words) == 1:
            return family
        middle = [rng.choice(found.surnames)] if len(words) > 2 and rng.random() < 0.5 else []
        return [*_tokens(rng.choice(found.given), found.lang), *middle, *family]
    if kind == "LOC":
        return rng.choice(found.countries if rng.random() < 0.5 else found.places)
    pool = found.organisations if kind == "ORG" else found.others
    alike = [name for name in pool if (len(name) == 1) == (len(words) == 1) and name[0].isupper() == words[0].isupper()]
    return rng.choice(alike or pool)
