"""Owners: whose a role is - the complement with "de" or "en", or a nationality anywhere in the phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from despacho.grammar.clauses import is_participle
from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.referents import Referent
from despacho.resolve.roles import clean_lemma

if TYPE_CHECKING:
    from despacho.resolve.naming import Naming

COMPLEMENTS = frozenset({"nmod", "flat", "obl", "compound", "appos"})
CONTINENTAL = frozenset({"GOV", "LEG", "JUD", "IGO", ""})
"""Sectors of nouns that "europeo" makes the Union's; European growers or journalists are nobody's."""
MEMBERSHIP = frozenset({"BUS", "LAB", "SOC", "PTY", "OPP", "AGR", "JUD", "EDU", "REL", "JRN", "MED"})
"""Sectors of the bodies that have secretaries and delegates of their own, as ministries have."""
NATIONAL_DEPS = frozenset({"amod", "flat", "appos", "acl", "conj", "nmod", "compound"})
NATIONAL_POS = frozenset({"ADJ", "NOUN", "PROPN"})


def owner_of(naming: Naming, head: int) -> Referent | None:
    """Who the role noun ``head`` belongs to; a nationality gives the country of an owner that has none."""
    best = _complement(naming, head)
    nationality = nationality_of(naming, head)
    if nationality is None:
        return best or _party_adjective(naming, head) or _near(naming, head)
    if best is None:
        return nationality
    if best.kind == "person" and best.resolved_by == "document_country":
        return nationality  # nobody knows the name: "la ciudad ucraniana de Mariúpol"
    if best.kind in ("country", "place"):
        named = clean_lemma(naming.document, head) in (naming.roles.state_nouns | naming.roles.places.keys())
        return best if named and best.country and best.kind == "country" else nationality
    if not best.country or best.bare:
        return best.located(nationality.country, nationality.resolved_by)
    return best


def _party_adjective(naming: Naming, head: int) -> Referent | None:
    """As in "el Gobierno laborista": the country of the one party of the article's countries that the adjective names."""
    document = naming.document
    for child in document.children[head]:
        word = clean_lemma(document, child)
        if document.deps[child] != "amod" or naming.roles.sector.get(word) != "PTY":
            continue
        found = {e.country: e for e in naming.mentions.parties_of(document.lowers[child], word)}
        if len(found) == 1:
            entry = next(iter(found.values()))
            return Referent(
                head=child,
                name=entry.canonical,
                country=entry.country,
                sector="GOV",
                kind="country",
                resolved_by="adjective",
            )
    return None


def _complement(naming: Naming, head: int, depth: int = 0) -> Referent | None:
    """The best of the complements: an institution before a country, one with a country before one without.

    A department ("ministro de Justicia") owns nobody; a thing in between is looked through ("la comisión de Pastoral del Episcopado").
    """
    document, role = naming.document, clean_lemma(naming.document, head)
    slots, compounds = grammar_of(document).slots, grammar_of(document).switches.compounds
    abroad, department = role in naming.roles.abroad, role in naming.roles.ministerial
    best: Referent | None = None
    for child in document.children[head]:
        if document.deps[child] not in COMPLEMENTS or document.lowers[child] in naming.roles.ranks:
            continue
        case = lemma_case(document, child)
        before = compounds and not case and document.deps[child] == "compound"
        if compounds and case in slots.origin and not abroad:
            case = min(slots.genitive)  # "demonstrators | from Somalia", "a proposal | from Italy"
        if compounds and case in slots.complement and role in naming.roles.inherit and not abroad and case in grammar_of(document).names["speaks_for"]:
            case = min(slots.genitive)  # "a spokesman | for the company", "an aide | to the king"
        if not before and case not in slots.genitive | slots.locative:
            continue
        if case in slots.locative and (best is not None or abroad):
            continue
        if _whole_state(naming, child):
            continue
        found = (
            naming.of(child)
            or (town(naming, child) if depth == 0 else None)
            or (_complement(naming, child, depth + 1) if depth < 2 and (before or case in slots.genitive) else None)
        )
        if found is None or (found.bare and found.kind != "institution" and department and not _body(document, child, found)):
            continue
        if found.bare:
            found = naming.place(found)
        if (case in slots.locative and not found.country) or _stranger(naming, child, found):
            continue
        if best is None or (not best.country and found.country) or (best.kind == "country" and found.kind != "country"):
            best = found
    return best


def _whole_state(naming: Naming, token: int) -> bool:
    """As in "jefes | de Estado": the word says which office it is, not whose."""
    document = naming.document
    return (
        clean_lemma(document, token) in naming.roles.leading
        and document.feats[token].get("Number") != "Plur"
        and not definite(document, token)
        and not any(document.deps[c] in ("det", "amod", "nmod", "flat") for c in document.children[token])
    )


