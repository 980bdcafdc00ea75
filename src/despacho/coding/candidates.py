"""Candidates: every trigger of a document with the phrases that may take part in it."""

from __future__ import annotations

from despacho.coding.content import content_parents
from despacho.coding.participants import roles_of
from despacho.coding.triggers import find_triggers
from despacho.grammar.clauses import governing_verb
from despacho.languages.lexicon import Lexicon
from despacho.model import Candidate, Document

SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "AGREE"})
"""Types whose rules without an actor slot are done by whoever speaks; elsewhere nobody is named."""


def find_candidates(document: Document, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """What may be an event in ``document``, in text order; nothing is decided yet but what the rules exclude."""
    found = find_triggers(document, lexicon)
    parents = content_parents(document, found)
    candidates = []
    for trigger, rule, specificity in found:
        roles = roles_of(document, trigger, rule, lang=lexicon.lang)
        candidates.append(
            Candidate(
                trigger=trigger,
                pos=rule.pos,
                actors=roles.actors,
                recipients=roles.recipients,
                actor_slots=roles.actor_slots,
                recipient_slots=roles.recipient_slots,
                mutual=roles.mutual,
                weak=rule.weak,
                needs=rule.needs,
                specificity=specificity,
                governor=governing_verb(document, trigger.head),
                content_of=parents.get(trigger.head),
                spoken=not rule.actor_slots and rule.event_type in SPOKEN,
            )
        )
    return tuple(candidates)
