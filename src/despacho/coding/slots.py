"""Slots: the arguments of a predicate by where they hang - the vocabulary that the rooms of this stage share."""

from __future__ import annotations

from collections.abc import Collection

from despacho.grammar.clauses import Argument
from despacho.grammar.words import grammar_of
from despacho.languages.lexicon import Rule
from despacho.model import Document, Trigger

Slots = dict[str, list[Argument]]
"""Slot name (docs/lexicon.md) to the arguments found there, nearest first."""


def add(slots: Slots, slot: str, *arguments: Argument) -> None:
    """Put arguments into a slot, each once."""
    found = slots.setdefault(slot, [])
    found.extend(a for a in arguments if a not in found)


def trigger_words(document: Document, trigger: Trigger, rule: Rule) -> Collection[int]:
    """The tokens that are the trigger: its whole range, or where participants may stand in between only the words of the rule."""
    inside = range(trigger.first, trigger.last)
    if not grammar_of(document).switches.open_patterns:
        return inside
    words = {word for p in rule.patterns for word in (p.head, *p.before, *p.after)}
    return {t for t in inside if t == trigger.head or document.lemmas[t] in words or document.lowers[t] in words}


def keep_within(slots: Slots, inside: Collection[int], head: int) -> None:
    """Remember the objects that are words of the trigger ("freed the prisoners"): they may undergo the act, or their owners may."""
    add(slots, "within", *(Argument("within", a.token) for a in slots.get("obj", []) if a.token in inside and a.token != head))
