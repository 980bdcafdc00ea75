"""Actors: phrases of a document to participants with country and sector, over the whole article."""

from __future__ import annotations

from dataclasses import replace

from despacho.actors.folding import key_of
from despacho.actors.offices import OfficeTable
from despacho.actors.tables import ActorTables
from despacho.grammar.phrases import conjuncts, lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document, Participant, Phrase
from despacho.resolve.bare import BareNouns
from despacho.resolve.collective import Collectives
from despacho.resolve.coreference import Coreference
from despacho.resolve.homes import Homes
from despacho.resolve.mentions import REGIONAL, SUPRANATIONAL, Mentions
from despacho.resolve.naming import Naming
from despacho.resolve.referents import Referent
from despacho.resolve.roles import clean_lemma, load_roles

NOMINAL = frozenset({"NOUN", "PROPN"})


class ActorResolver:
    """Resolves the phrases of one document; ask in any order.

    ``home`` is the country that the article is most about, "" where it names none.
    """

    def __init__(self, document: Document, tables: ActorTables, offices: OfficeTable, *, lang: str) -> None:
        self.document = document
        self.roles = load_roles(lang)
        mentions = Mentions(document, tables, offices)
        self.mentions = mentions
        self.home = mentions.home
        self.naming = Naming(document, mentions, roles=self.roles)
        self._done: list[Referent] = []
        self._placed: dict[int, Referent] = {}
        self.homes = Homes(document, mentions)
        self.coreference = Coreference(document, self._done, self.referent)
        self.collectives = Collectives(self.naming, self.coreference, roles=self.roles, weights=mentions.weights)
        self._bare = BareNouns(self.naming, self.coreference, self.homes, self.collectives, roles=self.roles)
        self.naming.place = self.placed
        self._register()

    def _register(self) -> None:
        """Read every nominal head in text order, so that later phrases can look back."""
        document, naming = self.document, self.naming
        for title in sorted(naming.persons.name_of):
            naming.of(title)
        for token in range(len(document.forms)):
            pos = document.pos[token]
            named = token in naming.mentions
            if pos not in NOMINAL and not (named and pos in ("ADJ", "NUM")) and not naming.persons.is_surname(token):
                continue
            if document.deps[token] in ("flat", "compound") and not named and token not in naming.persons.spans:
                continue
            found = naming.of(token)
            if found is None or found.head != token or found.kind == "place":
                continue
            placed = self.placed(found)
            self._done.append(placed)
            self.homes.note(placed, bare=found.bare)

    def placed(self, referent: Referent) -> Referent:
        """The referent with the country found for it where its own words do not give one."""
        if not referent.bare:
            return self._opposed(referent)
        if referent.head not in self._placed:
            self._placed[referent.head] = replace(referent, bare=False)
            self._placed[referent.head] = self._opposed(self._bare.place(referent))
            if referent.kind == "person" and referent.name:
                self.naming.persons.settle(referent, self._placed[referent.head])
        return self._placed[referent.head]

    def _opposed(self, referent: Referent) -> Referent:
        """A party or politician that the tables do not know is in opposition where they know who governs."""
        country = referent.country
        if referent.kind == "person" and referent.entity_id and not referent.sector and country and grammar_of(self.document).switches.compounds:
            return replace(referent, sector="OPP")  # the table knows of an office that he does not hold yet
        if (
            referent.sector != "PTY"
            or not referent.role
            or referent.role in self.roles.candidates
            or country in REGIONAL
            or country in SUPRANATIONAL
            or not country
            or not self.mentions.governed(country)
        ):
            return referent
        return replace(referent, sector="OPP")

    # --- questions ----------------------------------------------------------------------------------------------------

    def pronoun(self, token: int) -> Referent | None:
        """Who a pronoun or possessive refers to."""
        return self.coreference.pronoun(token)

    def elided(self, verb: int) -> Referent | None:
        """Who the unsaid subject of ``verb`` is."""
        return self.coreference.elided(verb)

    def local_country(self, head: int) -> str:
        """The country that the passage around ``head`` is about, "" when the article names none."""
        return self.homes.local(head)

    def referent(self, head: int) -> Referent | None:
        """The referent of the phrase headed by ``head``, looking back where its own words do not tell."""
        document = self.document
        pos = document.pos[head]
        if pos == "PRON" or (
            pos == "DET" and (document.feats[head].get("Poss") == "Yes" or document.lowers[head] in grammar_of(document).forms.object_pronouns)
        ):
            back = self._bare.remainder(head) or self.pronoun(head)
            return back.at(head, "coreference") if back is not None else None
        part = self._part(head)
        if part is not None:
            return part
        named = self.naming.of(head)
        return self.placed(named) if named is not None else None

    def _part(self, head: int) -> Referent | None:
        """As in "several of them", "one of those": whom the pronoun stands for, without a name of its own."""
        document = self.document
        if document.lowers[head] not in self.roles.counting and document.pos[head] not in ("NUM", "DET"):
            return None
        for child in document.children[head]:
            if child > head and document.pos[child] == "PRON" and lemma_case(document, child) in grammar_of(document).slots.genitive:
                back = self.pronoun(child)
                return replace(back, head=head, resolved_by="coreference", name="", entity_id="", wikidata_id="") if back is not None else None
        return None

    def referents(self, phrase: Phrase) -> list[Referent]:
        """All that ``phrase`` stands for; empty when it names no actor."""
        if phrase.understood:
            one = self.elided(phrase.head)
            return [one] if one is not None else []
        several = self._named_together(phrase.head) or self.collectives.members(phrase.head) or self.naming.all_of(phrase.head)
        if len(several) > 1:
            return several
        one = self.referent(phrase.head)
        return self._joint(one) if one is not None else []

    def _joint(self, one: Referent) -> list[Referent]:
        """As in "los agentes sociales": the unions and the employers, where the phrase means several sectors at once."""
        modifiers = self.roles.joint.get(one.role, {}) if one.plural else {}
        found = (modifiers.get(clean_lemma(self.document, c)) for c in self.document.children[one.head])
        sectors = next((s for s in found if s), (one.sector,)) if modifiers else (one.sector,)
        return [replace(one, sector=sector) for sector in sectors]

    def _named_together(self, head: int) -> list[Referent]:
        """All that a plural pronoun stands for where its antecedent is a coordination: "Peru and Chile ... they"."""
        document = self.document
        if grammar_of(document).names.get("pronouns", {}).get(document.lowers[head]) != "many" or document.pos[head] != "PRON":
            return []
        back = self.pronoun(head)
        if back is None or back.head >= head:
            return []
        if document.pos[back.head] == "PRON":
            return self._named_together(back.head)
        found = [self.referent(t) for t in conjuncts(document, back.head)]
        return [r.at(head, "coreference") for r in found if r is not None and r.country]

    def participants(self, phrase: Phrase) -> tuple[Participant, ...]:
        """The participants that ``phrase`` stands for, with its words and codes."""
        document = self.document
        found = self.referents(phrase)
        if phrase.understood:
            text, start, end = "", None, None
        else:
            first, last = self._span(phrase, found)
            start, end = document.starts[first], document.ends[last - 1]
            text = document.article.text[start:end]
        return tuple(
            Participant(
                text=text, start=start, end=end, name=r.name or text, country=r.country, sector=r.sector,
                other_sectors=r.other_sectors, entity_id=r.entity_id or _own_id(r), wikidata_id=r.wikidata_id,
                resolved_by=_how(r),
            )
            for r in found
        )  # fmt: skip

    def _span(self, phrase: Phrase, found: list[Referent]) -> tuple[int, int]:
        """The shortest span that names the participant: the personal name beside a title, else the phrase."""
        if len(found) == 1 and found[0].kind == "person":
            persons = self.naming.persons
            if phrase.head in persons.spans:
                return persons.span(phrase.head)
            name = self.naming.name_in(phrase.head)
            if name is not None:
                return persons.span(name)
        return phrase.first, phrase.last


def _own_id(referent: Referent) -> str:
    """The id of somebody whom the tables do not know: the same name is the same entity in one article, an institution in one country."""
    if not referent.name or referent.kind not in ("person", "institution"):
        return ""
    name = key_of(referent.name) if referent.kind == "person" else f"{key_of(referent.name)} {referent.country.lower()}"
    return "name:" + name.strip().replace(" ", "-")


def _how(referent: Referent) -> str:
    if referent.country or referent.resolved_by.startswith("unknown"):
        return referent.resolved_by
    return f"unknown:{referent.resolved_by}" if not referent.sector else referent.resolved_by
