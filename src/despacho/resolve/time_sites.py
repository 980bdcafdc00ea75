"""Where a time expression hangs in the parse: the noun that it modifies, the clause that it dates, the clause that it hosts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from despacho.grammar.words import grammar_of
from despacho.model import Document, Sentence
from despacho.resolve.time_expressions import TimeExpression
from despacho.resolve.time_grammar import Grammar
from despacho.resolve.time_tense import head_of, owning_slot, preposition_of, tense_of

_MAX_CLIMB = 8
_OPENING = 2
"""Tokens that may stand before an opening expression, or between a noun and the expression beside it."""
_CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis"})
_COARSE = frozenset({"year", "decade", "century", "quarter", "half", "third"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An expression with the nouns that it may modify, the predicate of its clause, and the predicate that its noun hosts.

    "En la reunión de ayer decidieron": nouns "reunión", no clause, host "decidieron". Tokens; None where there is none.
    """

    time: TimeExpression
    nouns: tuple[int, ...]
    clause: int | None
    host: int | None


def relation(document: Document, i: int) -> str:
    """The dependency relation of ``i`` without its subtype."""
    return document.deps[i].split(":")[0]


def cases_of(document: Document, i: int) -> set[str]:
    """The prepositions (lower case) of a noun."""
    return {document.lowers[c] for c in document.children[i] if document.deps[c] == "case"}


def is_predicate(document: Document, i: int) -> bool:
    """Whether the token heads a clause: a verb, a participle that modifies, or whatever has a copula or a clausal role."""
    if document.pos[i] == "VERB" or relation(document, i) in _CLAUSAL:
        return True
    if document.feats[i].get("VerbForm") == "Part" and relation(document, i) == "amod":
        return True
    return any(document.deps[c] == "cop" for c in document.children[i])


def clause_above(document: Document, i: int) -> int:
    """The first conjunct of the coordination of predicates that ``i`` belongs to."""
    for _ in range(_MAX_CLIMB):
        if relation(document, i) != "conj" or document.heads[i] == i:
            break
        i = document.heads[i]
    return i


def _path(document: Document, time: TimeExpression, *, inside: set[int]) -> list[int]:
    """The tokens above the expression up to its clause's predicate, words of other expressions left out."""
    i, path = head_of(document, time.first, time.last), []
    for _ in range(_MAX_CLIMB):
        if document.heads[i] == i:
            break
        i = document.heads[i]
        if i not in inside:
            path.append(i)
            if is_predicate(document, i):
                break
    return path


def _site(document: Document, time: TimeExpression, *, inside: set[int], grammar: Grammar) -> Site | None:
    preposition = preposition_of(document, time.first)
    if preposition in grammar.words["prepositions.bounding"]:
        return None
    path = _path(document, time, inside=inside)
    clause = path[-1] if path and is_predicate(document, path[-1]) else None
    nouns = tuple(path[:-1] if clause is not None else path)
    beside = _noun_before(document, time, preposition=preposition)
    if not nouns:
        found = () if beside is None else (beside,)
        return Site(time=time, nouns=found, clause=clause, host=_hosted(document, clause, grammar=grammar))
    cases = cases_of(document, nouns[-1])
    is_occasion = _is_occasion(document, nouns[-1], grammar=grammar)
    host = clause if time.precision not in _COARSE and is_occasion else None
    is_tied = preposition in grammar.words["prepositions.genitive"] or _is_attribute(document, time)
    is_adverbial = document.pos[time.first - 1] != "ADP" if time.first else True
    owned = nouns[:1] if is_tied or is_adverbial else nouns
    is_near = (is_adverbial or len(nouns) == 1) and cases.isdisjoint(grammar.words["prepositions.bounding"])
    is_reaching = is_near and not is_tied and not _is_in_subject(document, time, top=nouns[-1], clause=clause)
    return Site(
        time=time,
        nouns=owned if beside is None or beside in owned else (*owned, beside),
        clause=clause if is_reaching else None,
        host=host,
    )


def _is_attribute(document: Document, time: TimeExpression) -> bool:
    """Whether the expression stands before its noun as a part of its phrase ("Sunday's attack", "the May 3 attack")."""
    words = grammar_of(document)
    if not words.slots.genitive.isdisjoint(owning_slot(document, time.last)):
        return True
    head = head_of(document, time.first, time.last)
    noun = document.heads[head]
    is_bare = not any(document.deps[c] == "case" for c in document.children[head])
    return words.switches.compounds and is_bare and noun >= time.last and document.pos[noun] == "NOUN"


def _is_in_subject(document: Document, time: TimeExpression, *, top: int, clause: int | None) -> bool:
    """Whether the expression stands inside a subject before its verb, and so dates the noun only.

    A sentence opening of one or two tokens ("P. En 2019, ...") is no subject.
    """
    sentence = document.sentences[document.sentence_of[time.first]]
    is_opening = time.first - sentence.first <= _OPENING and document.lowers[time.last : time.last + 1] == (",",)
    inside = clause is not None and top < time.first < clause
    return inside and relation(document, top) == "nsubj" and not is_opening


def _noun_before(document: Document, time: TimeExpression, *, preposition: str) -> int | None:
    """The noun right before "en agosto de 2023", a comma between them allowed: words that near belong together."""
    i = time.first - 1
    if not preposition or i < 0:
        return None
    while i >= 0 and document.pos[i] in {"ADP", "DET", "PUNCT"} and time.first - i <= _OPENING + 1:
        i -= 1
    is_closed = document.lowers[time.last : time.last + 1] == (",",) and document.lowers[i + 1] == ","
    return i if i >= 0 and document.pos[i] == "NOUN" and is_closed else None


def _is_occasion(document: Document, i: int, *, grammar: Grammar) -> bool:
    cases = cases_of(document, i)
    return relation(document, i) == "obl" and not cases.isdisjoint(grammar.words["prepositions.occasion"])


def _hosted(document: Document, clause: int | None, *, grammar: Grammar) -> int | None:
    """The predicate that happens at the noun which the dated clause modifies ("en la cumbre celebrada ayer, acordaron")."""
    if clause is None or relation(document, clause) not in {"acl", "amod"}:
        return None
    noun = document.heads[clause]
    head = document.heads[noun]
    is_later = tense_of(document, clause) == "future" and tense_of(document, head) != "future"
    if is_later or not _is_occasion(document, noun, grammar=grammar) or not is_predicate(document, head):
        return None
    return head


def sites(
    document: Document, times: Sequence[TimeExpression], *, sentence: Sentence, grammar: Grammar
) -> tuple[Site, ...]:
    """The sites of the sentence's expressions that can date an act, in text order; bounds ("hasta junio") cannot."""
    here = [time for time in times if sentence.first <= time.first < sentence.last]
    inside = {i for time in here for i in range(time.first, time.last)}
    can_date = [t for t in here if not t.in_dateline and (t.kind == "date" or (t.kind == "duration" and t.value))]
    found = [_site(document, time, inside=inside, grammar=grammar) for time in can_date]
    return tuple(site for site in found if site is not None)