def _body(document: Document, token: int, found: Referent) -> bool:
    """Whether the complement of a title is a body with members and not a department: "secretario | de la patronal", not "de Justicia"."""
    return found.sector in MEMBERSHIP and found.kind != "person" and definite(document, token)


def definite(document: Document, head: int) -> bool:
    """Whether the noun stands with the definite article, which may be one word with the preposition ("del sindicato")."""
    return any(document.deps[c] in ("det", "case") and document.feats[c].get("Definite") == "Def" for c in document.children[head])


def town(naming: Naming, token: int) -> Referent | None:
    """A town of the gazetteer, which stands for the country that it lies in; None for any other word."""
    country = naming.mentions.cities.get(token, "")
    if not country:
        return None
    name = naming.document.forms[token]
    return Referent(head=token, name=name, country=country, sector="GOV", kind="place", resolved_by="place")


def _near(naming: Naming, head: int) -> Referent | None:
    """As in "fuentes próximas | al magistrado", "el círculo cercano | a la Presidencia"."""
    document = naming.document
    for child in document.children[head]:
        if document.deps[child] != "amod" or clean_lemma(document, child) not in naming.roles.near:
            continue
        for other in document.children[child]:
            if lemma_case(document, other) in grammar_of(document).slots.address and (found := naming.of(other)) is not None:
                return naming.place(found)
    return None


def _stranger(naming: Naming, child: int, found: Referent) -> bool:
    """A person by role alone lends no country ("el ministro del presidente")."""
    return found.kind == "person" and naming.document.pos[child] != "PROPN" and not found.country


def nationality_of(naming: Naming, head: int) -> Referent | None:
    """A nationality or supranational adjective on the noun or on a noun inside its phrase ("ministro de Exteriores francés")."""
    document = naming.document
    people = naming.roles.sector.get(clean_lemma(document, head), "") not in CONTINENTAL
    queue = [(head, 0)]
    while queue:
        node, depth = queue.pop(0)
        for child in document.children[node]:
            dep = document.deps[child]
            if dep in NATIONAL_DEPS and _is_nationality(naming, child):
                return naming.mentioned(child)
            code = naming.roles.codes.get(clean_lemma(document, child)) if dep == "amod" else None
            if code is not None and not (code == "EUR" and people):
                return Referent(
                    head=child,
                    name=document.forms[child],
                    country=code,
                    sector="IGO",
                    kind="institution",
                    resolved_by="adjective",
                )
            if depth < 2 and (dep in ("nmod", "amod", "flat") or (dep == "conj" and depth and document.pos[child] == "PROPN")) and _within(naming, child):
                queue.append((child, depth + 1))
    return None


def _is_nationality(naming: Naming, token: int) -> bool:
    document = naming.document
    if token not in naming.mentions or document.pos[token] not in NATIONAL_POS or lemma_case(document, token):
        return False
    if naming.mentions.only_demonym(token):
        return True
    kinds = {entry.kind for entry in naming.mentions.by_token[token][0].entries}
    return document.deps[token] in ("amod", "flat") and "country" in kinds and document.heads[token] == token - 1


def _within(naming: Naming, token: int) -> bool:
    """Whether a nationality below ``token`` may belong to the whole phrase."""
    document = naming.document
    if is_participle(document, token) or lemma_case(document, token) not in grammar_of(document).slots.genitive | {""}:
        return False
    return token not in naming.persons.spans


def owner_country(naming: Naming, head: int) -> str:
    """The country of a nationality in the phrase, "" for none."""
    found = nationality_of(naming, head)
    return found.country if found is not None else ""


def former(naming: Naming, head: int) -> bool:
    """Whether the title is a past one: "exministro", "ex ministro", "el antiguo presidente"."""
    document = naming.document
    role = clean_lemma(document, head)
    prefix = grammar_of(document).names["former_prefix"]
    if prefix and role.startswith(prefix) and role[len(prefix) :] in naming.roles.singular:
        return True
    words = [document.lowers[c] for c in document.children[head] if abs(c - head) <= 2 or (c < head and document.deps[c] == "amod")]
    if head and document.sentence_of[head - 1] == document.sentence_of[head]:
        words.append(document.lowers[head - 1])
    return any(word in naming.roles.former for word in words)


def then(naming: Naming, head: int) -> bool:
    """Whether the title is told of its own time: "el entonces presidente"."""
    lowers = naming.document.lowers
    return not grammar_of(naming.document).names["then"].isdisjoint(lowers[max(0, head - 2) : head + 2])
