"""Table names: the referent of a name that the tables know, and of an acronym that the article itself introduces."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from despacho.actors.entries import ActorEntry
from despacho.actors.matcher import ActorMention
from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of
from despacho.resolve.mentions import STATES, SUPRANATIONAL, WORDS_FOR_STATES
from despacho.resolve.owners import owner_of
from despacho.resolve.referents import Referent
from despacho.resolve.roles import clean_lemma

if TYPE_CHECKING:
    from despacho.resolve.naming import Naming

AMBIGUOUS = frozenset({"party", "admin1", "media", "armed_group", "criminal_group", "union", "movement", "ngo"})
"""Kinds whose names recur from country to country ("Partido Liberal", "El Mundo")."""
LOCATED = STATES | {"admin1"}
ADJECTIVAL = frozenset({"amod", "conj"})
CHAINS = frozenset({"flat", "nmod", "amod", "compound", "appos"})


class TableNames:
    """Reads the names of the tables in the document of ``naming``."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self.document = naming.document
        self.mentions = naming.mentions
        self._acronyms = self._find_acronyms()

    def mentioned(self, head: int) -> Referent | None:
        """The referent of the table's name at ``head``."""
        mention = self.mentions.by_token[head][0]
        entry = self.mentions.entry(mention)
        if self._names_nobody(entry, head):
            return None
        own = "" if self._elsewhere(entry) else entry.country
        found = self._entry_referent(head, mention, entry, country=own)
        if own or entry.kind in STATES:
            return found
        if entry.kind == "admin1" and self.mentions.cities.get(mention.first):
            return replace(found, country=self.mentions.cities[mention.first])
        owner = owner_of(self.naming, mention.last - 1) or owner_of(self.naming, mention.first)
        if owner is None or (owner.kind == "person" and not owner.name) or not owner.country:
            return replace(found, bare=True)
        return found.located(owner.country, owner.resolved_by)

    def _elsewhere(self, entry: ActorEntry) -> bool:
        """Whether an ambiguous name is that of a country of which the article does not speak; a national church is of its country."""
        if entry.kind == "church":
            return entry.country == "VAT" and entry.canonical.startswith("Iglesia")
        weights = self.mentions.weights
        return (
            entry.kind in AMBIGUOUS and "ambiguous" in entry.flags and bool(weights) and not weights.get(entry.country)
        )

    def _entry_referent(self, head: int, mention: ActorMention, entry: ActorEntry, *, country: str) -> Referent:
        """The referent of an entry; a name that many countries have is no entity of the tables."""
        state = entry.kind in STATES
        return Referent(
            head=head,
            name=entry.canonical,
            country=country,
            sector=self._entry_sector(entry, country),
            kind="country" if state else "institution",
            resolved_by=_way(entry.kind),
            role="" if state else clean_lemma(self.document, mention.first),
            plural=self.document.feats[head].get("Number") == "Plur" and entry.kind == "demonym",
            gender=self.document.feats[head].get("Gender", ""),
            other_sectors=entry.other_sectors,
            entity_id=entry.entity_id if country else "",
            wikidata_id=entry.wikidata_id if country else "",
        )

    def _entry_sector(self, entry: ActorEntry, country: str) -> str:
        if entry.kind != "party" or not country:
            return entry.sector or "GOV"
        return self.mentions.party_sector(entry)

    def _names_nobody(self, entry: ActorEntry, head: int) -> bool:
        """A division as a mere place, and a word that looks like a nationality of no country."""
        if entry.kind == "admin1" and lemma_case(self.document, head) in grammar_of(self.document).slots.stops:
            return True
        return "nocountry" in entry.flags and self.document.deps[head] in ADJECTIVAL

    # --- acronyms -----------------------------------------------------------------------------------------------------

    def _find_acronyms(self) -> dict[str, int]:
        """Acronyms and the head of the name that introduces each: "Partido Popular (OEVP)"."""
        document = self.document
        found: dict[str, int] = {}
        for at in range(1, len(document.forms) - 1):
            form = document.forms[at]
            if (
                document.forms[at - 1] != "("
                or document.forms[at + 1] != ")"
                or not (form.isupper() and 2 <= len(form) <= 8)
            ):
                continue
            head = self._acronym_head(at - 2, form)
            if head is not None:
                found.setdefault(form, head)
        return found

    def _acronym_head(self, token: int, acronym: str) -> int | None:
        """The head of the name that ends at ``token``: the one with the acronym's first letter, else the nearest with a capital."""
        document, chain = self.document, [token]
        while document.heads[token] < token and document.deps[token] in CHAINS:
            token = document.heads[token]
            chain.append(token)
        capital = [t for t in chain if document.forms[t][:1].isupper() and document.deps[t] != "flat"]
        return next((t for t in capital if document.forms[t][0] == acronym[0]), capital[0] if capital else None)

    def by_acronym(self, head: int) -> Referent | None:
        """Who an acronym stands for that the article itself introduces; the tables come first where they fit the article."""
        origin = self._acronyms.get(self.document.forms[head])
        if origin is None or origin == head or self._local_name(head):
            return None
        known = self.naming.of(origin)
        if known is None or known.kind not in ("institution", "group"):
            return None
        return replace(known, head=head, name=known.name or self.document.forms[head], kind="institution", plural=False)

    def _local_name(self, head: int) -> bool:
        """Whether the tables know the name and its country is one that the article names."""
        if head not in self.mentions:
            return False
        country = self.mentions.entry(self.mentions.by_token[head][0]).country
        return len(country) == 3 and (country in SUPRANATIONAL or bool(self.mentions.weights.get(country)))


def _way(kind: str) -> str:
    if kind in WORDS_FOR_STATES:
        return "demonym"
    return kind if kind in ("capital", "seat") else "gazetteer"
