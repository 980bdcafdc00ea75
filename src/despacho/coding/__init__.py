"""Coding: which words of a document may be an event, of which type and mode, and who takes part in it."""

from despacho.coding.candidates import find_candidates
from despacho.coding.contexts import contexts_of
from despacho.coding.modes import mode_of
from despacho.coding.shift import own_negation, shift_type

__all__ = ["contexts_of", "find_candidates", "mode_of", "own_negation", "shift_type"]
