"""Participants: for each trigger, the phrases that may do the act or undergo it, in order of preference."""

from __future__ import annotations

from dataclasses import dataclass

from despacho.coding.triggers import anchor
from despacho.grammar.clauses import (
    Argument,
    antecedent,
    expand,
    governing_verb,
    is_finite,
    is_participle,
    own_arguments,
    subject,
)
from despacho.grammar.phrases import conjuncts, lemma_case, phrase_of, understood
from despacho.languages.lexicon import Rule
from despacho.languages.wordlists import word_set
from despacho.model import Document, Phrase, Trigger

PROCESS = frozenset(
    "inicio comienzo serie continuación suspensión reanudación anuncio adopción imposición celebración fin final ronda aplicación "
    "levantamiento envío puesta apertura ampliación prórroga realización ejecución campaña conjunto concesión entrega firma proceso "
    "intensificación aumento incremento aceleración conclusión culminación paquete oferta propuesta".split()
)
"""Nouns that only say how far an act has come; whoever does them does the act."""
VICTIMS = frozenset({"víctima", "objeto", "blanco", "objetivo", "destinatario", "beneficiario"})
DEPTH = 4
"""How far a role descends from a thing to whoever it belongs to ("la política | del Gobierno | de Israel")."""
CONTENT_TYPES = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE", "AGREE", "SUPPORT"})
"""Types whose unsaid recipient may stand in the content clause ("insiste en que Israel se retire", "amenaza con atacar Irán")."""
Slots = dict[str, list[Argument]]


@dataclass(frozen=True, slots=True)
class Roles:
    """Groups of phrases for each role with the slots that they hang in."""

    actors: tuple[tuple[Phrase, ...], ...]
    recipients: tuple[tuple[Phrase, ...], ...]
    actor_slots: tuple[str, ...]
    recipient_slots: tuple[str, ...]
    mutual: bool


def roles_of(document: Document, trigger: Trigger, rule: Rule, *, lang: str) -> Roles:
    """The roles of the trigger under ``rule``."""
    token = trigger.head
    nominal = document.pos[token] in ("NOUN", "PROPN") and rule.pos == "noun"
    slots = noun_slots(document, token, lang=lang) if nominal else verb_slots(document, anchor(document, token))
    if rule.pos == "adj" and "subj" not in slots and "obj" in slots:
        slots["subj"] = slots.pop("obj")
    if not nominal:
        _inner_noun(document, trigger, slots)
    mutual = rule.frame == "mutual"
    actors = _mutual(document, slots, rule.actor_slots) if mutual else _choices(document, slots, rule.actor_slots)
    if rule.event_type in CONTENT_TYPES:
        _content_slots(document, trigger, slots)
    wanted = rule.recipient_slots
    recipients = _choices(document, slots, wanted)
    if (wanted or rule.event_type in CONTENT_TYPES) and not mutual and not (not rule.actor_slots and rule.frame == "intransitive"):
        late = tuple(s for s in _late_slots(rule) if s not in wanted)
        recipients += _choices(document, slots, late, owned=False)
    return Roles(
        actors=tuple(group for _, group in actors),
        recipients=tuple(group for _, group in recipients),
        actor_slots=tuple(slot for slot, _ in actors),
        recipient_slots=tuple(slot for slot, _ in recipients),
        mutual=mutual,
    )


def _late_slots(rule: Rule) -> tuple[str, ...]:
    """Recipient slots to try after the rule's own: who the content clause is about, who answers to the act."""
    late: tuple[str, ...] = ()
    if rule.pos == "noun" and rule.frame in ("motion", "agent", "goal"):
        late = ("de2", "de")
    if rule.event_type in CONTENT_TYPES:
        late = (*late, "clause", "inner")
    return (*late, "response") if rule.pos == "noun" else (*late, "complement")


def _content_slots(document: Document, trigger: Trigger, slots: Slots) -> None:
    """The subject and the objects of the content clause of a speech act, as slots of the act itself."""
    base = anchor(document, trigger.head)
    for child in document.children[base]:
        dep = document.deps[child]
        clause = dep in ("ccomp", "csubj", "csubj:pass") or (dep in ("acl", "advcl") and _has_que(document, child))
        if clause and is_finite(document, child):
            who = subject(document, child) or next((a for a in own_arguments(document, child) if a.slot == "obj"), None)
            if who is not None and not who.elided:
                slots.setdefault("clause", []).append(Argument("clause", who.token))
            for argument in own_arguments(document, child):
                if argument.slot in ("iobj", "a", "contra", "para", "con") and trigger.event_type in ("AGREE", "SUPPORT"):
                    slots.setdefault("inner", []).append(Argument("inner", argument.token))
        elif document.feats[child].get("VerbForm") == "Inf" and dep in ("xcomp", "ccomp", "acl", "obl", "obl:arg", "nmod", "advcl", "obj"):
            for argument in own_arguments(document, child):
                if argument.slot in ("obj", "iobj", "a", "contra", "para", "con"):
                    slots.setdefault("inner", []).append(Argument("inner", argument.token))


