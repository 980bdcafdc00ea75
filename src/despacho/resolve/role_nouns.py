"""Role nouns: country and sector of whoever a common noun names by role, with the name beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from despacho.actors.offices import Tenure
from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.mentions import SUPRANATIONAL
from despacho.resolve.owners import definite, former, owner_of, then
from despacho.resolve.referents import Referent
from despacho.resolve.roles import clean_lemma, fold_accents

if TYPE_CHECKING:
    from despacho.resolve.naming import Naming

INSTITUTIONAL = frozenset(
    {"LEG", "JUD", "REB", "OPP", "PTY", "LAB", "SOC", "REL", "BUS", "EDU", "JRN", "CRM", "PRM", "MIL", "COP", "SPY", "AGR", "MED"}
)
UNSETTLED_SECTORS = frozenset({"GOV", "EDU", "JRN", "SOC", "BUS"})
OFFICES = frozenset({"GOV", "LEG", "JUD", "MIL", "IGO"})
"""Sectors whose former members are ELI; a former hostage or guerrilla is not."""
GUESSES = frozenset({"document_country", "coordination"})
"""Ways to a country that a person known from the tables overrules."""
FORCES = frozenset({"MIL", "COP", "PRM", "REB", "UAF", "SPY"})
APART = frozenset({"COP", "JUD"})
"""Sectors of titles that a politician of the same name does not have."""
BACKED = frozenset({"OPP", "PTY", "REL", "LAB"})
"""Sectors of which those who back them are part; who backs a government or rebels is a private person."""
PARTISAN = frozenset({"OPP", "GOV", "PTY"})
GENERAL = frozenset({"GOV", "SOC", ""})
"""Sectors of nouns that say less than their owner ("confederación | de sindicatos", "jefe | del Parlamento")."""
OFFICIAL = frozenset({"GOV", "LEG", "MIL", "JUD", "COP", ""})
"""Sectors of nouns that are an organisation's own where it owns them ("el comisario | de la Unión", "las tropas | de la ONU")."""
EMPLOYERS = frozenset({"COP", "MIL", "SPY", "JUD"})
"""Sectors whose experts are their own people ("los especialistas | del FBI")."""
STRONG_ADJECTIVES = frozenset({"REB", "PRM", "COP", "OPP", "MIL", "UAF", "CRM", "AGR"})
MODIFIERS = frozenset({"amod", "nmod", "flat", "compound", "acl", "appos"})


def by_role(naming: Naming, head: int, role: str, name: int | None) -> Referent | None:
    """The referent of a role noun, and of the name beside it."""
    if role in naming.roles.places and role not in naming.roles.sector:
        placed = _by_place(naming, head, role)
        if placed is not None or role not in naming.roles.state_nouns or naming.document.pos[head] != "NOUN":
            return placed
    owner = owner_of(naming, head)
    if (
        owner is not None
        and owner.kind in ("country", "place")
        and owner.resolved_by != "demonym"
        and role not in naming.roles.counterparts
        and possessed(naming.document, head)
    ):
        owner = None
    country, sector = owner.country if owner is not None else "", sector_of(naming, head, role, owner)
    codes = phrase_codes(naming, head, role) or naming.roles.fixed.get(role)
    if codes is None and owner is None and sector in OFFICES and _of_region(naming, head):
        codes = ("", sector)
    if (
        codes is not None
        and not codes[0]
        and role in naming.roles.state_nouns
        and naming.document.feats[head].get("Number") == "Sing"
    ):
        codes = None  # "los países asiáticos" are nobody's, "el país asiático" is one named before
    if codes is not None:
        country, sector = (country if codes[0] == "?" else country or codes[0]), codes[1]
    if sector in OFFICES and role not in naming.roles.state_nouns and former(naming, head):
        sector = "ELI"
    if name is not None:
        sure = "" if owner is not None and owner.resolved_by in GUESSES else country
        holder = _holder(naming, head, role, name, country=sure, sector=sector)
        if holder is not None:
            naming.persons.introduce(name, holder)
            return holder
    fixed = codes is not None and codes[0] != "?"
    settled = bool(country) or fixed or _nowhere(naming, head, role, sector)
    referent = _role_referent(naming, head, role, name, owner=owner, country=country, sector=sector, settled=settled)
    if name is not None:
        naming.persons.introduce(name, referent)
    return referent


