"""Cities: towns of the gazetteer that an article names and that can only lie in one country."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

from despacho.gazetteer import Gazetteer, PlaceEntry, load_gazetteer, place_key
from despacho.grammar.words import grammar_of
from despacho.model import Document

LONGEST = 5
"""Tokens of the longest town name that is looked for."""
PEOPLE = 100_000
"""Inhabitants from which a town without a rival is taken for itself without a word before it."""
VILLAGE, HAMLET = 10_000, 1_000
"""Inhabitants from which a town is believed where the parser says that it is a place, and behind "en"."""
RIVAL = 5
"""How many times larger than its namesakes abroad a town must be to be meant without more evidence."""
SETTLED = frozenset({"city", "capital", "site", "admin1"})


@lru_cache(maxsize=1)
def shipped() -> Gazetteer:
    """The shipped gazetteer, loaded once."""
    return load_gazetteer()


def find_cities(
    document: Document, gazetteer: Gazetteer, *, known: Container[int]
) -> dict[int, tuple[PlaceEntry, ...]]:
    """Candidates by the first token of each name that may be a town; tokens in ``known`` are other names already."""
    found: dict[int, tuple[PlaceEntry, ...]] = {}
    at, size = 0, len(document.forms)
    while at < size:
        if at in known or not document.forms[at][:1].isupper() or not _may_begin(document, at):
            at += 1
            continue
        end, candidates = _longest(document, gazetteer, at, known=known)
        if candidates and _credible(document, at, end, candidates[0]):
            found[at] = candidates
            at = end
        else:
            at += 1
    return found


def _may_begin(document: Document, at: int) -> bool:
    if document.ents[at] == "LOC":
        return True
    if document.pos[at] != "PROPN" or not at or document.ents[at] == "PER":
        return False
    return document.lowers[at - 1] in grammar_of(document).names["town_leads" if document.ents[at] == "" else "of"]


def _longest(
    document: Document, gazetteer: Gazetteer, at: int, *, known: Container[int]
) -> tuple[int, tuple[PlaceEntry, ...]]:
    stop, joins = min(document.sentences[document.sentence_of[at]].last, at + LONGEST), grammar_of(document).names["town_joins"]
    end = at + 1
    while end < stop and end not in known and (document.forms[end][:1].isupper() or document.lowers[end] in joins):
        end += 1
    whole = end
    while end > at:
        if document.lowers[end - 1] not in joins:
            text = document.article.text[document.starts[at] : document.ends[end - 1]]
            candidates = gazetteer.lookup_key(place_key(text)) if "\n" not in text else ()
            if candidates:
                return end, candidates if candidates[0].kind in SETTLED else ()
        end -= 1
    return whole, ()


def _credible(document: Document, at: int, end: int, first: PlaceEntry) -> bool:
    """Whether the words are the town rather than a person, a firm or a street of that name."""
    if end < len(document.forms) and document.forms[end][:1].isupper() and document.pos[end] == "PROPN":
        return False
    lead, names = document.lowers[at - 1] if at else "", grammar_of(document).names
    if lead in names["town_at"]:
        return first.population >= HAMLET
    if document.ents[at] == "LOC" or (document.ents[at] == "ORG" and lead in names["of"]):
        return first.population >= VILLAGE
    return lead in names["town_leads"] and first.population >= PEOPLE


def country_of(candidates: Sequence[PlaceEntry], weights: Mapping[str, float]) -> str:
    """The country that the name speaks for: of one country only, far larger than its namesakes, or of the article's; else ""."""
    if not candidates:
        return ""
    first = candidates[0]
    rivals = [c for c in candidates[1:] if c.country != first.country]
    if not rivals or all(c.alternate or c.population * RIVAL < first.population for c in rivals):
        return first.country
    fitting = {c.country for c in candidates if weights.get(c.country)}
    return fitting.pop() if len(fitting) == 1 else ""