def _has_que(document: Document, verb: int) -> bool:
    return any(document.lowers[c] == "que" for c in document.children[verb])


# --- verbs ---------------------------------------------------------------------------------------------------------


def verb_slots(document: Document, verb: int) -> Slots:
    """The arguments of a verb by slot: its own, those of a copula or auxiliary chain, shared subjects."""
    slots: Slots = {}
    who = subject(document, verb)
    own = [a for a in own_arguments(document, verb) if a.slot == "subj"]
    if own or who is not None:
        slots["subj"] = own or [who] if who is not None else own
    if who is None and document.pos[verb] == "ADJ" and document.deps[verb] == "amod":
        slots["subj"] = [Argument("subj", document.heads[verb])]
    for argument in own_arguments(document, verb):
        if argument.slot == "subj":
            continue
        slots.setdefault(argument.slot, []).append(argument)
        if argument.slot == "obj" and lemma_case(document, argument.token) == "a":
            slots.setdefault("a", []).append(argument)
    if "obj" not in slots and "a" not in slots and document.deps[verb] == "conj":
        _share_object(document, verb, slots)
    if "con" not in slots:
        _stray(document, verb, slots)
    for slot in ("iobj", "obj"):
        slots[slot] = _prefer_full(document, slots.get(slot, []), slots.get("a", []) if slot == "iobj" else [])
    for argument in slots.get("obj", []):
        for child in document.children[argument.token]:
            if document.deps[child] == "nmod" and lemma_case(document, child) in ("contra", "a", "hacia", "sobre", "con", "para"):
                slots.setdefault("complement", []).append(Argument("complement", child))
    return {slot: found for slot, found in slots.items() if found}


def _stray(document: Document, verb: int, slots: Slots) -> None:
    """A con-phrase that the parser hung on an adverbial of the verb ("conversó por teléfono | con el ministro")."""
    for child in document.children[verb]:
        if document.deps[child] in ("obl", "obl:arg", "advmod", "obj") and child > verb:
            for node in (c for c in document.children[child] if document.deps[c] in ("nmod", "conj", "obl")):
                for inner in (node, *document.children[node]):
                    if document.deps[inner] in ("nmod", "obl") and lemma_case(document, inner) == "con":
                        slots.setdefault("con", []).append(Argument("con", inner))


def _share_object(document: Document, verb: int, slots: Slots) -> None:
    """ "condenó y rechazó el ataque": an object that stands after the last of two coordinated verbs is both's."""
    for child in document.children[document.heads[verb]]:
        if document.deps[child] == "obj" and child > verb:
            slots.setdefault("obj", []).append(Argument("obj", child))


def _prefer_full(document: Document, arguments: list[Argument], doubles: list[Argument]) -> list[Argument]:
    """Full phrases before clitics ("le pidió a Israel": Israel)."""
    full = [a for a in arguments if document.pos[a.token] != "PRON" or document.lowers[a.token] not in CLITICS]
    return full or doubles or arguments


CLITICS = frozenset({"le", "les", "lo", "la", "los", "las", "se", "me", "nos", "te", "os"})


def _inner_noun(document: Document, trigger: Trigger, slots: Slots) -> None:
    """The complements of a noun that is part of a verbal trigger: "rompió sus relaciones | con Ecuador"."""
    inside = range(trigger.first, trigger.last)
    if any(a.token in inside and not a.elided for a in slots.get("subj", [])) and is_finite(document, trigger.head):
        slots["subj"] = [Argument("subj", trigger.head, elided=True)]
    nouns = [a.token for a in slots.get("obj", []) if a.token in inside] or [
        t for t in inside if document.pos[t] == "NOUN" and t != trigger.head
    ]
    if "obj" in slots:
        slots["obj"] = [a for a in slots["obj"] if a.token not in inside]
    for noun in nouns:
        inner: Slots = {}
        _complements(document, noun, inner)
        for slot, arguments in inner.items():
            if slot in ("adj", "poss", "por"):
                continue
            slots.setdefault(slot, []).extend(a for a in arguments if a not in slots.get(slot, []))
    for slot in [slot for slot, found in slots.items() if not found]:
        del slots[slot]