def _role_referent(
    naming: Naming,
    head: int,
    role: str,
    name: int | None,
    *,
    owner: Referent | None,
    country: str,
    sector: str,
    settled: bool,
) -> Referent:
    document = naming.document
    plural = document.feats[head].get("Number") == "Plur"
    single = name is not None or (role in naming.roles.singular and not plural)
    by = "role"
    if name is not None:
        by = "apposition"
    elif owner is not None and country:
        by = owner.resolved_by
    referent = Referent(
        head=head,
        name=naming.persons.text(*naming.persons.span(name)) if name is not None else "",
        country=country,
        sector=sector,
        kind="person" if single else "group",
        resolved_by=by,
        role=role,
        plural=plural,
        gender=document.feats[head].get("Gender", ""),
        bare=not settled,
    )
    return in_office(naming, referent) if single and name is None and country else referent


def in_office(naming: Naming, referent: Referent) -> Referent:
    """The role with the person who held that office of that country on the day of the article, if the table knows."""
    office = naming.roles.offices.get(referent.role)
    if office is None or referent.plural or referent.sector not in ("GOV", "IGO") or naming.mentions.day is None:
        return referent
    tenure: Tenure | None = None
    if not _department(naming, referent.head, referent.role):
        tenure = naming.mentions.offices.holder(office, referent.country, naming.mentions.day)
    if tenure is None:
        return referent
    return replace(
        referent, name=tenure.person, entity_id=tenure.person_id, wikidata_id=tenure.wikidata_id, resolved_by="office"
    )


def _department(naming: Naming, head: int, role: str) -> bool:
    """Whether the title is that of a lesser body: "el presidente | del Senado", "el presidente | del partido"."""
    document = naming.document
    for child in document.children[head]:
        if document.deps[child] in ("nmod", "amod", "flat") and child not in naming.mentions:
            word = clean_lemma(document, child)
            if word not in naming.roles.state_nouns and word not in grammar_of(document).names["whole_state"]:
                return True
        elif child in naming.mentions and naming.mentions.by_token[child][0].entries[0].kind not in (
            "country",
            "demonym",
            "igo",
        ):
            return True
    return role in naming.roles.ministerial


def _of_region(naming: Naming, head: int) -> bool:
    """As in "African leaders": many, of no one country."""
    document, regions = naming.document, naming.roles.regions
    if not grammar_of(document).switches.compounds or document.feats[head].get("Number") != "Plur":
        return False
    return any(document.deps[c] == "amod" and clean_lemma(document, c) in regions for c in document.children[head])


def _nowhere(naming: Naming, head: int, role: str, sector: str) -> bool:
    """Bare plurals that belong to no country unless one is named ("fuentes diplomáticas", "expertos"; not "fuentes policiales")."""
    document = naming.document
    if document.feats[head].get("Number") != "Plur" or role not in naming.roles.unlocated:
        return False
    adjectives = {clean_lemma(document, c) for c in document.children[head] if document.deps[c] == "amod"}
    if (
        any(word in naming.roles.adjectives and naming.roles.adjectives[word] != "GOV" for word in adjectives)
        or adjectives & grammar_of(document).names["official"]
        or (role in naming.roles.sources and _of_a_service(document, head))
    ):
        return False
    return indefinite(naming.document, head) and sector in UNSETTLED_SECTORS


def _of_a_service(document: Document, head: int) -> bool:
    """Whether a name behind the noun says which service of the country it belongs to ("fuentes | de Interior")."""
    genitive = grammar_of(document).slots.genitive
    return any(document.pos[c] == "PROPN" and lemma_case(document, c) in genitive for c in document.children[head])


def indefinite(document: Document, head: int) -> bool:
    """Whether the noun stands without article, demonstrative or possessive ("fuentes diplomáticas")."""
    return not any(document.deps[c] == "det" and document.lowers[c] in grammar_of(document).names["definite_nouns"] for c in document.children[head])


def possessed(document: Document, head: int) -> bool:
    """Whether a possessive stands before the noun ("su embajada")."""
    return any(document.deps[c] == "det" and document.feats[c].get("Poss") == "Yes" for c in document.children[head])


def _by_place(naming: Naming, head: int, role: str) -> Referent | None:
    """As in "el sur del Líbano": the country that the place lies in; without one no actor."""
    owner = owner_of(naming, head)
    if owner is None or not owner.country:
        return None
    sector = naming.roles.places[role]
    kept = sector if sector != "GOV" else owner.sector
    return replace(
        owner,
        head=head,
        sector=kept,
        role=role,
        kind="place",
        resolved_by="place",
        name="",
        entity_id="",
        wikidata_id="",
    )


