"""The predicates above an act: the chain that negation, modals, conditions and purposes come down."""

from __future__ import annotations

from despacho.attribution.lexicon import Lexicon
from despacho.grammar.words import grammar_of
from despacho.model import Document, Trigger

# Edges through which what is said of the governor is said of the act: verb chains and coordination.
VERB_CHAIN = ("xcomp", "conj", "aux", "cop", "aux:pass")


def predicate(document: Document, trigger: Trigger, lexicon: Lexicon) -> int:
    """The token that says how the act is said: the trigger's head, or the verb that carries a noun ("no hubo ataques")."""
    head = trigger.head
    if document.pos[head] not in ("NOUN", "PROPN"):
        return head
    top = conjuncts(document, head)[-1]
    verb = document.heads[top]
    carried = document.deps[top] in ("obj", "nsubj", "nsubj:pass") and document.pos[verb] in ("VERB", "AUX")
    return verb if carried and document.lemmas[verb] in lexicon.lemmas["carrier"] else head


def same_group(document: Document, head: int) -> tuple[int, ...]:
    """``head`` and the predicates whose chain it ends: "ha tratado de evitar y castigar" from either infinitive."""
    chain = [head]
    for _ in range(8):
        parent = document.heads[head]
        if parent == head or document.deps[head] not in VERB_CHAIN:
            break
        if document.deps[head] == "conj" and not _parallel(document, head, parent):
            break
        head = parent
        chain.append(head)
    return tuple(chain)


def _parallel(document: Document, conjunct: int, first: int) -> bool:
    """Whether a conjunct shares the mood of the first: both infinitives, both nouns, both subjunctives."""
    a, b = document.feats[conjunct], document.feats[first]
    if document.pos[conjunct] not in ("VERB", "AUX"):
        return document.pos[conjunct] == document.pos[first]
    return a.get("VerbForm") == b.get("VerbForm") and a.get("Mood") == b.get("Mood") and a.get("VerbForm") != "Fin"


def conjuncts(document: Document, head: int) -> tuple[int, ...]:
    """``head`` and the conjuncts before it that share its mood."""
    chain = [head]
    for _ in range(6):
        if document.deps[head] != "conj" or not _same_mood(document, head, document.heads[head]):
            break
        head = document.heads[head]
        chain.append(head)
    return tuple(chain)


def is_complement(document: Document, verb: int) -> bool:
    """Whether an infinitive is what its governor is about ("evitó condenar", "se abstuvo de atacar"), not an adjunct."""
    if document.feats[verb].get("VerbForm") not in grammar_of(document).speech["complement_forms"] or document.heads[verb] > verb:
        return False
    return not set(marks(document, verb)[:1]) - grammar_of(document).speech["complement_marks"]


def _same_mood(document: Document, a: int, b: int) -> bool:
    if document.pos[a] not in ("VERB", "AUX"):
        return True
    return mood(document, a) == mood(document, b)


def mood(document: Document, verb: int) -> str:
    """As in "Inf", "Sub", "Ind", ... of a verb group."""
    for i in (verb, *document.children[verb]):
        if i == verb or document.deps[i].startswith(("aux", "cop")):
            feats = document.feats[i]
            if feats.get("VerbForm") == "Fin":
                return feats.get("Mood", "Ind")
    return document.feats[verb].get("VerbForm", "")


def marks(document: Document, head: int) -> tuple[str, ...]:
    """The words that open the clause or phrase of ``head``: its mark and case children and their fixed parts, in order."""
    found = []
    for child in document.children[head]:
        if document.deps[child] in ("mark", "case"):
            found.append(child)
            found.extend(c for c in document.children[child] if document.deps[c] == "fixed")
    return tuple(document.lowers[i] for i in sorted(found))
