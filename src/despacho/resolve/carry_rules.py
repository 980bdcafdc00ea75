"""Carrying over by rule: from an earlier mention of the same act, or from the act that a reaction answers to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from despacho.grammar.words import grammar_of
from despacho.model import Document, Draft, Participant

SAME_ACT_SENTENCES = 6
"""How many sentences back an act told again may have been told first."""
REACTION_SENTENCES = 2
"""How many sentences back what somebody reacts to may stand."""
REACTIONS = frozenset({"ACCUSE", "REJECT", "THREATEN"})
GRIEVANCES = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "THREATEN", "ACCUSE", "REJECT", "PROTEST", "REQUEST", "RETREAT", "AGREE"})


def _sentence(document: Document, draft: Draft) -> int:
    return document.sentence_of[draft.candidate.trigger.head]


def _countries(participants: Sequence[Participant]) -> frozenset[str]:
    return frozenset(p.country for p in participants if p.country)


def _unsaid(participants: Sequence[Participant], how: str) -> tuple[Participant, ...]:
    return tuple(replace(p, text="", start=None, end=None, resolved_by=how) for p in participants)


def same_act(document: Document, draft: Draft, done: Sequence[Draft]) -> Draft:
    """Fill an empty role from the latest mention of the same type whose other role fits."""
    if (draft.actors and draft.recipients) or draft.candidate.mutual:
        return draft
    for earlier in reversed(done):
        if _sentence(document, draft) - _sentence(document, earlier) > SAME_ACT_SENTENCES:
            break
        if earlier.event_type != draft.event_type or (draft.mode and earlier.mode and draft.mode != earlier.mode):
            continue
        if not draft.actors and not draft.recipients and _refers_back(document, draft, earlier):
            return replace(
                draft,
                actors=_unsaid(earlier.actors, "same_act"),
                recipients=_unsaid(earlier.recipients, "same_act"),
                actor_slot="carried",
                recipient_slot="carried",
            )
        if not draft.actors and earlier.actors and _countries(draft.recipients) & _countries(earlier.recipients):
            return replace(draft, actors=_unsaid(earlier.actors, "same_act"), actor_slot="carried")
        told_again = draft.actors and draft.candidate.pos == "noun" and _countries(draft.actors) == _countries(earlier.actors)
        if told_again and not draft.recipients and earlier.recipients:
            return replace(draft, recipients=_unsaid(earlier.recipients, "same_act"), recipient_slot="carried")
    return draft


def _refers_back(document: Document, draft: Draft, earlier: Draft) -> bool:
    """Whether a definite event noun without participants of its own means the act that ``earlier`` told."""
    head = draft.candidate.trigger.head
    definite = any(document.lowers[c] in grammar_of(document).forms.definite for c in document.children[head])
    return draft.candidate.pos == "noun" and definite and bool(earlier.actors or earlier.recipients)


def reaction(document: Document, draft: Draft, done: Sequence[Draft]) -> Draft:
    """Whom a criticism or refusal without a named recipient is aimed at: whoever did what was told just before."""
    if draft.recipients or not draft.actors or draft.event_type not in REACTIONS:
        return draft
    own = _countries(draft.actors)
    for earlier in reversed(done):
        if _sentence(document, draft) - _sentence(document, earlier) > REACTION_SENTENCES:
            break
        if earlier.event_type in GRIEVANCES and earlier.actors and _countries(earlier.actors) and not own & _countries(earlier.actors):
            return replace(draft, recipients=_unsaid(earlier.actors, "reaction"), recipient_slot="carried")
    return draft
