"""Naming: the referent of a noun phrase from its own words - names, offices, nationalities, role nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of, morphology_of
from despacho.model import Document
from despacho.resolve.affiliations import affiliated
from despacho.resolve.mentions import Mentions
from despacho.resolve.nationals import nationals
from despacho.resolve.owners import owner_of
from despacho.resolve.persons import Persons, unknown_person, with_name
from despacho.resolve.referents import Referent
from despacho.resolve.role_nouns import by_role, phrase_codes
from despacho.resolve.roles import Roles, clean_lemma, fold_accents
from despacho.resolve.table_names import ADJECTIVAL, LOCATED, TableNames

NAMELESS = frozenset({"PRON", "DET", "PUNCT", "ADP", "NUM"})
PEOPLE_PLACES = frozenset({"nsubj", "nsubj:pass", "obj"})
"""What a number that stands for people hangs by; a sum or a date hangs otherwise."""
NAMING_DEPS = frozenset({"appos", "flat", "nmod", "compound"})


class Naming:
    """Reads the referents of one document's noun phrases; the answers are remembered by token.

    ``place`` finds the country of a bare referent; whoever knows what was said before sets it (``ActorResolver``).
    """

    def __init__(self, document: Document, mentions: Mentions, *, roles: Roles) -> None:
        self.document = document
        self.mentions = mentions
        self.roles = roles
        self.persons = Persons(document, mentions, roles=roles)
        self.place: Callable[[Referent], Referent] = lambda referent: referent
        self._memo: dict[int, Referent | None] = {}
        self.names = TableNames(self)

    def of(self, head: int) -> Referent | None:
        """The referent that the phrase headed by ``head`` names by its own words; None if it names no actor."""
        if head not in self._memo:
            self._memo[head] = None
            self._memo[head] = self._read(head)
        return self._memo[head]

    def _read(self, head: int) -> Referent | None:
        document, role = self.document, self.role_of(head)
        if self.persons.is_surname(head):
            return self.persons.known(head)
        counting = role in self.roles.counting or document.lowers[head] in self.roles.counting
        if (counting or document.pos[head] == "NUM") and (counted := self._counted(head)) is not None:
            return counted
        if self._people_counted(head):
            return Referent(
                head=head, name="", country="", sector="CVL", kind="group", role="people", plural=True, bare=True, resolved_by="role"
            )
        if document.pos[head] in NAMELESS and head not in self.mentions and head not in self.persons.spans:
            return None
        acronym = self.names.by_acronym(head)
        if acronym is not None:
            return acronym
        if self._is_table_name(head, role):
            return self._introduced_over(head) or self.mentioned(head)
        if self.roles.is_role(role) and self._is_noun(head):
            return by_role(self, head, role, self.name_in(head))
        if role in self.roles.phrases and self._is_noun(head) and phrase_codes(self, head, role) is not None:
            return by_role(self, head, role, None)
        return self._name(head, role)

    def _people_counted(self, head: int) -> bool:
        """Whether a number or its like stands for people by itself: "dozens were arrested", "and injured 45"."""
        document, words = self.document, grammar_of(self.document).names.get("counted", frozenset())
        place = document.heads[head] if document.deps[head] == "conj" else head
        listed = place != head and document.pos[place] in ("NOUN", "PROPN") and document.lowers[head] in words
        if not words or (document.deps[place] not in PEOPLE_PLACES and not listed) or not document.lowers[head].isalnum():
            return False
        if document.pos[head] == "NUM" and document.lowers[head] not in words:
            year = document.lowers[head].isdigit() and len(document.lowers[head]) == 4
            return not year and not any(document.deps[c] in ("nmod", "compound") or document.pos[c] == "SYM" for c in document.children[head])
        return document.lowers[head] in words and not any(document.deps[c] == "nmod" for c in document.children[head])

    def role_of(self, head: int) -> str:
        """The lemma of the role noun; a plural that the parser left as it is becomes singular ("Soldados", "marines")."""
        role = clean_lemma(self.document, head)
        if self.document.pos[head] not in ("PROPN", "NOUN") or self.roles.is_role(role):
            return role
        lower, singulars = fold_accents(self.document.lowers[head]), morphology_of(self.document).singulars
        return next((form for form in (*singulars(role), lower, *singulars(lower)) if self.roles.is_role(form)), role)

    def _opens(self, head: int) -> bool:
        """Whether the word opens its sentence, where its capital says nothing."""
        return head == self.document.sentences[self.document.sentence_of[head]].first

    def _is_noun(self, head: int) -> bool:
        """Whether the word stands as a noun: not as a name, and not as the adjective of a noun."""
        document = self.document
        if document.pos[head] == "ADJ" and any(document.deps[c] == "det" for c in document.children[head]):
            return True
        if document.pos[head] == "PROPN":
            return head in self.persons.name_of or (self._opens(head) and document.ents[head] != "PER")
        return not (
            document.pos[head] == "ADJ"
            and document.deps[head] == "amod"
            and document.pos[document.heads[head]] == "NOUN"
        )

    def _name(self, head: int, role: str) -> Referent | None:
        """A personal or other proper name, a nationality, an institution's adjective, a noun beside a name."""
        document = self.document
        title = self.persons.title_of.get(head)
        if title is not None and title != head:
            return self._by_title(head, title)
        if document.deps[head] == "appos" and document.pos[head] == "PROPN" and self.is_role_noun(document.heads[head]):
            return self.of(document.heads[head])
        if head in self.persons.spans or document.pos[head] == "PROPN":
            person = self._person(head)
            if person is not None:
                return person
        if head in self.mentions:
            return nationals(self, head)
        if document.pos[head] == "PROPN":
            return self._proper(head, role)
        return self._adjective(head, role) or self._common(head)

    # --- persons and other proper names -------------------------------------------------------------------------------

    def _by_title(self, head: int, title: int) -> Referent | None:
        known = self.persons.known(head)
        found = self.of(title)
        if known is not None and known.country and (found is None or known.name != found.name):
            return known
        if found is None:
            return self._person(head)
        first, last = self.persons.span(head)
        if found.kind == "person" and not found.name:
            found = with_name(found, self.persons.text(first, last))
            self.persons.introduce(head, found)
        return replace(found, head=head)

    def _person(self, head: int) -> Referent | None:
        """Who was introduced before; who stands in the table; who is said to belong to somebody."""
        persons = self.persons
        known = persons.known(head)
        mention = self.mentions.persons.get(head)
        if known is not None and (mention is None or mention.surname_only or known.name):
            return known
        found = persons.of_table(head) or self._titled(head) or affiliated(self, head)
        if found is not None:
            persons.introduce(head, found)
        return found

    def _titled(self, head: int) -> Referent | None:
        """A name with its title behind it by the parse: "Geoff Hoon, ministro de Defensa"."""
        first, last = self.persons.span(head)
        for child in (c for token in range(first, last) for c in self.document.children[token]):
            if self.document.deps[child] in ("appos", "acl", "nmod", "parataxis") and self.is_role_noun(child):
                title = by_role(self, child, clean_lemma(self.document, child), None)
                if title is not None:
                    return replace(with_name(title, self.persons.text(*self.persons.span(head))), head=head)
        return None

    def _proper(self, head: int, role: str) -> Referent | None:
        if self.roles.is_role(role):
            return by_role(self, head, role, self.name_in(head))
        if (whole := self._short_name(head, role)) is not None:
            return whole
        titled = self._titled(head)
        if titled is not None:
            return titled
        if head in self.persons.spans and self.document.ents[head] == "PER":
            unknown = unknown_person(head, self.persons.text(*self.persons.span(head)))
            self.persons.introduce(head, unknown)
            return unknown
        return None

    def _short_name(self, head: int, role: str) -> Referent | None:
        """As in "la Unión", where the article names the European Union."""
        document, code = self.document, self.roles.short_names.get(role, "")
        if not self.mentions.bodies.get(code) or any(document.deps[c] in NAMING_DEPS for c in document.children[head]):
            return None
        return Referent(
            head=head, name=document.forms[head], country=code, sector="IGO", kind="institution", resolved_by="coreference", role=role,
        )  # fmt: skip

    def is_role_noun(self, token: int) -> bool:
        """Whether ``token`` names somebody by role."""
        return self.roles.is_role(clean_lemma(self.document, token)) and self.document.pos[token] in (
            "NOUN",
            "ADJ",
            "PROPN",
        )

    def name_in(self, head: int) -> int | None:
        """The token that heads the personal name beside the title ``head``."""
        if head in self.persons.name_of:
            return self.persons.name_of[head]
        document = self.document
        if self.role_of(head) in self.roles.bodies and self.role_of(head) not in self.roles.singular:
            return None  # "la administración Biden" is not a person
        for child in document.children[head]:
            if (
                document.deps[child] in NAMING_DEPS
                and document.pos[child] == "PROPN"
                and not lemma_case(document, child)
            ):
                if child in self.persons.title_of or (child in self.mentions and child not in self.persons.spans):
                    continue
                if document.deps[child] != "nmod" or child in self.persons.spans:
                    return child
        return None

    # --- counted and common nouns -------------------------------------------------------------------------------------

    def _counted(self, head: int) -> Referent | None:
        """As in "decenas de soldados": the soldiers."""
        for child in self.document.children[head]:
            if self.document.deps[child] in ("nmod", "flat", "obl") and lemma_case(self.document, child) in grammar_of(self.document).slots.genitive:
                found = self.of(child)
                if found is not None and (found.plural or found.kind != "country"):
                    return replace(self.place(found) if found.bare else found, head=head, plural=True)
        return None

    def _adjective(self, head: int, role: str) -> Referent | None:
        """As in "el desalojo | policial": the institution that the adjective of an event noun names."""
        document = self.document
        if document.pos[head] != "ADJ" or document.deps[head] not in ADJECTIVAL or role not in self.roles.agents:
            return None
        noun = document.heads[head]
        if self.is_role_noun(noun):
            return None
        owner = owner_of(self, noun)
        country = owner.country if owner is not None else ""
        return Referent(
            head=head, name="", country=country, sector=self.roles.agents[role], kind="institution", resolved_by="role",
            role=role, bare=not country,
        )  # fmt: skip

    def _common(self, head: int) -> Referent | None:
        """A common noun that is no role noun: an actor only when a name stands beside it ("el histórico | ELN")."""
        if self.document.pos[head] not in ("NOUN", "ADJ"):
            return None
        for child in self.document.children[head]:
            if (
                self.document.deps[child] not in NAMING_DEPS
                or child not in self.mentions
                or lemma_case(self.document, child)
            ):
                continue
            if self.mentions.by_token[child][0].entries[0].kind not in LOCATED:
                return self.of(child)
        return None

    # --- names of the tables ------------------------------------------------------------------------------------------

    def _is_table_name(self, head: int, role: str) -> bool:
        """Whether the name at ``head`` is read as such and not as a role noun or a nationality."""
        if head not in self.mentions or self.mentions.only_demonym(head):
            return False
        mention = self.mentions.by_token[head][0]
        if (
            head in self.persons.spans
            and mention.last - mention.first == 1
            and self.persons.span(head)[1] - self.persons.span(head)[0] > 1
        ):
            return False
        return mention.last - mention.first > 1 or self.document.pos[head] == "PROPN" or not self.roles.is_role(role)

    def _introduced_over(self, head: int) -> Referent | None:
        """A surname introduced before beats a firm, a party or a place of that name ("Meta" after "Ilir Meta")."""
        mention = self.mentions.by_token[head][0]
        if mention.last - mention.first > 1:
            return None
        known = self.persons.introduced.get(self.document.lowers[head])
        if known is None or known.kind != "person" or self.document.lowers[head] == known.name.lower():
            return None
        return known.at(head, "coreference")

    def mentioned(self, head: int) -> Referent | None:
        """The referent of the table's name at ``head``."""
        return self.names.mentioned(head)

    def all_of(self, head: int) -> list[Referent]:
        """All referents of a compound in one token ("sirio-israelí"), else the one."""
        halves = self.mentions.halves(head)
        if len(halves) < 2:
            one = self.of(head)
            return [one] if one is not None else []
        entries = [self.mentions.entry(m) for m in halves]
        return [
            Referent(
                head=head, name=e.canonical, country=e.country, sector=e.sector or "GOV", kind="country",
                resolved_by="demonym", entity_id=e.entity_id, wikidata_id=e.wikidata_id,
            )
            for e in entries
        ]  # fmt: skip
