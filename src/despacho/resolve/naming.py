"""Naming: the referent of a noun phrase from its own words - names, offices, nationalities, role nouns."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from despacho.actors.entries import ActorEntry
from despacho.actors.matcher import ActorMention
from despacho.actors.offices import OfficeTable, PersonMention
from despacho.actors.tables import ActorTables
from despacho.grammar.clauses import is_participle
from despacho.grammar.phrases import lemma_case
from despacho.model import Document
from despacho.resolve.referents import Referent
from despacho.resolve.roles import Roles, fold_accents

STATES = frozenset({"country", "capital"})
SUPRANATIONAL = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"})
MINISTERIAL = frozenset(
    "ministerio ministro ministra viceministro viceministra secretario secretaria secretaría titular cartera embajador embajadora embajada "
    "consejero consejeria subsecretario ministros agregado departamento".split()
)
"""Role nouns whose complement is their department, not whom they belong to ("ministro de Comercio")."""
INSTITUTIONAL = frozenset("LEG JUD REB OPP PTY LAB SOC REL BUS EDU JRN CRM PRM MIL COP SPY".split())
FORMER = ("ex", "ex-")


def clean_lemma(document: Document, token: int) -> str:
    """The lemma of a role noun without accents; "ex-" forms are written together."""
    return fold_accents(document.lemmas[token]).replace("ex-", "ex")


class Naming:
    """Reads the referents of one document's noun phrases; the answers are remembered by token."""

    def __init__(
        self,
        document: Document,
        tables: ActorTables,
        offices: OfficeTable,
        *,
        roles: Roles,
    ) -> None:
        self.document = document
        self.tables = tables
        self.offices = offices
        self.roles = roles
        self.day = (document.article.published_at or "")[:10] or None
        self.mentions: dict[int, list[ActorMention]] = {}
        for mention in tables.match(document):
            for token in range(mention.first, mention.last):
                self.mentions.setdefault(token, []).append(mention)
        self.persons: dict[int, PersonMention] = {
            token: mention for mention in offices.match_persons(document) for token in range(mention.first, mention.last)
        }
        self.weights = self._weigh()
        self.introduced: dict[str, Referent] = {}
        self._memo: dict[int, Referent | None] = {}

    # --- entry ----------------------------------------------------------------------------------------------------

    def of(self, head: int) -> Referent | None:
        """The referent that the phrase headed by ``head`` names by its own words; None if it names no actor."""
        if head not in self._memo:
            self._memo[head] = None
            self._memo[head] = self._read(head)
        return self._memo[head]

    def _read(self, head: int) -> Referent | None:
        document = self.document
        role = clean_lemma(document, head)
        if role in self.roles.counting or fold_accents(document.lowers[head]) in self.roles.counting:
            counted = self._counted(head)
            if counted is not None:
                return counted
        if document.pos[head] in ("PRON", "DET", "PUNCT", "ADP", "NUM") and head not in self.mentions and head not in self.persons:
            return None
        name = self._name_in(head)
        if head in self.mentions and not self._only_demonym(self.mentions[head][0]) and (
            self.mentions[head][0].last - self.mentions[head][0].first > 1 or document.pos[head] == "PROPN" or not self.roles.is_role(role)
        ):
            return self._mentioned(head)
        if self.roles.is_role(role) and document.pos[head] != "PROPN":
            return self._by_role(head, role, name)
        if document.deps[head] == "appos" and document.pos[head] == "PROPN" and self._is_role_noun(document.heads[head]):
            return self.of(document.heads[head])
        person = self._person(head) if head in self.persons or document.pos[head] == "PROPN" else None
        if person is not None:
            return person
        if head in self.mentions:
            return self._nationals(head)
        if document.pos[head] == "PROPN":
            return self._known_name(head) or self._titled(head) or (self._by_role(head, role, name) if self.roles.is_role(role) else None)
        return self._common(head, name)

    def _counted(self, head: int) -> Referent | None:
        """ "decenas de soldados": the soldiers."""
        for child in self.document.children[head]:
            if self.document.deps[child] in ("nmod", "flat", "obl") and lemma_case(self.document, child) == "de":
                found = self.of(child)
                if found is not None:
                    return replace(found, head=head, plural=True)
        return None

    def _nationals(self, head: int) -> Referent | None:
        """A nationality on its own, or on a role noun whose sector it takes ("fuerzas armenias y | azerbaiyanas")."""
        found = self._mentioned(head)
        document = self.document
        if found is not None and document.pos[head] == "ADJ" and document.deps[head] in ("amod", "conj"):
            node = head
            while document.deps[node] == "conj" and document.pos[document.heads[node]] in ("ADJ", "NOUN", "PROPN") and document.heads[node] != node:
                node = document.heads[node]
                if document.pos[node] == "NOUN":
                    break
            noun = document.heads[node] if document.deps[node] == "amod" else node
            sector = self.roles.sector.get(clean_lemma(document, noun), "") if document.pos[noun] == "NOUN" else ""
            phrase = self._phrase_codes(noun, clean_lemma(document, noun))
            sector = phrase[1] if phrase is not None else sector
            if sector and sector != "GOV":
                return replace(found, sector=sector)
        return found

    def _is_role_noun(self, token: int) -> bool:
        return self.roles.is_role(clean_lemma(self.document, token)) and self.document.pos[token] in ("NOUN", "ADJ", "PROPN")

    @staticmethod
    def _only_demonym(mention: ActorMention) -> bool:
        return all(entry.kind in ("demonym", "prefix") for entry in mention.entries)

    def _name_in(self, head: int) -> int | None:
        """The token that heads the personal name of the phrase: apposition or flat name after a title."""
        for child in self.document.children[head]:
            if self.document.deps[child] in ("appos", "flat", "nmod", "compound") and self.document.pos[child] == "PROPN":
                if lemma_case(self.document, child):
                    continue
                if self.document.deps[child] != "nmod" or self.document.ents[child] == "PER" or child in self.persons:
                    return child
        return None

    # --- persons --------------------------------------------------------------------------------------------------

    def _text(self, first: int, last: int) -> str:
        document = self.document
        return document.article.text[document.starts[first] : document.ends[last - 1]]

    def person_span(self, token: int) -> tuple[int, int]:
        """The token range of the personal name around ``token``."""
        if token in self.persons:
            return self.persons[token].first, self.persons[token].last
        document = self.document
        first = last = token
        while first > 0 and document.pos[first - 1] == "PROPN" and document.sentence_of[first - 1] == document.sentence_of[token]:
            first -= 1
        size = len(document.forms)
        while last + 1 < size and document.sentence_of[last + 1] == document.sentence_of[token] and (
            document.pos[last + 1] == "PROPN"
            or (document.lowers[last + 1] in ("de", "del", "al", "bin", "von") and last + 2 < size and document.pos[last + 2] == "PROPN" and document.deps[last + 2] == "flat")
        ):
            last += 1
        return first, last + 1

    def _person(self, token: int) -> Referent | None:
        """A person of the table by full name, or one introduced earlier; a bare surname only for who is famous."""
        known = self._known_name(token)
        mention = self.persons.get(token)
        if known is not None and (mention is None or mention.surname_only):
            return known
        if mention is None:
            return None
        person: str | None = mention.candidates[0]
        if mention.surname_only:
            person = self.offices.famous(mention.candidates, self.day)
            if person is None and self.day is None and self.document.ents[token] in ("PER", ""):
                heads = [c for c in mention.candidates if any(t.prominence == 3 for t in self.offices.tenures_of(c))]
                person = heads[0] if len(heads) == 1 and len(mention.candidates) == 1 else None
        elif len(mention.candidates) > 1:
            fitting = [c for c in mention.candidates if self.weights.get(self.offices.sector_at(c, self.day)[0])]
            person = fitting[0] if fitting else person
        return self._office_holder(token, person, self._text(mention.first, mention.last)) if person is not None else None

    def _office_holder(self, token: int, person_id: str, text: str) -> Referent:
        country, sector, status = self.offices.sector_at(person_id, self.day)
        tenures = self.offices.tenures_of(person_id)
        if not country and tenures:
            best = max(tenures, key=lambda t: t.prominence)
            country, sector = best.country, sector or best.sector
        elif not sector and tenures and self.day is None:
            sector = max(tenures, key=lambda t: t.prominence).sector
        referent = Referent(
            head=token,
            name=tenures[0].person if tenures else text,
            country=country,
            sector=sector,
            kind="person",
            resolved_by="office" if status == "in_office" else f"person:{status}",
            role="presidente" if any(t.office.startswith("head_of") for t in tenures) else "ministro" if any("minister" in t.office for t in tenures) else "",
            entity_id=person_id,
            wikidata_id=person_id if person_id.startswith("Q") else "",
        )
        self._introduce(token, referent)
        return referent

    def _introduce(self, token: int, referent: Referent) -> None:
        first, last = self.person_span(token)
        forms = self.document.lowers[first:last]
        self.introduced.setdefault(" ".join(forms), referent)
        for start in range(len(forms)):
            self.introduced.setdefault(" ".join(forms[start:]), referent)
        if len(forms) > 2:
            self.introduced.setdefault(forms[-2], referent)
            self.introduced.setdefault(" ".join(forms[:2]), referent)

    def _known_name(self, token: int) -> Referent | None:
        first, last = self.person_span(token)
        forms = self.document.lowers[first:last]
        found = self.introduced.get(" ".join(forms)) or (self.introduced.get(forms[-1]) if forms else None)
        return found.at(token, "coreference") if found is not None and found.head != token else found

    def _titled(self, token: int) -> Referent | None:
        """A name with its title behind it: "Geoff Hoon, ministro de Defensa", or with an acronym's long form."""
        for child in self.document.children[token]:
            if self.document.deps[child] in ("appos", "acl", "nmod", "parataxis") and self._is_role_noun(child):
                title = self._by_role(child, clean_lemma(self.document, child), None)
                if title is not None:
                    first, last = self.person_span(token)
                    referent = replace(title, head=token, name=self._text(first, last), resolved_by="apposition")
                    if self.document.ents[token] == "PER" or title.kind == "person":
                        self._introduce(token, referent)
                    return referent
        return None

    # --- names of the tables --------------------------------------------------------------------------------------

    def entry(self, mention: ActorMention) -> ActorEntry:
        """The entry that the mention stands for: codes that hold on the day; among namesakes the article's country."""
        holding = [e for e in mention.entries if e.holds(self.day)] or list(mention.entries)
        if len(holding) > 1 and "default" not in holding[0].flags:
            known = [e for e in holding if self.weights.get(e.country)]
            if known:
                return max(known, key=lambda e: self.weights[e.country])
        return holding[0]

    def _weigh(self) -> Counter[str]:
        """How much the article is about each country: mentions of countries, nationalities and capitals, the lead counting more."""
        weights: Counter[str] = Counter()
        seen: set[tuple[int, str]] = set()
        for token in sorted(self.mentions):
            mention = self.mentions[token][0]
            entry = mention.entries[0]
            codes = {e.country for e in mention.entries if e.kind in ("country", "demonym", "capital", "prefix")}
            if mention.first != token or len(codes) != 1 or not entry.country or entry.country in SUPRANATIONAL:
                continue
            sentence = self.document.sentence_of[token]
            if (sentence, entry.country) not in seen:
                seen.add((sentence, entry.country))
                weights[entry.country] += 4 if sentence == 0 else 2 if sentence <= 2 else 1
        return weights

    def _mentioned(self, head: int) -> Referent | None:
        mention = self.mentions[head][0]
        entry = self.entry(mention)
        if entry.kind == "admin1" and self._is_place_only(head):
            return None
        if self.document.deps[head] in ("amod", "conj") and "nocountry" in entry.flags:
            return None
        sector = entry.sector or "GOV"
        if entry.kind == "party":
            governs = entry.governs(self.day)
            sector = "PTY" if governs is None else "GOV" if governs else "OPP"
        kind = "country" if entry.kind in STATES or entry.kind in ("demonym", "prefix", "seat") else "institution"
        if "nocountry" in entry.flags and not entry.country:
            return None
        country, bare = entry.country, False
        if not country and entry.kind not in ("country", "demonym", "capital", "prefix"):
            owner = self._owner(mention.last - 1) or self._owner(mention.first)
            country = owner.country if owner is not None and owner.kind != "person" else ""
            bare = not country
        return Referent(
            head=head,
            name=entry.canonical,
            country=country,
            sector=sector,
            kind=kind,
            resolved_by="demonym" if entry.kind in ("demonym", "prefix") else entry.kind if entry.kind in ("capital", "seat") else "gazetteer",
            role="" if kind == "country" else clean_lemma(self.document, mention.first),
            bare=bare,
            plural=self.document.feats[head].get("Number") == "Plur" and entry.kind == "demonym",
            gender=self.document.feats[head].get("Gender", ""),
            other_sectors=entry.other_sectors,
            entity_id=entry.entity_id,
            wikidata_id=entry.wikidata_id,
        )

    def _is_place_only(self, head: int) -> bool:
        return lemma_case(self.document, head) in ("en", "desde", "hacia", "hasta")

    def all_of(self, head: int) -> list[Referent]:
        """All referents of a compound in one token ("sirio-israelí"), else the one."""
        found = self.mentions.get(head, [])
        halves = [m for m in found if m.first == found[0].first and m.last == found[0].last]
        if len(halves) < 2:
            one = self.of(head)
            return [one] if one is not None else []
        entries = [self.entry(m) for m in halves]
        return [
            Referent(
                head=head, name=e.canonical, country=e.country, sector=e.sector or "GOV", kind="country",
                resolved_by="demonym", entity_id=e.entity_id, wikidata_id=e.wikidata_id,
            )
            for e in entries
        ]  # fmt: skip

    # --- role nouns -----------------------------------------------------------------------------------------------

    def _by_role(self, head: int, role: str, name: int | None) -> Referent | None:
        document = self.document
        if role in self.roles.places and role not in self.roles.sector:
            return self._by_place(head, role)
        owner = self._owner(head)
        country, sector = (owner.country if owner is not None else ""), self._sector(head, role, owner)
        codes = self._phrase_codes(head, role) or self.roles.fixed.get(role)
        if codes is not None:
            country, sector = (country if codes[0] == "?" else country or codes[0]), codes[1]
        if name is not None:
            holder = self._holder(head, role, name, country=country, sector=sector)
            if holder is not None:
                return holder
        plural = document.feats[head].get("Number") == "Plur"
        settled = bool(country) or (codes is not None and codes[0] != "?") or (plural and role in self.roles.unlocated and self._indefinite(head) and sector in ("GOV", "EDU", "JRN", "SOC"))
        referent = Referent(
            head=head,
            name=self._text(*self.person_span(name)) if name is not None else "",
            country=country,
            sector=sector,
            kind="person" if name is not None or (role in self.roles.singular and not plural) else "group",
            resolved_by="apposition" if name is not None else owner.resolved_by if owner is not None and country else "role",
            role=role,
            plural=plural,
            gender=document.feats[head].get("Gender", ""),
            bare=not settled,
        )
        if name is not None:
            self._introduce(name, referent)
        return referent

    def _indefinite(self, head: int) -> bool:
        """Whether the noun stands without article or possessive ("fuentes diplomáticas")."""
        return not any(
            self.document.deps[c] == "det" and self.document.lowers[c] in ("el", "la", "los", "las", "su", "sus", "estos", "esos", "estas", "esas")
            for c in self.document.children[head]
        )

    def _by_place(self, head: int, role: str) -> Referent | None:
        """ "el sur del Líbano": the country that the place lies in; without one no actor."""
        owner = self._owner(head)
        if owner is None or not owner.country:
            return None
        sector = self.roles.places[role]
        return replace(owner, head=head, sector=sector if sector != "GOV" else owner.sector, role=role, kind="place", resolved_by="place", name="")

    def _holder(self, head: int, role: str, name: int, *, country: str, sector: str) -> Referent | None:
        """The person named beside the title, if the table or the article knows them."""
        holder = self._person(name)
        if holder is None or (country and holder.country not in (country, "")):
            return None
        if role.startswith("ex"):
            return replace(holder, head=head, sector="ELI" if holder.sector in ("GOV", "", "ELI") else holder.sector, role=role)
        if not country and holder.country:
            country = holder.country
        in_office = holder.sector if holder.sector not in ("ELI", "") else sector
        return replace(holder, head=head, country=country, sector=sector if self._then(head) else in_office, role=role)

    def _then(self, head: int) -> bool:
        return any(self.document.lowers[t] == "entonces" for t in range(max(0, head - 2), head + 2) if t < len(self.document.lowers))

    def _phrase_codes(self, head: int, role: str) -> tuple[str, str] | None:
        """The codes of a fixed phrase such as "comunidad internacional"; the words may stand in any modifier of the head."""
        modifiers = self.roles.phrases.get(role)
        if modifiers is None:
            return None
        for child in self.document.children[head]:
            if self.document.deps[child] in ("amod", "nmod", "flat", "compound", "acl"):
                found = modifiers.get(clean_lemma(self.document, child)) or modifiers.get(fold_accents(self.document.lowers[child]))
                if found is not None:
                    return found
        return None

    def _sector(self, head: int, role: str, owner: Referent | None) -> str:
        for child in self.document.children[head]:
            if self.document.deps[child] == "amod":
                found = self.roles.adjectives.get(clean_lemma(self.document, child))
                if found is not None and (role in self.roles.inherit or role not in self.roles.sector or found in ("REB", "PRM", "COP", "OPP", "MIL")):
                    return found
        sector = self.roles.sector.get(role, "") or self.roles.places.get(role, "")
        if owner is not None and owner.kind != "country":
            if owner.country in SUPRANATIONAL and (role in self.roles.inherit or sector in ("GOV", "LEG", "MIL", "JUD", "")):
                return owner.sector
            if role in self.roles.inherit and role not in self.roles.sector and owner.sector:
                return owner.sector
            if sector == "GOV" and owner.sector in INSTITUTIONAL and role not in MINISTERIAL:
                return owner.sector
        elif owner is not None and owner.country in SUPRANATIONAL:
            return "IGO" if sector in ("GOV", "", "LEG") else sector
        return sector or self.roles.inherit_default

    def _owner(self, head: int) -> Referent | None:
        """Whose role it is: a complement with de / en that names an actor, a nationality anywhere in the phrase, or both."""
        document = self.document
        best: Referent | None = None
        for child in document.children[head]:
            if document.deps[child] in ("nmod", "flat", "obl", "compound", "appos") and (case := lemma_case(document, child)) in ("de", "en"):
                found = self.of(child)
                if found is None or (case == "en" and (best is not None or not found.country)) or found.kind == "person" and document.pos[child] != "PROPN" and not found.country:
                    continue
                if best is None or (not best.country and found.country) or (best.kind == "country" and found.kind != "country"):
                    best = found
        nationality = self._nationality(head)
        if nationality is not None and (best is None or not best.country or best.kind == "country" and nationality.kind == "country"):
            return replace(best, country=nationality.country, bare=False) if best is not None and best.kind != "country" else nationality
        return best

    def _nationality(self, head: int) -> Referent | None:
        """A nationality or supranational adjective on the noun or on a noun inside its phrase ("ministro de Exteriores francés")."""
        document = self.document
        stack, depth = [(head, 0)], 0
        while stack:
            node, depth = stack.pop(0)
            for child in document.children[node]:
                dep = document.deps[child]
                if dep in ("amod", "flat", "appos", "acl", "conj") and child in self.mentions and document.pos[child] in ("ADJ", "NOUN", "PROPN") and self._only_demonym(self.mentions[child][0]) and not lemma_case(document, child):
                    return self._mentioned(child)
                code = self.roles.codes.get(clean_lemma(document, child)) if dep == "amod" else None
                if code is not None:
                    return Referent(head=child, name=document.forms[child], country=code, sector="IGO", kind="institution", resolved_by="adjective")
                if depth < 2 and dep in ("nmod", "amod", "flat") and not is_participle(document, child) and (lemma_case(document, child) in ("de", "")):
                    stack.append((child, depth + 1))
        return None

    def _modifier_country(self, head: int) -> str:
        nationality = self._nationality(head)
        return nationality.country if nationality is not None else ""

    def _common(self, head: int, name: int | None) -> Referent | None:
        """A common noun that is no role noun: an actor only when a name stands beside it ("la guerrilla | ELN")."""
        if name is None or self.document.pos[head] not in ("NOUN", "ADJ"):
            return None
        for mention in self.mentions.get(name, []):
            if mention.entries[0].kind not in ("demonym", "prefix", "country", "capital", "admin1"):
                return self.of(name)
        return None
