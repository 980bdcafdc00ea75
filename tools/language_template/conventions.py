"""The parses of languages/LANGUAGE in the conventions that the grammar reads (docs/languages.md has the list)."""

from __future__ import annotations

from dataclasses import replace

from despacho.model import Document

PLAIN = {
    "obl:tmod": "obl", "obl:npmod": "obl", "obl:unmarked": "obl", "nmod:tmod": "nmod", "nmod:npmod": "nmod", "nmod:unmarked": "nmod",
    "nsubj:outer": "nsubj", "csubj:outer": "csubj", "det:predet": "det", "cc:preconj": "cc", "advcl:relcl": "advcl",
}  # fmt: skip
"""Relations of the treebank that the grammar does not tell apart. To do: those of this treebank."""


def adapt(document: Document) -> Document:
    """``document`` with the treebank's relations under the names that the grammar knows; tokens, heads and offsets stay.

    To do: possessive pronouns, gerunds, titles before names, tenses that an auxiliary says, as the list asks for them. English
    shows how (languages/en/conventions.py). Where nothing is left to do, take the file out.
    """
    if not any(relation in PLAIN for relation in document.deps):
        return document
    return replace(document, deps=tuple(PLAIN.get(relation, relation) for relation in document.deps))