# --- nouns ---------------------------------------------------------------------------------------------------------


def noun_slots(document: Document, noun: int, *, lang: str) -> Slots:
    """The arguments of an event noun: its complements, adjectives, possessive, and those of the verb that carries it."""
    slots: Slots = {"self": [Argument("self", noun)]}
    _complements(document, noun, slots)
    _process(document, noun, slots)
    _victim(document, noun, slots)
    for child in document.children[noun]:
        if document.deps[child] in ("acl", "acl:relcl", "amod") and (
            document.pos[child] in ("VERB", "AUX") or is_participle(document, child)
        ):
            _carrier(document, child, noun, slots, lang=lang)
    if document.deps[noun] == "conj":
        _complements(document, document.heads[noun], slots)
    verb = governing_verb(document, noun)
    if verb is not None:
        _governor(document, verb, noun, slots, lang=lang)
    return slots


def _complements(document: Document, noun: int, slots: Slots, *, depth: int = 0) -> None:
    for child in document.children[noun]:
        dep = document.deps[child]
        if dep in ("nmod", "obl", "obl:arg", "obl:agent", "appos"):
            case = lemma_case(document, child)
            if case:
                slot = "de2" if case == "de" and "de" in slots else case
                if depth and case == "de":
                    continue
                slots.setdefault(slot, []).append(Argument(slot, child))
            if depth < 2 and dep != "appos":
                _complements(document, child, slots, depth=depth + 1)
        elif dep == "det" and not depth and document.lowers[child].startswith("cuy"):
            verb = governing_verb(document, noun)
            owner = antecedent(document, verb) if verb is not None else None
            if owner is not None:
                slots.setdefault("poss", []).append(Argument("poss", owner))
        elif dep == "amod" and not depth:
            slots.setdefault("adj", []).append(Argument("adj", child))
        elif dep == "det" and not depth and document.feats[child].get("Poss") == "Yes":
            slots.setdefault("poss", []).append(Argument("poss", child))


def _process(document: Document, noun: int, slots: Slots) -> None:
    """Complements that hang on a noun of process above: "la imposición de aranceles | a China | por parte de EEUU"."""
    node = noun
    for _ in range(2):
        head = document.heads[node]
        if document.deps[node] != "nmod" or lemma_case(document, node) != "de" or document.pos[head] != "NOUN":
            return
        inner: Slots = {}
        _complements(document, head, inner)
        for slot, arguments in inner.items():
            if slot not in ("de", "de2", "adj"):
                slots.setdefault(slot, []).extend(a for a in arguments if a.token != noun)
        node = head


def _victim(document: Document, noun: int, slots: Slots) -> None:
    """ "fue víctima de amenazas", "blanco de ataques": whoever is the victim undergoes the act."""
    head = document.heads[noun]
    if document.deps[noun] == "nmod" and document.lemmas[head] in VICTIMS and lemma_case(document, noun) == "de":
        who = subject(document, head) if document.pos[head] != "NOUN" else None
        for child in document.children[head]:
            if document.deps[child] == "nsubj":
                who = Argument("subj", child)
        if who is None and (verb := governing_verb(document, head)) is not None:
            who = subject(document, verb)
        if who is not None:
            slots.setdefault("a", []).append(who)


def _carrier(document: Document, verb: int, noun: int, slots: Slots, *, lang: str) -> None:
    """Participants on a participle or relative clause of the noun: "las sanciones impuestas a Austria por la UE"."""
    support = word_set(lang, "support_verbs", "support", "direct") | word_set(lang, "support_verbs", "support", "announce")
    inverse = word_set(lang, "support_verbs", "support", "inverse")
    if document.lemmas[verb] not in support and document.lemmas[verb] not in inverse and not is_participle(document, verb):
        return
    who = subject(document, verb)
    if document.lemmas[verb] in inverse:
        if who is not None and who.token != noun:
            slots.setdefault("a", []).append(who)
        return
    if who is not None and who.elided and document.lemmas[verb] in support:
        slots.setdefault("por", []).append(who)
    for argument in own_arguments(document, verb):
        if argument.token == noun:
            continue
        slot = "por" if argument.slot == "subj" else argument.slot
        if slot == "iobj" or (slot == "obj" and lemma_case(document, argument.token) == "a"):
            slot = "a"
        slots.setdefault(slot, []).append(Argument(slot, argument.token, elided=argument.elided))