def _holder(naming: Naming, head: int, role: str, name: int, *, country: str, sector: str) -> Referent | None:
    """The person named beside the title, if the table or the article knows them; the title's own country rules."""
    persons = naming.persons
    holder = persons.known(name) or persons.of_table(name)
    if holder is None or not holder.country or (country and holder.country != country):
        return None
    if not country and sector in APART and holder.sector not in ("", sector):
        return None  # a police sergeant is not the minister of that name
    if former(naming, head):
        return replace(
            holder, head=head, sector="ELI" if holder.sector in ("GOV", "", "ELI") else holder.sector, role=role
        )
    in_state = sector == "GOV" and (role in naming.roles.offices or role in naming.roles.ministerial)
    if then(naming, head) or holder.sector in ("ELI", "") or (in_state and holder.sector in PARTISAN):
        return replace(holder, head=head, sector=sector, role=role)  # the text knows the office better than the table
    return replace(holder, head=head, role=role)


def phrase_codes(naming: Naming, head: int, role: str) -> tuple[str, str] | None:
    """The codes of a fixed phrase such as "comunidad internacional"; the words may stand in any modifier of the head."""
    modifiers = naming.roles.phrases.get(role, {})
    general = naming.roles.phrases.get("*", {})
    document = naming.document
    for child in document.children[head]:
        if document.deps[child] in MODIFIERS:
            word, lemma = fold_accents(document.lowers[child]), clean_lemma(document, child)
            found = modifiers.get(lemma) or modifiers.get(word) or modifiers.get(word.removesuffix("s"))
            if found is not None:
                return found
            if lemma in general and document.deps[child] == "amod" and role not in naming.roles.ministerial - naming.roles.abroad:
                country, _ = general[lemma]
                return country, sector_of(naming, head, role, None)
    return None


def sector_of(naming: Naming, head: int, role: str, owner: Referent | None) -> str:
    """The sector of a role noun: by its adjective, by itself, or by whom it belongs to."""
    roles = naming.roles
    adjective = _by_adjective(naming, head, role)
    if adjective:
        return adjective
    sector = roles.sector.get(role, "") or roles.places.get(role, "")
    if owner is not None and owner.country in SUPRANATIONAL:
        return owner.sector if sector in OFFICIAL or role in roles.inherit else sector
    if role in roles.backers and owner is not None:
        return owner.sector if owner.sector in BACKED else "CVL"
    if owner is not None and owner.kind != "country":
        if role in roles.ranks and owner.kind == "person" and owner.sector:
            return owner.sector  # "the tycoon's deputy"
        if role in roles.inherit and role not in roles.sector and owner.sector:
            return owner.sector
        department = role in roles.ministerial and owner.kind != "institution" and not definite(naming.document, owner.head)
        if sector in GENERAL and owner.sector in INSTITUTIONAL and not department:
            return owner.sector
        if sector in FORCES and owner.sector in FORCES:
            return owner.sector
        if (sector == "EDU" and owner.kind == "institution" and owner.sector in EMPLOYERS) or (sector == "PTY" and owner.sector in PARTISAN):
            return owner.sector
        if owner.sector in PARTISAN and _party_member(naming, head, role, owner):
            return owner.sector
    if sector == "PTY":
        return _party_of(naming, head)
    return sector or roles.alone.get(role, "") or roles.inherit_default


def _party_member(naming: Naming, head: int, role: str, owner: Referent) -> bool:
    """Whether the noun is one legislator of a party, or its group in a parliament ("el diputado | del Frente Amplio")."""
    if owner.kind != "institution" or naming.roles.sector.get(role) != "LEG" or _division(naming, owner.head):
        return False
    return naming.document.feats[head].get("Number") != "Plur"


def _division(naming: Naming, token: int) -> bool:
    """Whether a province or state of a federation stands there, whose members sit in the parliament of the whole."""
    return token in naming.mentions and naming.mentions.by_token[token][0].entries[0].kind == "admin1"


def _by_adjective(naming: Naming, head: int, role: str) -> str:
    document, roles = naming.document, naming.roles
    open_to_all = role in roles.inherit or roles.sector.get(role, "SOC") == "SOC"
    for child in document.children[head]:
        named = document.deps[child] == "flat" and document.pos[head] == "PROPN" and child not in naming.mentions
        if document.deps[child] != "amod" and not named:
            continue
        party = _party_of(naming, child)
        found = roles.adjectives.get(clean_lemma(document, child)) or party
        if found and (open_to_all or found in STRONG_ADJECTIVES) and not (named and not open_to_all):
            return found
        if party in ("OPP", "GOV") and roles.sector.get(role) == "LEG" and document.feats[head].get("Number") != "Plur":
            return party
    return ""


def _party_of(naming: Naming, token: int) -> str:
    """The sector of the party whose adjective this is ("portavoz | socialista"), "" for none."""
    word = clean_lemma(naming.document, token)
    if naming.roles.sector.get(word) != "PTY":
        return ""
    home = naming.mentions.home
    for entry in naming.mentions.parties_of(naming.document.lowers[token], word):
        if entry.country == home:
            return naming.mentions.party_sector(entry)
    return "PTY"
