"""Tense: whether a predicate lies ahead - future forms, periphrases, plans, announced acts."""

from __future__ import annotations

from typing import Literal

from despacho.grammar.clauses import auxiliaries, governing_verb, is_finite, is_participle
from despacho.grammar.words import grammar_of
from despacho.languages.wordlists import word_set
from despacho.model import Document

Tense = Literal["past", "present", "future", "conditional", "nonfinite"]


def verb_tense(document: Document, verb: int) -> Tense:
    """The tense of a verb with its auxiliaries; "va a viajar" is future."""
    going = grammar_of(document).verbs.going
    for token in (*auxiliaries(document, verb), verb):
        feats = document.feats[token]
        if feats.get("VerbForm") != "Fin":
            continue
        if document.lemmas[token] in going and document.feats[verb].get("VerbForm") == "Inf":
            return "future"
        if feats.get("Mood") == "Cnd":
            return "conditional"
        tense = feats.get("Tense", "Pres")
        return "future" if tense == "Fut" else "present" if tense == "Pres" and token == verb else "past" if tense in ("Past", "Imp") else "present"
    head = document.heads[verb]
    if document.feats[verb].get("VerbForm") == "Inf" and head != verb and document.lemmas[head] in going and document.deps[verb] in ("xcomp", "obl", "advcl"):
        return "future"
    return "nonfinite"


def is_ahead(document: Document, token: int, *, lang: str) -> bool:
    """Whether the act of the predicate ``token`` is still to come: future tense, plan, announcement."""
    if document.pos[token] in ("VERB", "AUX") or is_participle(document, token):
        return _verb_ahead(document, token, lang=lang)
    return _noun_ahead(document, token, lang=lang)


def _verb_ahead(document: Document, verb: int, *, lang: str) -> bool:
    tense = verb_tense(document, verb)
    if tense == "future":
        return True
    words = grammar_of(document).verbs
    perfect = any(document.lemmas[a] in words.perfect for a in auxiliaries(document, verb))
    if tense == "conditional":
        return not perfect
    head = document.heads[verb]
    plans = word_set(lang, "support_verbs", "support", "plan")
    if any(document.lowers[child] in words.afterwards for child in document.children[verb]):
        return False
    if document.feats[verb].get("VerbForm") == "Inf" and head != verb and document.deps[verb] in ("xcomp", "ccomp", "obl", "advcl", "obj"):
        return document.lemmas[head] in plans or (not is_participle(document, head) and verb_tense(document, head) == "future")
    if document.deps[verb] == "conj" and not is_finite(document, verb) and head != verb:
        return _verb_ahead(document, head, lang=lang) if document.pos[head] in ("VERB", "AUX") else False
    return False


def _noun_ahead(document: Document, noun: int, *, lang: str) -> bool:
    for child in document.children[noun]:
        if document.deps[child] == "amod" and document.lemmas[child] in grammar_of(document).verbs.coming:
            return True
        if document.deps[child] == "acl:relcl" and verb_tense(document, child) == "future":
            return True
    verb = governing_verb(document, noun)
    if verb is None or document.deps[noun] not in ("obj", "nsubj", "nsubj:pass", "obl:arg", "conj", "obl"):
        return False
    if document.deps[noun] == "obl":
        return False
    if document.deps[noun] in ("obj", "obl:arg") and document.lemmas[verb] in word_set(lang, "support_verbs", "support", "plan"):
        return True
    support = word_set(lang, "support_verbs", "support", "direct") | word_set(lang, "support_verbs", "support", "happen")
    return document.lemmas[verb] in support and verb_tense(document, verb) == "future"
