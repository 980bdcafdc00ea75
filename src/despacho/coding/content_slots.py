"""Content slots: who a demand, a promise or a threat is about, from its content clause."""

from __future__ import annotations

from despacho.coding.slots import Slots, add
from despacho.coding.triggers import anchor
from despacho.grammar.clauses import Argument, governing_verb, is_finite, own_arguments, subject
from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document, Trigger


def content_slots(document: Document, trigger: Trigger, slots: Slots) -> None:
    """The subject and the objects of the content clause of a speech act, as slots of the act itself."""
    base = anchor(document, trigger.head)
    for child in document.children[base]:
        dep = document.deps[child]
        clause = dep in ("ccomp", "csubj", "csubj:pass") or (dep in ("acl", "advcl") and _has_conjunction(document, child))
        if clause and (is_finite(document, child) or any(document.deps[c] == "nsubj" for c in document.children[child])):
            who = subject(document, child) or next((a for a in own_arguments(document, child) if a.slot == "obj"), None)
            if who is not None and not who.elided:
                slots.setdefault("clause", []).append(Argument("clause", who.token))
            if trigger.event_type in ("AGREE", "SUPPORT"):
                add(slots, "inner", *(a for a in _addressed(document, child, objects=False)))
        elif document.feats[child].get("VerbForm") == "Inf" and dep in ("xcomp", "ccomp", "acl", "obl", "obl:arg", "nmod", "advcl", "obj"):
            add(slots, "inner", *_addressed(document, child))


def condition_slots(document: Document, trigger: Trigger, slots: Slots) -> None:
    """Who can avert what is threatened: "threatened air strikes unless Belgrade complies", "would cut aid if the killings went on"."""
    marks = grammar_of(document).speech.get("conditions", frozenset())
    if trigger.event_type != "THREATEN" or not marks:
        return
    base = anchor(document, trigger.head)
    told = [c for c in document.children[base] if document.deps[c] in ("ccomp", "xcomp")]
    for verb in (base, *told):
        for child in document.children[verb]:
            if document.deps[child] == "advcl" and any(document.lowers[c] in marks for c in document.children[child]):
                who = subject(document, child) or next((a for a in own_arguments(document, child) if a.slot == "obj"), None)
                if who is not None and not who.elided:
                    add(slots, "condition", Argument("condition", who.token))


def _addressed(document: Document, verb: int, *, objects: bool = True) -> list[Argument]:
    """Whom the verb of a content clause touches: indirect objects first, then what its object is with, then the object."""
    arguments, slots = own_arguments(document, verb), grammar_of(document).slots
    found = [a.token for a in arguments if a.slot in slots.inner]
    things = [a.token for a in arguments if a.slot == "obj"]
    for thing in things:
        found += [
            c for c in document.children[thing] if document.deps[c] == "nmod" and lemma_case(document, c) in slots.inner_object
        ]
    return [Argument("inner", token) for token in [*found, *(things if objects else [])]]


def purpose_slots(document: Document, trigger: Trigger, slots: Slots) -> None:
    """Who is to act in the purpose clause of the verb that carries a demand: "hizo un llamado para que Maduro dejara"."""
    verb = governing_verb(document, trigger.head)
    if verb is None or trigger.event_type != "REQUEST":
        return
    for child in document.children[verb]:
        if document.deps[child] == "advcl" and _has_conjunction(document, child) and is_finite(document, child):
            who = subject(document, child)
            if who is not None and not who.elided:
                slots.setdefault("clause", []).append(Argument("clause", who.token))


def _has_conjunction(document: Document, verb: int) -> bool:
    return any(document.lowers[c] in grammar_of(document).forms.content for c in document.children[verb])
