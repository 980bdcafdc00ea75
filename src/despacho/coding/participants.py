"""Participants: for each trigger, the phrases that may do the act or undergo it, in order of preference."""

from __future__ import annotations

from dataclasses import dataclass

from despacho.coding.content_slots import content_slots, purpose_slots
from despacho.coding.noun_slots import inner_complements, noun_slots
from despacho.coding.slots import Slots
from despacho.coding.triggers import anchor
from despacho.coding.verb_slots import inner_noun, verb_slots
from despacho.grammar.clauses import Argument, antecedent, expand, is_participle, own_arguments, subject
from despacho.grammar.phrases import conjuncts, lemma_case, phrase_of, understood
from despacho.languages.lexicon import Rule
from despacho.model import Document, Phrase, Trigger

DEPTH = 4
"""How far a role descends from a thing to whoever it belongs to ("la política | del Gobierno | de Israel")."""
CONTENT_TYPES = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE", "AGREE", "SUPPORT"})
"""Types whose unsaid recipient may stand in the content clause ("insiste en que Israel se retire", "amenaza con atacar Irán")."""


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
    nominal = rule.pos == "noun"
    slots = noun_slots(document, token, lang=lang) if nominal else verb_slots(document, anchor(document, token))
    if rule.pos == "adj" and "subj" not in slots and "obj" in slots:
        slots["subj"] = slots.pop("obj")
    if nominal:
        inner_complements(document, trigger, slots)
    else:
        inner_noun(document, trigger, slots)
    mutual = rule.frame == "mutual"
    actors = _mutual(document, slots, rule.actor_slots) if mutual else _choices(document, slots, rule.actor_slots)
    if not mutual and rule.actor_slots:
        actors += _choices(document, slots, ("entre",) if rule.pos == "verb" else ("blamed",), owned=False)
    if rule.event_type in CONTENT_TYPES:
        content_slots(document, trigger, slots)
        if nominal:
            purpose_slots(document, trigger, slots)
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
    return (*late, "casualty", "response") if rule.pos == "noun" else (*late, "complement", "owner")


def _choices(
    document: Document, slots: Slots, wanted: tuple[str, ...], *, owned: bool = True
) -> list[tuple[str, tuple[Phrase, ...]]]:
    """One group for each filled slot in order, each followed by whoever its thing belongs to (unless not ``owned``)."""
    groups: list[tuple[str, tuple[Phrase, ...]]] = []
    for slot in wanted:
        if slot == "owner":
            groups.extend(("owner", group) for a in slots.get("obj", []) for group in owners(document, a))
            continue
        arguments = slots.get(slot, [])
        if slot == "por" and not arguments:
            arguments = slots.get("por_parte_de", [])
        for argument in arguments[:3]:
            groups.append((slot, _phrases(document, argument)))
            if owned or slot in ("inner", "complement", "clause"):
                groups.extend((f"{slot}>", group) for group in owners(document, argument))
    if "subj" not in wanted and "support" not in wanted and "support" in slots and "adj" in wanted:
        for argument in slots["support"]:
            groups.append(("support", _phrases(document, argument)))
            groups.extend(("support>", group) for group in owners(document, argument))
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
