"""The grammar words of the language that a document is in."""

from __future__ import annotations

from despacho.languages.grammar import Grammar, load_grammar
from despacho.languages.morphology import Morphology, load_morphology
from despacho.model import Document


def grammar_of(document: Document) -> Grammar:
    """The grammar of the document's language, loaded once."""
    return load_grammar(document.lang)


def morphology_of(document: Document) -> Morphology:
    """What the document's language does by rule where no list can say it."""
    return load_morphology(document.lang)
