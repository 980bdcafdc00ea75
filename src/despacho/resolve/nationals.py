"""Nationals: a nationality standing for a state, for people, or for the institution whose noun it modifies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.owners import owner_of
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
        return _people(naming, head, found)
    if grammar_of(document).switches.compounds and _is_people(document, head):
        return _people(naming, head, found)
    return found


def _is_people(document: Document, head: int) -> bool:
    """As in "Albanians": a plural of people, not the nationality of something; with "the" it is the state that acts."""
    if document.pos[head] not in ("NOUN", "PROPN") or document.deps[head] == "compound" or not document.lowers[head].endswith("s"):
        return False
    return not any(document.lowers[c] in grammar_of(document).names["the"] for c in document.children[head])


def _people(naming: Naming, head: int, found: Referent) -> Referent:
    """The people; an ethnic group, or one of no state, belongs to the country that the phrase or the article says."""
    document = naming.document
    ethnic = not grammar_of(document).names.get("ethnic", frozenset()).isdisjoint(document.lowers[c] for c in document.children[head])
    people = replace(found, sector="CVL", kind="group", plural=True)
    if found.country and not ethnic:
        return people
    owner = owner_of(naming, head)
    country = owner.country if owner is not None and owner.head != head else ""
    return replace(people, country=country, bare=not country, entity_id="", wikidata_id="")


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