def _governor(document: Document, verb: int, noun: int, slots: Slots, *, lang: str) -> None:
    """The subject and the other complements of a verb whose object the noun is."""
    lemma = document.lemmas[verb]
    link = _object_link(document, verb, noun)
    if lemma in word_set(lang, "support_verbs", "support", "response") and (link is not None or document.heads[noun] == verb):
        who = subject(document, verb)
        if who is not None:
            slots.setdefault("response", []).append(who)
        return
    if link is None:
        return
    if lemma in word_set(lang, "support_verbs", "support", "inverse"):
        who = subject(document, verb)
        if who is not None:
            slots.setdefault("a", []).append(who)
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
            if argument.slot not in ("subj", "obj", "de", "por") and argument.token != noun:
                slots.setdefault(argument.slot, []).append(argument)


def _object_link(document: Document, verb: int, noun: int) -> str | None:
    """ "obj" where the noun is the verb's object, coordinated with it, or what its process noun is about; else None."""
    node = noun
    for _ in range(4):
        head = document.heads[node]
        dep = document.deps[node]
        if head == verb:
            return "obj" if dep in ("obj", "xcomp", "nsubj:pass") or (dep == "obl:arg" and lemma_case(document, node) in ("", "a")) else None
        if dep == "conj" or (dep == "nmod" and document.lemmas[head] in PROCESS and lemma_case(document, node) == "de"):
            node = head
            continue
        return None
    return None


# --- choosing ------------------------------------------------------------------------------------------------------


def _choices(
    document: Document, slots: Slots, wanted: tuple[str, ...], *, owned: bool = True
) -> list[tuple[str, tuple[Phrase, ...]]]:
    """One group for each filled slot in order, each followed by whoever its thing belongs to (unless not ``owned``)."""
    groups: list[tuple[str, tuple[Phrase, ...]]] = []
    for slot in wanted:
        arguments = slots.get(slot, [])
        if slot == "por" and not arguments:
            arguments = slots.get("por_parte_de", [])
        for argument in arguments[:3]:
            groups.append((slot, _phrases(document, argument)))
            if owned or slot in ("inner", "complement", "clause"):
                groups.extend((f"{slot}>", group) for group in owners(document, argument))
    if "subj" not in wanted and "support" not in wanted and "support" in slots and "adj" in wanted:
        groups.extend(("support", _phrases(document, a)) for a in slots["support"])
    return groups


def _mutual(document: Document, slots: Slots, wanted: tuple[str, ...]) -> list[tuple[str, tuple[Phrase, ...]]]:
    """All sides of a mutual act as one group."""
    phrases: list[Phrase] = []
    names: list[str] = []
    for slot in (*wanted, "support"):
        if slot == "support" and "poss" in names:
            continue
        for argument in slots.get(slot, []):
            new = [p for p in _phrases(document, argument) if p not in phrases]
            if new:
                phrases.extend(new)
                names.append(slot)
    return [("+".join(dict.fromkeys(names)), tuple(phrases))] if phrases else []


def _phrases(document: Document, argument: Argument) -> tuple[Phrase, ...]:
    if argument.elided:
        return (understood(argument.token),)
    return tuple(phrase_of(document, a.token) for a in expand(document, argument))


def owners(document: Document, argument: Argument) -> list[tuple[Phrase, ...]]:
    """Whoever the thing in a slot belongs to or comes from: genitive, adjective, possessive, agent of its participle."""
    if argument.elided:
        return []
    groups: list[tuple[Phrase, ...]] = []
    frontier = list(conjuncts(document, argument.token))
    for _ in range(DEPTH):
        step: list[int] = []
        for node in frontier:
            step.extend(_owned_by(document, node))
        if not step:
            break
        groups.append(tuple(phrase_of(document, t) for n in step for t in conjuncts(document, n)))
        frontier = step
    return groups


def _owned_by(document: Document, node: int) -> list[int]:
    found: list[int] = []
    for child in document.children[node]:
        dep = document.deps[child]
        if (dep == "nmod" and lemma_case(document, child) in ("de", "por", "por_parte_de")) or (
            dep == "amod" and not is_participle(document, child)
        ):
            found.append(child)
        elif dep in ("acl", "amod") and is_participle(document, child):
            found += [a.token for a in own_arguments(document, child) if a.slot == "subj"]
        elif dep == "acl:relcl":
            who = subject(document, child)
            if who is not None and not who.elided and who.token != node and antecedent(document, child) == node:
                found.append(who.token)
    return found
