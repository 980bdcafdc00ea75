"""Verb slots: the arguments of a verbal trigger - its own, shared, stray, and those of a noun inside it."""

from __future__ import annotations

from collections.abc import Collection

from despacho.coding.noun_slots import complements
from despacho.coding.slots import Slots, keep_within
from despacho.grammar.clauses import Argument, agree, is_finite, is_participle, own_arguments, subject
from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document, Trigger


def verb_slots(document: Document, verb: int) -> Slots:
    """The arguments of a verb by slot: its own, those of a copula or auxiliary chain, shared subjects."""
    slots: Slots = {}
    grammar = grammar_of(document)
    person = sorted(grammar.slots.person_object)
    who = subject(document, verb)
    own = [a for a in own_arguments(document, verb) if a.slot == "subj"]
    if own or who is not None:
        slots["subj"] = own or [who] if who is not None else own
    if (
        who is None
        and document.pos[verb] == "ADJ"
        and document.deps[verb] == "amod"
        and not is_participle(document, verb)
    ):
        slots["subj"] = [Argument("subj", document.heads[verb])]
    for argument in own_arguments(document, verb):
        if argument.slot == "subj":
            continue
        slots.setdefault(argument.slot, []).append(argument)
        if argument.slot == "obj" and (case := lemma_case(document, argument.token)) in person:
            slots.setdefault(case, []).append(argument)
    if "obj" not in slots and not any(slot in slots for slot in person) and document.deps[verb] == "conj":
        _share_object(document, verb, slots)
    if not slots.keys() & grammar.slots.company:
        _stray(document, verb, slots)
    for slot in ("iobj", "obj"):
        slots[slot] = _prefer_full(document, slots.get(slot, []), [a for s in person for a in slots.get(s, [])] if slot == "iobj" else [])
    for argument in slots.get("obj", []):
        for child in document.children[argument.token]:
            if document.deps[child] == "nmod" and lemma_case(document, child) in grammar.slots.complement:
                slots.setdefault("complement", []).append(Argument("complement", child))
    return {slot: found for slot, found in slots.items() if found}


def _stray(document: Document, verb: int, slots: Slots) -> None:
    """A phrase of company that the parser hung on an adverbial of the verb ("conversó por teléfono | con el ministro")."""
    for child in document.children[verb]:
        if document.deps[child] in ("obl", "obl:arg", "advmod", "obj") and child > verb:
            for node in (c for c in document.children[child] if document.deps[c] in ("nmod", "conj", "obl")):
                for inner in (node, *document.children[node]):
                    case = lemma_case(document, inner)
                    if document.deps[inner] in ("nmod", "obl") and case in grammar_of(document).slots.company:
                        slots.setdefault(case, []).append(Argument(case, inner))


def _share_object(document: Document, verb: int, slots: Slots) -> None:
    """An object that stands after the last of two coordinated verbs is both's: "condenó y rechazó el ataque"."""
    for child in document.children[document.heads[verb]]:
        if document.deps[child] == "obj" and child > verb:
            slots.setdefault("obj", []).append(Argument("obj", child))


def _prefer_full(document: Document, arguments: list[Argument], doubles: list[Argument]) -> list[Argument]:
    """Full phrases before clitics ("le pidió a Israel": Israel)."""
    clitics = grammar_of(document).forms.clitics
    full = [a for a in arguments if document.pos[a.token] != "PRON" or document.lowers[a.token] not in clitics]
    return full or doubles or arguments


CLOSING = frozenset({'"', "»", "”"})
"""What ends a quotation; the verb of saying follows it, mostly behind a comma."""


def inverted_subject(document: Document, verb: int, slots: Slots, *, intransitive: bool) -> None:
    """A bare noun phrase behind the verb that was taken for its object: "viajaron dos ministros", "«...», denunciaron dos vecinos"."""
    if not grammar_of(document).switches.inverted_subjects:
        return
    subjects, objects = slots.get("subj", []), slots.get("obj", [])
    if len(objects) != 1 or (subjects and not subjects[0].elided) or not is_finite(document, verb):
        return
    phrase = objects[0].token
    bare = phrase > verb and document.pos[phrase] in ("NOUN", "PROPN") and not lemma_case(document, phrase)
    before = [document.forms[t] for t in range(max(verb - 2, 0), verb)]
    behind_quote = (
        phrase - verb <= INVERTED
        and bool(before)
        and (before[-1] in CLOSING or (before[-1] == "," and before[0] in CLOSING))
    )
    if bare and (intransitive or behind_quote) and agree(document, verb, phrase):
        slots["subj"] = [Argument("subj", phrase)]
        del slots["obj"]


INVERTED = 4
"""How far behind a verb of saying the head of its subject stands at most."""


def inner_noun(document: Document, trigger: Trigger, slots: Slots, *, inside: Collection[int]) -> None:
    """The complements of a noun that is part of a verbal trigger: "rompió sus relaciones | con Ecuador"."""
    words = grammar_of(document).slots
    keep_within(slots, inside, trigger.head)
    if any(a.token in inside and not a.elided for a in slots.get("subj", [])) and is_finite(document, trigger.head):
        slots["subj"] = [Argument("subj", trigger.head, elided=True)]
    nouns = [a.token for a in slots.get("obj", []) if a.token in inside] or [
        t for t in sorted(inside) if document.pos[t] == "NOUN" and t != trigger.head
    ]
    if "obj" in slots:
        slots["obj"] = [a for a in slots["obj"] if a.token not in inside]
    for noun in nouns:
        inner: Slots = {}
        complements(document, noun, inner)
        for slot, arguments in inner.items():
            if slot in words.unowned:
                continue
            slots.setdefault(slot, []).extend(a for a in arguments if a not in slots.get(slot, []))
    for verb in (t for t in sorted(inside) if t != trigger.head and document.pos[t] == "VERB"):
        for argument in own_arguments(document, verb):  # "anunció que impondrá sanciones | a Bielorrusia"
            if argument.slot in words.aimed and argument.token not in inside:
                slots.setdefault(argument.slot, []).append(argument)
    for slot in [slot for slot, found in slots.items() if not found]:
        del slots[slot]
