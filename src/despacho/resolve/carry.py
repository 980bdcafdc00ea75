"""Carrying over: roles that a mention leaves unsaid and an earlier mention of the same act, or the act it answers to, makes certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from despacho.model import Document, Draft, Participant

SAME_ACT_SENTENCES = 6
"""How many sentences back an act told again may have been told first."""
REACTION_SENTENCES = 2
"""How many sentences back what somebody reacts to may stand."""
DEFINITE = frozenset(["el", "la", "los", "las", "del", "al", "este", "esta", "estos", "estas", "ese", "esa", "dicho", "dicha"])
REACTIONS = frozenset({"ACCUSE", "REJECT", "THREATEN"})
GRIEVANCES = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "THREATEN", "ACCUSE", "REJECT", "PROTEST", "REQUEST", "RETREAT", "AGREE"})


STATELESS = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
"""Codes that have no courts of their own."""


def carry_over(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts (events in text order) with understood participants filled in where an earlier event makes them certain."""
    done: list[Draft] = []
    for draft in drafts:
        completed = _same_act(document, draft, done)
        completed = _reaction(document, completed, done)
        done.append(_by_authority(completed))
    return done


def _by_authority(draft: Draft) -> Draft:
    """A charge in the passive that nobody is said to bring ("fue acusado de sedición") is a court's of the country of whoever is charged.

    Arrests are left without an agent: whose police it was is seldom certain.
    """
    countries = tuple(dict.fromkeys(p.country for p in draft.recipients))
    if draft.actors or draft.event_type != "ACCUSE" or draft.candidate.pos == "noun" or not draft.recipient_slot.startswith(("obj", "a")):
        return draft
    if len(countries) != 1 or not countries[0] or countries[0] in STATELESS:
        return draft
    agent = Participant(text="", start=None, end=None, country=countries[0], sector="JUD", resolved_by="implied")
    return replace(draft, actors=(agent,), actor_slot="implied")


def _sentence(document: Document, draft: Draft) -> int:
    return document.sentence_of[draft.candidate.trigger.head]


def _countries(participants: Sequence[Participant]) -> frozenset[str]:
    return frozenset(p.country for p in participants if p.country)


def _unsaid(participants: Sequence[Participant], how: str) -> tuple[Participant, ...]:
    return tuple(replace(p, text="", start=None, end=None, resolved_by=how) for p in participants)


def _same_act(document: Document, draft: Draft, done: Sequence[Draft]) -> Draft:
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
        if not draft.recipients and earlier.recipients and draft.actors and _countries(draft.actors) == _countries(earlier.actors):
            if draft.candidate.pos == "noun":
                return replace(draft, recipients=_unsaid(earlier.recipients, "same_act"), recipient_slot="carried")
    return draft


def _refers_back(document: Document, draft: Draft, earlier: Draft) -> bool:
    """Whether a definite event noun without participants of its own means the act that ``earlier`` told."""
    head = draft.candidate.trigger.head
    definite = any(document.lowers[c] in DEFINITE for c in document.children[head])
    return draft.candidate.pos == "noun" and definite and bool(earlier.actors or earlier.recipients)


def _reaction(document: Document, draft: Draft, done: Sequence[Draft]) -> Draft:
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
