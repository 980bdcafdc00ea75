"""Types that depend on time: what is only announced is a promise or a concession (codebook section 2)."""

from __future__ import annotations

from despacho.grammar.words import grammar_of
from despacho.model import Document, StatusReading, Trigger

PROMISED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})

ANNOUNCED = frozenset({"REQUEST", "ACCUSE"})
"""Stances that somebody only says will be taken: "pedirá", "will sue" are still to come."""


def own_negation(document: Document, trigger: Trigger) -> bool:
    """Whether the negation is part of the trigger's own words ("no reconoce"): the act itself is then asserted."""
    return any(document.lowers[t] in grammar_of(document).forms.negations for t in range(trigger.first, trigger.last))


def shift_type(event_type: str, *, ahead: bool, status: StatusReading) -> tuple[str, StatusReading]:
    """The type and status of an act that may lie ahead: future help is AGREE, a future retreat CONCEDE, both asserted."""
    if not ahead and status.status != "future":
        return event_type, status
    if status.status == "denied":
        return event_type, status
    if event_type in ANNOUNCED:
        return event_type, status
    kept = StatusReading(status="asserted", cue=status.cue) if status.status == "future" else status
    if event_type in PROMISED:
        return "AGREE", kept
    if event_type == "RETREAT":
        return "CONCEDE", kept
    if event_type in ("AGREE", "CONCEDE", "REJECT", "THREATEN"):
        return event_type, kept
    return event_type, StatusReading(status="future", cue=status.cue) if status.status == "asserted" else status
