"""Participants: for each trigger, the phrases that may do the act or undergo it, in order of preference."""

from __future__ import annotations

from dataclasses import dataclass

from despacho.coding.content_slots import condition_slots, content_slots, purpose_slots
from despacho.coding.noun_slots import inner_complements, noun_slots
from despacho.coding.slots import Slots, trigger_words
from despacho.coding.triggers import anchor
from despacho.coding.verb_slots import inner_noun, inverted_subject, verb_slots
from despacho.grammar.clauses import (
    Argument,
    antecedent,
    expand,
    is_participle,
    noun_controller,
    own_arguments,
    subject,
)
from despacho.grammar.phrases import conjuncts, lemma_case, phrase_of, understood
from despacho.grammar.words import grammar_of
from despacho.languages.grammar import Grammar, load_grammar
from despacho.languages.lexicon import Rule
from despacho.model import Document, Phrase, Trigger

DEPTH = 4
"""How far a role descends from a thing to whoever it belongs to ("la política | del Gobierno | de Israel")."""
CONTENT_TYPES = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE", "AGREE", "SUPPORT"})
"""Types whose unsaid recipient may stand in the content clause ("insiste en que Israel se retire", "amenaza con atacar Irán")."""


FACED = frozenset({"MOBILIZE", "ASSAULT", "PROTEST", "THREATEN", "COERCE"})
"""Types whose unsaid recipient is whoever the act is turned against or stands before ("se desplegaron frente a Georgia")."""


STILL = frozenset({"intransitive", "motion", "goal", "with"})
"""Frames of verbs that have no object of their own."""
HARMED = frozenset({"ASSAULT", "COERCE", "SANCTION"})
"""Types whose trigger may hold the noun of whoever undergoes the act ("kill civilians", "take hostages")."""
UNOWNED = frozenset({"MOBILIZE"})
"""Types whose object belongs to whoever acts ("envió un pelotón de marines"): its owner undergoes nothing."""


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
    token, grammar = trigger.head, load_grammar(lang)
    nominal = rule.pos == "noun"
    slots = noun_slots(document, token, lang=lang) if nominal else verb_slots(document, anchor(document, token))
    if rule.pos == "adj":
        _adjective(rule, slots)
    elif not nominal:
        still = rule.frame in STILL and not {"obj", "iobj"} & {*rule.recipient_slots, *rule.actor_slots}
        inverted_subject(document, anchor(document, token), slots, intransitive=still)
    inside = trigger_words(document, trigger, rule)
    if nominal:
        inner_complements(document, trigger, slots, inside=inside)
    else:
        inner_noun(document, trigger, slots, inside=inside)
    mutual = rule.frame == "mutual"
    actors = (
        _mutual(document, slots, rule.actor_slots) if mutual else _choices(document, slots, _actor_order(rule, slots, grammar))
    )
    if not mutual and rule.actor_slots:
        actors += _choices(
            document,
            slots,
            tuple(sorted(grammar.slots.between)) if rule.pos == "verb" else ("blamed", "inside", *_second(rule, grammar)),
            owned=False,
        )
    if rule.event_type in CONTENT_TYPES:
        content_slots(document, trigger, slots)
        condition_slots(document, trigger, slots)
        if nominal:
            purpose_slots(document, trigger, slots)
    wanted = rule.recipient_slots
    recipients = _choices(document, slots, wanted)
    if _has_recipient(rule) and not mutual:
        late = tuple(s for s in _late_slots(rule, grammar) if s not in wanted)
        recipients += _choices(document, slots, late, owned=False)
    return Roles(
        actors=tuple(group for _, group in actors),
        recipients=tuple(group for _, group in recipients),
        actor_slots=tuple(slot for slot, _ in actors),
        recipient_slots=tuple(slot for slot, _ in recipients),
        mutual=mutual,
    )


def _has_recipient(rule: Rule) -> bool:
    """Whether somebody may undergo the act or be addressed by it though the rule names no slot for it."""
    if not rule.actor_slots and rule.frame == "intransitive":
        return rule.event_type == "REQUEST"
    return bool(rule.recipient_slots) or rule.event_type in CONTENT_TYPES


