"""When an act is told to happen, as its verb says it."""

from __future__ import annotations

from typing import Literal

from despacho.grammar.words import grammar_of, morphology_of
from despacho.model import Document, Trigger

Tense = Literal["past", "present", "future", "conditional", "infinitive"]


def tense_of(document: Document, trigger: Trigger) -> Tense:
    """The tense of the trigger's verb or of its finite auxiliary; of the governing verb for a noun ("past" when none).

    "va a firmar" is future; a subjunctive past is past; an infinitive or participle without a finite auxiliary is
    "infinitive" or "past".
    """
    head = trigger.head
    if document.pos[head] not in ("VERB", "AUX"):
        head = _governor(document, head)
    return verb_tense(document, head)


def _governor(document: Document, i: int) -> int:
    for _ in range(30):
        copula = next((c for c in document.children[i] if document.deps[c] == "cop"), None)
        if copula is not None:
            return copula
        if document.pos[i] in ("VERB", "AUX") or document.heads[i] == i:
            return i
        i = document.heads[i]
    return i


def finite_part(document: Document, verb: int) -> int:
    """The finite token of a verb group: the verb itself, else its leftmost finite auxiliary, else the verb."""
    if document.feats[verb].get("VerbForm") == "Fin":
        return verb
    for child in document.children[verb]:
        if document.deps[child].startswith(("aux", "cop")) and document.feats[child].get("VerbForm") == "Fin":
            return child
    return verb


def form_of(document: Document, i: int) -> str:
    """Read off a regular form and its infinitive, for taggers' slips: "Cnd" ("lanzaría"), "Fut" ("lanzará") or ""."""
    return morphology_of(document).shown_tense(document.lowers[i], document.lemmas[i])


def is_conditional(document: Document, i: int) -> bool:
    """Whether token ``i`` is a verb in the conditional."""
    return document.feats[i].get("Mood") == "Cnd" or form_of(document, i) == "Cnd"


def verb_tense(document: Document, verb: int) -> Tense:
    """The tense of one verb group."""
    finite = finite_part(document, verb)
    feats = document.feats[finite]
    form = feats.get("VerbForm")
    if form != "Fin":
        if _is_going_to(document, verb):
            return "future"
        return "past" if form == "Part" else "infinitive"
    if is_conditional(document, finite):
        return "conditional"
    if feats.get("Tense") == "Fut" or form_of(document, finite) == "Fut":
        return "future"
    group = (verb, *document.children[verb])
    if (
        finite != verb
        and document.lemmas[finite] in grammar_of(document).verbs.going
        and any(document.feats[i].get("VerbForm") == "Inf" for i in group)
    ):
        # "va a firmar", "iba a ser trasladado"
        return "future"
    if _is_going_to(document, verb):
        return "future"
    if feats.get("Tense") in ("Past", "Imp") or (finite != verb and document.lemmas[finite] in grammar_of(document).verbs.perfect):
        return "past"
    if finite != verb and document.lemmas[finite] in grammar_of(document).verbs.passive and feats.get("Tense") == "Past":
        return "past"
    return "present"


def _is_going_to(document: Document, verb: int) -> bool:
    """As in "va a firmar": ir + a + infinitive."""
    head = document.heads[verb]
    if document.feats[verb].get("VerbForm") != "Inf" or document.deps[verb] not in ("xcomp", "advcl", "ccomp"):
        return False
    present = document.feats[head].get("Tense") in ("Pres", "Imp") and document.lemmas[head] in grammar_of(document).verbs.going
    return present and any(document.lowers[c] in grammar_of(document).slots.address for c in document.children[verb])
