"""Slots: the arguments of a predicate by where they hang - the vocabulary that the rooms of this stage share."""

from __future__ import annotations

from despacho.grammar.clauses import Argument

Slots = dict[str, list[Argument]]
"""Slot name (docs/lexicon.md) to the arguments found there, nearest first."""


def add(slots: Slots, slot: str, *arguments: Argument) -> None:
    """Put arguments into a slot, each once."""
    found = slots.setdefault(slot, [])
    found.extend(a for a in arguments if a not in found)
