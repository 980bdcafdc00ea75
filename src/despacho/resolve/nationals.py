"""Nationals: a nationality standing for a state, for people, or for the institution whose noun it modifies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.referents import Referent
from despacho.resolve.role_nouns import phrase_codes
from despacho.resolve.roles import clean_lemma

if TYPE_CHECKING:
    from despacho.resolve.naming import Naming


def nationals(naming: Naming, head: int) -> Referent | None:
    """A nationality on its own, or on a role noun whose sector it takes ("fuerzas armenias y | azerbaiyanas")."""
    found = naming.mentioned(head)
    document = naming.document
    if found is None:
        return None
    if document.pos[head] == "ADJ" and document.deps[head] in ("amod", "conj"):
        return _with_noun(naming, head, found)
    if document.pos[head] in ("NOUN", "ADJ", "PROPN") and _counted_people(document, head):
        return replace(found, sector="CVL", kind="group")
    return found


def _counted_people(document: Document, head: int) -> bool:
    """As in "un venezolano", "tres españoles": people, not the state."""
    for child in document.children[head]:
        if document.deps[child] == "nummod" or (
            document.deps[child] == "det" and document.feats[child].get("Definite") == "Ind"
        ):
            return True
        if document.deps[child] == "det" and document.lowers[child].startswith(
            grammar_of(document).names["some"]
        ):
            return True
    return False


def _with_noun(naming: Naming, head: int, found: Referent) -> Referent:
    document, node = naming.document, head
    while (
        document.deps[node] == "conj"
        and document.heads[node] != node
        and document.pos[document.heads[node]] in ("ADJ", "NOUN", "PROPN")
    ):
        node = document.heads[node]
        if document.pos[node] == "NOUN":
            break
    noun = document.heads[node] if document.deps[node] == "amod" else node
    if document.pos[noun] != "NOUN":
        return found
    role = clean_lemma(document, noun)
    codes = phrase_codes(naming, noun, role)
    sector = codes[1] if codes is not None else naming.roles.sector.get(role, "")
    return replace(found, sector=sector) if sector and sector != "GOV" else found
