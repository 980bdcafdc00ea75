"""Blame: whoever is accused of, claims or confesses an act, and whoever its casualty verbs name."""

from __future__ import annotations

from despacho.grammar.clauses import Argument, is_participle, own_arguments, subject
from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of
from despacho.languages.wordlists import word_set
from despacho.model import Document

STEPS = 4
"""How far up the tree the word of blame may stand ("acusado de | participar | en la | planificación del | atentado")."""
LINKS = frozenset({"nmod", "obl", "obl:arg", "obj", "conj", "acl", "xcomp", "advcl", "appos"})


def blamed(document: Document, noun: int, *, lang: str) -> list[Argument]:
    """Who did the act by the words that govern its noun: "acusado del atentado", "reivindicó el ataque", "los autores del secuestro"."""
    node = noun
    for _ in range(STEPS):
        head = document.heads[node]
        if head == node or document.deps[node] not in LINKS:
            return []
        found = _blame_of(document, head, node, lang=lang)
        if found:
            return found
        node = head
    return []


def _blame_of(document: Document, head: int, below: int, *, lang: str) -> list[Argument]:
    lemma, slots = document.lemmas[head], grammar_of(document).slots
    verbal = document.pos[head] in ("VERB", "AUX") or is_participle(document, head)
    if verbal and lemma in word_set(lang, "blame", "verbs", "object"):
        return [Argument("blamed", a.token) for a in own_arguments(document, head) if a.slot in slots.blamed and a.token != below][:1]
    if verbal and lemma in word_set(lang, "blame", "verbs", "subject"):
        who = subject(document, head)
        return [who] if who is not None else []
    if verbal and lemma in word_set(lang, "blame", "verbs", "ascribe"):
        return [Argument("blamed", a.token) for a in own_arguments(document, head) if a.slot in slots.ascribed][:1]
    if lemma in word_set(lang, "blame", "nouns", "person") and lemma_case(document, below) in slots.charge:
        named = [c for c in document.children[head] if document.deps[c] in ("nsubj", "appos")]
        return [Argument("blamed", named[0] if named else head)]
    return []


def casualties(document: Document, noun: int, *, lang: str) -> list[Argument]:
    """Whom the act hit, by the verb around its noun: "murieron en el ataque", "el atentado causó la muerte de", "que dejó dos heridos"."""
    found: list[Argument] = []
    verb = document.heads[noun]
    if verb != noun and document.pos[verb] in ("VERB", "AUX"):
        if document.deps[noun] in ("obl", "obl:agent", "advcl", "obl:arg") and document.lemmas[verb] in word_set(lang, "blame", "casualty", "suffer"):
            found += [a for a in own_arguments(document, verb) if a.slot in ("subj", "obj") and a.token != noun]
        elif document.deps[noun] in ("nsubj", "obl") and document.lemmas[verb] in word_set(lang, "blame", "casualty", "cause"):
            found += _harmed(document, verb, noun, lang=lang)
    for child in document.children[noun]:
        if document.deps[child] in ("acl:relcl", "acl"):
            if document.lemmas[child] in word_set(lang, "blame", "casualty", "cause"):
                found += _harmed(document, child, noun, lang=lang)
            elif document.lemmas[child] in word_set(lang, "blame", "casualty", "suffer"):
                found += [a for a in own_arguments(document, child) if a.slot in ("subj", "obj") and a.token != noun]
    return [Argument("casualty", a.token) for a in found if not a.elided]


def _harmed(document: Document, verb: int, noun: int, *, lang: str) -> list[Argument]:
    """The victims that a verb of causing has: its object, or whose death or injury its object is."""
    harm, slots = word_set(lang, "blame", "casualty", "harm"), grammar_of(document).slots
    found: list[Argument] = []
    for argument in own_arguments(document, verb):
        if argument.token == noun or argument.slot not in slots.harmed:
            continue
        if document.lemmas[argument.token] in harm:
            found += [
                Argument("obj", c) for c in document.children[argument.token] if document.deps[c] == "nmod" and lemma_case(document, c) in slots.harm_of
            ]
        else:
            found.append(argument)
    return found