def _second(rule: Rule, grammar: Grammar) -> tuple[str, ...]:
    """The second genitive of a noun whose first names no actor: "la amenaza de aranceles | de Estados Unidos"."""
    return tuple(f"{of}2" for of in sorted(grammar.slots.genitive) if of in rule.actor_slots)


def _actor_order(rule: Rule, slots: Slots, grammar: Grammar) -> tuple[str, ...]:
    """The actor slots in the order to try: a possessive before a genitive ("su retirada del sur"), forces that are sent last."""
    wanted = rule.actor_slots
    if rule.pos == "noun" and wanted and grammar.switches.late_agents:
        wanted = (*(s for s in sorted(grammar.slots.agent) if s not in wanted), *wanted)  # "a strike | by oil workers", whatever the rule
    of = next((s for s in wanted if s in grammar.slots.genitive and s != "poss"), None)
    if rule.pos == "noun" and "poss" in wanted and "poss" in slots and of is not None:
        wanted = tuple(s for s in wanted if s != "poss")
        place = wanted.index(of)
        wanted = (*wanted[:place], "poss", *wanted[place:])
    if rule.event_type == "MOBILIZE" and rule.pos != "noun" and "subj" in wanted and "obj" not in wanted:
        wanted = (*wanted, "obj")
    return wanted


def _adjective(rule: Rule, slots: Slots) -> None:
    """Put the noun of an adjective where the rule looks for it: it undergoes "detenido", it does what "favorable" says."""
    undergoes = rule.frame == "transitive" and "obj" in rule.recipient_slots
    if not undergoes and "subj" not in slots and "obj" in slots:
        slots["subj"] = slots.pop("obj")


def _late_slots(rule: Rule, grammar: Grammar) -> tuple[str, ...]:
    """Recipient slots to try after the rule's own: who the content clause is about, who answers to the act."""
    late: tuple[str, ...] = grammar.slots.facing if rule.event_type in FACED else ()
    if rule.pos == "noun" and rule.frame in ("motion", "agent", "goal"):
        for of in sorted(grammar.slots.genitive):
            late = (*late, f"{of}2", of)
    if rule.event_type in CONTENT_TYPES:
        conditioned = rule.event_type == "THREATEN" and grammar.switches.open_patterns
        late = (*late, *(["condition"] if conditioned else []), "clause", "inner")
    if grammar.switches.open_patterns and (rule.event_type in HARMED or rule.mode == "release"):
        late = (*late, "inside" if rule.pos == "noun" else "within")
    if rule.pos == "noun":
        return (*late, "casualty", "response")
    if grammar.switches.open_patterns and rule.event_type in CONTENT_TYPES:
        late = (*late, *sorted(grammar.slots.company))  # "signed a treaty with Israel"
    return (*late, "complement") if rule.event_type in UNOWNED else (*late, "complement", "owner")


def _choices(
    document: Document, slots: Slots, wanted: tuple[str, ...], *, owned: bool = True
) -> list[tuple[str, tuple[Phrase, ...]]]:
    """One group for each filled slot in order, each followed by whoever its thing belongs to (unless not ``owned``)."""
    groups: list[tuple[str, tuple[Phrase, ...]]] = []
    synonyms, opened = grammar_of(document).synonyms, grammar_of(document).switches.open_patterns
    for slot in wanted:
        if slot == "owner":
            things = [*slots.get("obj", []), *(slots.get("within", []) if opened else [])]
            groups.extend(("owner", group) for a in things for group in owners(document, a))
            continue
        arguments = slots.get(slot, [])
        if slot in synonyms and not arguments:
            arguments = slots.get(synonyms[slot], [])
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
    if names and set(names) <= grammar_of(document).slots.company and "self" in slots:
        other = noun_controller(document, slots["self"][0].token)
        new = [p for p in _phrases(document, other) if p not in phrases] if other is not None else []
        if new:
            phrases.extend(new)
            names.append("governor")
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
    owner, compounds = grammar_of(document).slots.owner, grammar_of(document).switches.compounds
    for child in document.children[node]:
        dep = document.deps[child]
        if (dep == "nmod" and lemma_case(document, child) in owner) or (dep == "compound" and compounds) or (
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
