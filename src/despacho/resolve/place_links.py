"""How a place name hangs in its sentence: the phrase around it, the preposition before that, the word that it depends on."""

from __future__ import annotations

from dataclasses import dataclass

from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.place_mentions import PlaceMention
from despacho.resolve.place_words import PlaceWords

_CLIMB = frozenset({"nmod", "appos", "flat", "compound", "obl", "acl", "conj", "amod"})


@dataclass(frozen=True, slots=True)
class Link:
    """A place's phrase: its top token, the preposition before it ("" for none), and the token that it depends on."""

    mention: PlaceMention
    top: int
    case: str
    governor: int
    noun: str


def link_of(document: Document, mention: PlaceMention, words: PlaceWords) -> Link:
    """The phrase of a place: from the name up through the nouns for kinds of places ("en el aeropuerto de Quito")."""
    top, noun = mention.head, ""
    slots, here = grammar_of(document).slots, grammar_of(document).places["here"]
    if document.deps[top] == "conj" and document.pos[document.heads[top]] in ("PROPN", "NOUN"):
        first = document.heads[top]
        if not case_of(document, top):
            return Link(mention, first, case_of(document, first), document.heads[first], "")
    for _ in range(5):
        head = document.heads[top]
        if head == top or document.deps[top] not in _CLIMB or head > top + 1:
            break
        case = case_of(document, top)
        if case in slots.address and words.has("direction", document.lemmas[top]):
            case = here  # "en una región selvática al sur de Cartagena"
        if case not in {"", here} | slots.genitive or (case == here and document.deps[head] not in ("nmod", "obl", "appos")):
            break
        lemma = document.lemmas[head]
        kind = any(
            words.has(k, w)
            for k in ("area", "settlement", "division", "capital")
            for w in (lemma, document.lowers[head])
        )
        if not kind and document.deps[top] not in ("flat", "appos"):
            break
        if document.pos[head] in ("VERB", "AUX") or (words.has("foreign", lemma) and _is_country(mention)):
            break
        top, noun = head, lemma if kind else noun
    case = case_of(document, top)
    if case in slots.address and words.has("direction", document.lemmas[top]):
        case = here
    return Link(mention, top, case, document.heads[top], noun)


def _is_country(mention: PlaceMention) -> bool:
    return mention.choice is not None and mention.choice.kind == "country"


def case_of(document: Document, token: int) -> str:
    """The preposition of a phrase; "cerca de", "en torno a", "al sur de" count as "en"."""
    cases = sorted(c for c in document.children[token] if document.deps[c] == "case")
    if not cases:
        return _adverb_before(document, token)
    words = [
        document.lowers[t]
        for c in cases
        for t in (c, *(f for f in document.children[c] if document.deps[f] == "fixed"))
    ]
    start = max(0, cases[0] - 2)
    locutions = grammar_of(document).places["locutions"]
    before = [*document.lowers[start : cases[0]], *words]
    for size in (3, 2, 1):
        for k in range(len(before) - size + 1):
            if isinstance(slot := locutions.get(" ".join(before[k : k + size])), str):
                return slot
    return lemma_case(document, token)


def _adverb_before(document: Document, token: int) -> str:
    """The preposition that "allí" and "donde" stand for without having one."""
    places = grammar_of(document).places
    return str(places["here"]) if document.lowers[token] in places["there"] else ""
