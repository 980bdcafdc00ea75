"""Noun slots: the arguments of an event noun - in its phrase, on the verb that carries it, on whoever is blamed for it."""

from __future__ import annotations

from collections.abc import Collection

from despacho.coding.blame import blamed, casualties
from despacho.coding.slots import Slots, add
from despacho.grammar.clauses import Argument, antecedent, governing_verb, is_participle, own_arguments, subject
from despacho.grammar.phrases import lemma_case, subtree
from despacho.grammar.words import grammar_of
from despacho.languages.wordlists import word_set
from despacho.model import Document, Trigger

INSIDE = frozenset({"self", "adj", "inside", "compound"})
"""Slots that a word of the trigger itself may fill: "retirada israelí", "retirada de las tropas"."""


def noun_slots(document: Document, noun: int, *, lang: str) -> Slots:
    """The arguments of an event noun: its complements, adjectives, possessive, and those of the verb that carries it."""
    slots: Slots = {"self": [Argument("self", noun)]}
    complements(document, noun, slots)
    _process(document, noun, slots)
    _victim(document, noun, slots)
    for child in document.children[noun]:
        if document.deps[child] in ("acl", "acl:relcl", "amod") and (
            document.pos[child] in ("VERB", "AUX") or is_participle(document, child)
        ):
            _carrier(document, child, noun, slots, lang=lang)
    if document.deps[noun] == "conj":
        complements(document, document.heads[noun], slots)
    verb = governing_verb(document, noun)
    if verb is not None:
        _governor(document, verb, noun, slots, lang=lang)
        _stray(document, verb, noun, slots)
    add(slots, "blamed", *blamed(document, noun, lang=lang))
    add(slots, "casualty", *casualties(document, noun, lang=lang))
    return {slot: found for slot, found in slots.items() if found}


def complements(document: Document, noun: int, slots: Slots, *, depth: int = 0) -> None:
    """Put the complements of ``noun`` into slots: prepositional phrases, adjectives, possessives, two nouns deep."""
    grammar = grammar_of(document)
    genitive, whose = grammar.slots.genitive, grammar.forms.whose
    for child in document.children[noun]:
        dep = document.deps[child]
        if dep in ("nmod", "obl", "obl:arg", "obl:agent", "appos", "flat"):
            case = lemma_case(document, child)
            if case and not (dep == "flat" and case not in grammar.slots.hung):
                slot = f"{case}2" if case in genitive and case in slots else case
                if depth and case in genitive:
                    continue
                slots.setdefault(slot, []).append(Argument(slot, child))
            if depth < 2 and dep != "appos":
                complements(document, child, slots, depth=depth + 1)
        elif dep == "det" and not depth and whose and document.lowers[child].startswith(whose):
            verb = governing_verb(document, noun)
            owner = antecedent(document, verb) if verb is not None else None
            if owner is not None:
                slots.setdefault("poss", []).append(Argument("poss", owner))
        elif dep == "compound" and not depth and grammar.switches.compounds:
            slots.setdefault("compound", []).append(Argument("compound", child))
        elif dep == "amod" and not depth:
            slots.setdefault("adj", []).append(Argument("adj", child))
            _hung(document, child, slots)
        elif dep == "amod" or (dep == "advmod" and not depth):
            _hung(document, child, slots)
        elif dep == "det" and not depth and document.feats[child].get("Poss") == "Yes":
            slots.setdefault("poss", []).append(Argument("poss", child))


def _stray(document: Document, verb: int, noun: int, slots: Slots) -> None:
    """A phrase of the verb that stands right behind the noun: "dijo en un encuentro | con diplomáticos europeos que"."""
    last = max(subtree(document, noun))
    for child in document.children[verb]:
        if (
            child > last
            and document.deps[child] in ("obl", "obl:arg", "obl:agent")
            and min(subtree(document, child)) == last + 1
        ):
            case = lemma_case(document, child)
            if case in grammar_of(document).slots.stray:
                add(slots, case, Argument(case, child))


def _hung(document: Document, modifier: int, slots: Slots) -> None:
    """Complements that the parser hung on an adjective or adverb of the noun: "de las iglesias serbias | por extremistas", "frente | a X"."""
    if is_participle(document, modifier):
        return
    for child in document.children[modifier]:
        case = lemma_case(document, child)
        if case in grammar_of(document).slots.hung:
            add(slots, case, Argument(case, child))


def inner_complements(document: Document, trigger: Trigger, slots: Slots, *, inside: Collection[int]) -> None:
    """What hangs on an inner word of a longer noun trigger: "crímenes de guerra | de X", "ruptura de relaciones | con Y"."""
    genitive = sorted(grammar_of(document).slots.genitive)
    slots["inside"] = [a for of in genitive for a in slots.get(of, []) if a.token in inside]
    for slot in list(slots):
        slots[slot] = [a for a in slots[slot] if a.token not in inside or a.slot in INSIDE]
    for token in sorted(inside):
        if token != trigger.head and document.pos[token] in ("NOUN", "PROPN"):
            inner: Slots = {}
            complements(document, token, inner)
            for slot, arguments in inner.items():
                add(slots, slot, *(a for a in arguments if a.token not in inside))
    for slot in [slot for slot, found in slots.items() if not found]:
        del slots[slot]
    for of in genitive:
        if of not in slots and f"{of}2" in slots:
            slots[of] = slots.pop(f"{of}2")


