"""Collectives: phrases that stand for several named before - "ambos países", "las partes", "esos seis países"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from despacho.grammar.phrases import conjuncts, lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.coreference import Coreference
from despacho.resolve.naming import Naming
from despacho.resolve.owners import owner_country
from despacho.resolve.referents import Referent
from despacho.resolve.roles import Roles, clean_lemma

SIDES = frozenset({"GOV", "REB", "MIL", "OPP", "IGO", "PRM", "PTY"})
PROTAGONISTS = 2.0
"""The two heaviest countries are the two parties where the second weighs this many times the third."""


class Collectives:
    """Finds whom the collective phrases of one document stand for."""

    def __init__(self, naming: Naming, coreference: Coreference, *, roles: Roles, weights: Mapping[str, float]) -> None:
        self.document: Document = naming.document
        self._grammar = grammar_of(naming.document)
        self._words = self._grammar.names
        self.naming = naming
        self.coreference = coreference
        self.roles = roles
        self._ranked = sorted(weights, key=lambda c: (-weights[c], c))
        self._weights = weights

    def members(self, head: int) -> list[Referent]:
        """All that the phrase headed by ``head`` stands for; empty when it is no collective that can be resolved."""
        lemma = clean_lemma(self.document, head)
        if self._is_parties(head, lemma) and self._of_all(head):
            return []
        listed = self._listed(head, lemma)
        if listed:
            return self._as(listed, head, lemma)
        if self._is_pair(head, lemma):
            return self._as(self._pair(head, lemma), head, lemma)
        return self._owned(head) or self._distributed(head, lemma)

    def all_parties(self, head: int) -> bool:
        """As in "todas las partes": everybody in the conflict, whoever they are."""
        return self._is_parties(head, clean_lemma(self.document, head)) and self._of_all(head)

    # --- which phrases ------------------------------------------------------------------------------------------------

    def _is_parties(self, head: int, lemma: str) -> bool:
        document = self.document
        return (
            lemma in self._words["parties"]
            and document.feats[head].get("Number") == "Plur"
            and not any(lemma_case(document, c) in self._grammar.slots.genitive for c in document.children[head])
        )

    def _of_all(self, head: int) -> bool:
        return any(self.document.lowers[c] in self._words["all"] for c in self.document.children[head])

    def _is_pair(self, head: int, lemma: str) -> bool:
        document = self.document
        if document.lowers[head] in self._words["both"] or self._is_parties(head, lemma):
            return True
        quantified = any(document.lowers[c] in self.roles.both_quantifiers for c in document.children[head])
        definite = any(
            document.lowers[c] in self._grammar.forms.definite_plural
            for c in document.children[head]
        )
        return quantified and definite and lemma in self.roles.both_nouns and not owner_country(self.naming, head)

    # --- who ----------------------------------------------------------------------------------------------------------

    def _listed(self, head: int, lemma: str) -> list[Referent]:
        """As in "esos seis países", "estos países": the last enumeration of as many countries."""
        words = [self.document.lowers[c] for c in self.document.children[head]]
        numerals = self._words["numerals"]
        wanted = next((numerals[w] for w in words if w in numerals), 0)
        if lemma not in self.roles.state_nouns and (
            wanted < 3 or lemma not in self.roles.both_nouns or owner_country(self.naming, head)
        ):
            return []
        if not any(w in self._words["pointing"] for w in words) and wanted < 3:
            return []
        return self._enumeration(head, wanted)

    def _enumeration(self, head: int, wanted: int) -> list[Referent]:
        seen: set[int] = set()
        for referent in self.coreference.before(head):
            if referent.kind != "country" or referent.head in seen:
                continue
            members = [t for t in conjuncts(self.document, self._first_conjunct(referent.head)) if t < head]
            seen.update(members)
            found = [r for t in members if (r := self.naming.of(t)) is not None and r.kind == "country"]
            countries = {r.country for r in found}
            if len(countries) > 1 and (not wanted or len(countries) == wanted):
                return found
        return []

    def _first_conjunct(self, token: int) -> int:
        for _ in range(20):
            if self.document.deps[token] != "conj" or self.document.heads[token] == token:
                return token
            token = self.document.heads[token]
        return token

    def _pair(self, head: int, lemma: str) -> list[Referent]:
        """The two sides: the last two organisations, else the two countries that the article is about, else the last two."""
        back = self.coreference.before(head)
        if lemma in self.roles.group_nouns:
            return self._two(r for r in back if r.kind == "institution" and r.sector not in ("GOV", "LEG", "JUD"))
        leading = self._protagonists(head)
        if leading is not None:
            named = [r for r in back if r.country in leading and r.kind == "country"]
            found = self._two(_of_each_country(named)) or self._two(
                _of_each_country(r for r in back if r.country in leading and r.sector in SIDES)
            )
            if found:
                return found
        sides = [r for r in back if not r.plural and r.name and (r.kind == "country" or r.sector in SIDES)]
        if lemma in self.roles.state_nouns or lemma in self._words["governments"]:  # two governments are not of one country
            sides = _of_each_country(sides)
        return self._two(sides)

    def _protagonists(self, head: int) -> tuple[str, str] | None:
        named = {r.country for r in self.coreference.before(head)}
        ranked = [c for c in self._ranked if c in named]
        if len(ranked) < 2:
            return None
        third = self._weights[ranked[2]] if len(ranked) > 2 else 0.0
        return (ranked[0], ranked[1]) if self._weights[ranked[1]] >= PROTAGONISTS * third else None

    @staticmethod
    def _two(referents: Iterable[Referent]) -> list[Referent]:
        found: list[Referent] = []
        for referent in referents:
            if referent.country and all(
                referent.country != f.country or referent.entity_id != f.entity_id for f in found
            ):
                found.append(referent)
            if len(found) == 2:
                return found[::-1]
        return []

    def _as(self, found: list[Referent], head: int, lemma: str) -> list[Referent]:
        sector = self.roles.sector.get(lemma, "")
        keep = sector in ("MIL", "LEG", "CVL") and lemma not in self._words["parties"] | self.roles.others
        return [
            replace(
                f,
                head=head,
                sector=sector if keep else "GOV" if f.kind == "country" else f.sector,
                resolved_by="coreference",
            )
            for f in found
        ]

    def _distributed(self, head: int, lemma: str) -> list[Referent]:
        """As in "los gobiernos de España y Francia", "los presidentes ruso y chino": one of each country."""
        document = self.document
        if document.feats[head].get("Number") != "Plur" or not self.naming.is_role_noun(head):
            return []
        for child in document.children[head]:
            if document.deps[child] not in ("nmod", "amod") or lemma_case(document, child) not in self._links():
                continue
            found = [
                r for t in conjuncts(document, child) if (r := self.naming.of(t)) is not None and r.kind == "country"
            ]
            if len({r.country for r in found}) > 1:
                one = self.naming.of(head)
                sector = one.sector if one is not None and one.sector else self.roles.sector.get(lemma, "GOV")
                return [
                    replace(r, head=head, sector=sector, name="", entity_id="", wikidata_id="", kind="institution")
                    for r in found
                ]
        return []

    def _links(self) -> frozenset[str]:
        """The cases of those to whom a plural noun belongs, each by each."""
        slots = self._grammar.slots
        return slots.genitive | {""} | (slots.origin if self._grammar.switches.compounds else frozenset())

    def _owned(self, head: int) -> list[Referent]:
        """As in "los ministros de Defensa de ambos países": one minister of each."""
        stack = [(head, 0)]
        while stack:
            node, depth = stack.pop()
            for child in self.document.children[node]:
                if self.document.deps[child] != "nmod" or lemma_case(self.document, child) not in self._grammar.slots.genitive:
                    continue
                lemma = clean_lemma(self.document, child)
                if self._is_pair(child, lemma) and (both := self._pair(child, lemma)):
                    one = self.naming.of(head)
                    sector = one.sector if one is not None else ""
                    return [
                        replace(b, head=head, sector=sector or b.sector, name="", entity_id="", wikidata_id="")
                        for b in both
                    ]
                if depth < 1:
                    stack.append((child, depth + 1))
        return []


def _of_each_country(referents: Iterable[Referent]) -> list[Referent]:
    """The first of each country."""
    return list({r.country: r for r in reversed(list(referents))}.values())[::-1]
