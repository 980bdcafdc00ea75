"""Noun phrases over the parse: case markers, coordination, spans."""

from __future__ import annotations

from collections.abc import Iterator

from despacho.grammar.words import grammar_of
from despacho.languages.grammar import Forms
from despacho.model import Document, Phrase

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X", "DET"})
OUTSIDE = frozenset({"punct", "cc", "conj", "appos", "acl:relcl", "case", "mark", "advcl", "parataxis", "cop", "acl", "csubj"})
"""Relations that do not belong to the shortest naming span of a phrase."""


def lemma_case(document: Document, token: int) -> str:
    """The preposition that governs the phrase headed by ``token`` ("" for none), locutions as one slot."""
    cases = [c for c in document.children[token] if document.deps[c] == "case"]
    if not cases:
        return ""
    forms = grammar_of(document).forms
    plain = forms.contractions
    words: list[str] = []
    for case in sorted(cases):
        words.append(plain.get(document.lowers[case], document.lowers[case]))
        words += [plain.get(document.lowers[f], document.lowers[f]) for f in document.children[case] if document.deps[f] == "fixed"]
    for size in (3, 2):
        for k in range(len(words) - size + 1):
            if slot := forms.locutions.get(" ".join(words[k : k + size])):
                return slot
    return _before(document, min(cases), words, forms)


def _before(document: Document, first: int, words: list[str], forms: Forms) -> str:
    """The slot when the locution's noun was parsed outside of the case marker ("por parte de X")."""
    if first >= 2 and words and words[0] in forms.locution_ends:
        one, two = document.lowers[first - 1], document.lowers[first - 2]
        return forms.locutions.get(f"{two} {one} {words[0]}") or forms.locutions.get(f"{one} {words[0]}") or words[0]
    return next((w for w in words if w in forms.adpositions), words[0] if words else "")


def conjuncts(document: Document, token: int) -> tuple[int, ...]:
    """``token`` and the nominal phrases coordinated with it, in text order."""
    found = [token]
    for child in document.children[token]:
        if document.deps[child] == "conj" and document.pos[child] in NOMINAL:
            found.extend(conjuncts(document, child))
    return tuple(sorted(found))


def subtree(document: Document, token: int) -> Iterator[int]:
    """All tokens below ``token`` and itself, in no particular order."""
    stack = [token]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(document.children[node])


def naming_span(document: Document, token: int) -> tuple[int, int]:
    """The shortest contiguous token range that names what ``token`` heads (no apposition, no relative clause)."""
    inside = {token}
    stack = [token]
    while stack:
        node = stack.pop()
        for child in document.children[node]:
            dep = document.deps[child]
            if node == token and dep in OUTSIDE:
                continue
            if dep in ("acl:relcl", "appos", "advcl", "parataxis"):
                continue
            inside.add(child)
            stack.append(child)
    first = last = token
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    return first, last + 1


def phrase_of(document: Document, token: int) -> Phrase:
    """The phrase headed by ``token``."""
    first, last = naming_span(document, token)
    return Phrase(head=token, first=first, last=last)


def understood(token: int) -> Phrase:
    """The unsaid participant of the predicate ``token``."""
    return Phrase(head=token, first=token, last=token, understood=True)


def is_relative(document: Document, token: int) -> bool:
    """Whether ``token`` is a relative pronoun."""
    return document.pos[token] in ("PRON", "DET", "SCONJ") and document.lowers[token] in grammar_of(document).forms.relatives