def _process(document: Document, noun: int, slots: Slots) -> None:
    """Complements that hang on a noun of process above: "la imposición de aranceles | a China | por parte de EEUU"."""
    node, genitive = noun, grammar_of(document).slots.genitive
    for _ in range(2):
        head = document.heads[node]
        if document.deps[node] != "nmod" or lemma_case(document, node) not in genitive or document.pos[head] != "NOUN":
            return
        inner: Slots = {}
        complements(document, head, inner)
        for slot, arguments in inner.items():
            if slot.removesuffix("2") not in genitive and slot != "adj":
                slots.setdefault(slot, []).extend(a for a in arguments if a.token != noun)
        node = head


def _victim(document: Document, noun: int, slots: Slots) -> None:
    """Whoever is the victim undergoes the act: "fue víctima de amenazas", "blanco de ataques"."""
    head, grammar = document.heads[noun], grammar_of(document)
    victim = document.lemmas[head] in grammar.nouns.victims
    if victim and document.deps[noun] == "nmod" and lemma_case(document, noun) in grammar.slots.genitive:
        who = subject(document, head) if document.pos[head] != "NOUN" else None
        for child in document.children[head]:
            if document.deps[child] == "nsubj":
                who = Argument("subj", child)
        if who is None and (verb := governing_verb(document, head)) is not None:
            who = subject(document, verb)
        if who is not None:
            slots.setdefault(grammar.forms.undergoer, []).append(who)


def _carrier(document: Document, verb: int, noun: int, slots: Slots, *, lang: str) -> None:
    """Participants on a participle or relative clause of the noun: "las sanciones impuestas a Austria por la UE"."""
    support = word_set(lang, "support_verbs", "support", "direct") | word_set(
        lang, "support_verbs", "support", "announce"
    )
    inverse = word_set(lang, "support_verbs", "support", "inverse")
    if (
        document.lemmas[verb] not in support
        and document.lemmas[verb] not in inverse
        and not is_participle(document, verb)
    ):
        return
    who, grammar = subject(document, verb), grammar_of(document)
    agent, undergoer = grammar.forms.agent, grammar.forms.undergoer
    if document.lemmas[verb] in inverse:
        if who is not None and who.token != noun:
            slots.setdefault(undergoer, []).append(who)
        return
    if who is not None and who.elided and document.lemmas[verb] in support:
        slots.setdefault(agent, []).append(who)
    for argument in own_arguments(document, verb):
        if argument.token == noun:
            continue
        slot = agent if argument.slot == "subj" else argument.slot
        if slot == "iobj" or (slot == "obj" and lemma_case(document, argument.token) in grammar.slots.person_object):
            slot = undergoer
        slots.setdefault(slot, []).append(Argument(slot, argument.token, elided=argument.elided))


def _governor(document: Document, verb: int, noun: int, slots: Slots, *, lang: str) -> None:
    """The subject and the other complements of a verb whose object the noun is."""
    lemma = document.lemmas[verb]
    link = _object_link(document, verb, noun)
    if lemma in word_set(lang, "support_verbs", "support", "response") and (
        link is not None or document.heads[noun] == verb
    ):
        who = subject(document, verb)
        if who is not None:
            slots.setdefault("response", []).append(who)
        return
    if link is None:
        return
    if lemma in word_set(lang, "support_verbs", "support", "inverse"):
        who = subject(document, verb)
        if who is not None:
            slots.setdefault(grammar_of(document).forms.undergoer, []).append(who)
        return
    direct = lemma in word_set(lang, "support_verbs", "support", "direct")
    announce = lemma in word_set(lang, "support_verbs", "support", "announce")
    if not (direct or announce or link == "poss"):
        return
    own = [a for a in own_arguments(document, verb) if a.slot == "subj"]
    who = subject(document, verb)
    slots.setdefault("support", []).extend(own or ([who] if who is not None else []))
    if direct:
        for argument in own_arguments(document, verb):
            if argument.slot not in grammar_of(document).slots.ungoverned and argument.token != noun:
                slots.setdefault(argument.slot, []).append(argument)


def _object_link(document: Document, verb: int, noun: int) -> str | None:
    """The value "obj" where the noun is the verb's object, coordinated with it, or what its process noun is about; else None."""
    grammar = grammar_of(document)
    node = noun
    for _ in range(4):
        head = document.heads[node]
        dep = document.deps[node]
        if head == verb:
            return (
                "obj"
                if dep in ("obj", "xcomp", "nsubj:pass")
                or (dep == "obl:arg" and lemma_case(document, node) in grammar.slots.object)
                else None
            )
        if dep == "conj" or (
            dep == "nmod" and document.lemmas[head] in grammar.nouns.process and lemma_case(document, node) in grammar.slots.genitive
        ):
            node = head
            continue
        return None
    return None
