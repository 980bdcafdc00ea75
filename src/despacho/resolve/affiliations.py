"""Affiliations: whose a person without a title is - a party or country in brackets, behind "de", or before the name in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from despacho.grammar.words import grammar_of
from despacho.resolve.referents import Referent
from despacho.resolve.roles import clean_lemma

if TYPE_CHECKING:
    from despacho.resolve.naming import Naming


BODIES = frozenset({"party", "institution", "igo", "ngo", "union", "armed_group", "movement", "church", "firm", "media"})
"""Kinds of names whose people are of their sector."""


def affiliated(naming: Naming, head: int) -> Referent | None:
    """A name with a country or a party in brackets or behind "de": "Leire Pajín (PSOE)", "Ana Gil, de Amnistía"."""
    if head not in naming.persons.spans:
        return None
    first, last = naming.persons.span(head)
    at = _affiliation(naming, last) or _country_before(naming, first) or _possessor(naming, first)
    if at is None:
        return None
    body = naming.mentioned(at)
    if body is None:
        return None
    sector = _listed_sector(naming, first) if body.kind == "country" else body.sector
    return Referent(
        head=head, name=naming.persons.text(first, last), country=body.country, sector=sector, kind="person",
        resolved_by="apposition", bare=body.bare,
    )  # fmt: skip


def _affiliation(naming: Naming, last: int) -> int | None:
    """The name in brackets, or behind a comma and "de", right after a person's name."""
    lowers, stop = naming.document.lowers, len(naming.document.lowers)
    names = grammar_of(naming.document).names
    if last + 1 < stop and lowers[last] == "(" and last + 1 in naming.mentions:
        return last + 1
    if last + 2 < stop and lowers[last] == "," and lowers[last + 1] in names["of"]:
        at = last + 2 + (lowers[last + 2] in names["the"])
        return at if at in naming.mentions and not naming.mentions.only_demonym(at) else None
    return None


def _possessor(naming: Naming, first: int) -> int | None:
    """As in "the SNP's | Ian Blackford": the party or body whose the name is; a country's or a person's says nothing of the sector."""
    document = naming.document
    if first < 2 or document.lowers[first - 1] not in ("'s", "’s", "'", "’") or first - 2 not in naming.mentions:
        return None
    entry = naming.mentions.entry(naming.mentions.by_token[first - 2][0])
    return first - 2 if entry.kind in BODIES else None


def _country_before(naming: Naming, first: int) -> int | None:
    """As in "Portugal, | Luis Capoulas": a list that gives each country and its person."""
    if first < 2 or naming.document.lowers[first - 1] != "," or first - 2 not in naming.mentions:
        return None
    entry = naming.mentions.entry(naming.mentions.by_token[first - 2][0])
    before = naming.document.lowers[first - 3] if first > 2 else ""
    return first - 2 if entry.kind == "country" and before in grammar_of(naming.document).names["list_joins"] else None


def _listed_sector(naming: Naming, first: int) -> str:
    """The sector of the plural role noun that the list of persons belongs to, "" for none."""
    document = naming.document
    start = document.sentences[document.sentence_of[first]].first
    for token in range(first - 1, start - 1, -1):
        if document.pos[token] == "NOUN" and document.feats[token].get("Number") == "Plur":
            sector = naming.roles.sector.get(clean_lemma(document, token), "")
            if sector:
                return sector
    return ""
