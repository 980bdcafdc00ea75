"""Persons: personal names in a document, the title or affiliation that stands beside each, and who was introduced before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from despacho.actors.offices import OfficeTable, PersonMention, Tenure
from despacho.actors.offices_match import KNOWN
from despacho.actors.offices_names import plain_words
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.mentions import Mentions
from despacho.resolve.referents import Referent
from despacho.resolve.roles import Roles, clean_lemma
from despacho.resolve.titles import Titles

SURNAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "KHM", "SGP", "HKG"})
"""Countries whose persons go by the first word of their name."""


class Persons:
    """The personal names of one document."""

    def __init__(self, document: Document, mentions: Mentions, *, roles: Roles) -> None:
        self.document = document
        self._words = grammar_of(document).names
        self.mentions = mentions
        self.offices: OfficeTable = mentions.offices
        self.roles = roles
        self.introduced: dict[str, Referent] = {}
        self._given: dict[str, str] = {}
        self.title_of: dict[int, int] = {}
        self.name_of: dict[int, int] = {}
        self.spans = self._spans()
        self.titles = Titles(document, mentions, roles=roles, names=self.spans)
        self.spans.update(self._untagged())
        self._pair()

    # --- names --------------------------------------------------------------------------------------------------------

    def _spans(self) -> dict[int, tuple[int, int]]:
        """The token range of the name around each token of a personal name, from the entities and the table of persons."""
        document = self.document
        found: dict[int, tuple[int, int]] = {}
        token, size = 0, len(document.forms)
        while token < size:
            if document.ents[token] != "PER" or self._is_people(token):
                token += 1
                continue
            last = token + 1
            while (
                last < size
                and document.ents[last] == "PER"
                and not document.ent_starts[last]
                and not self._breaks(last)
            ):
                last += 1
            first, end = self._trimmed(token, self._over_hyphen(last))
            found.update(dict.fromkeys(range(first, end), (first, end)))
            token = max(end, last + (last < size and self._breaks(last)))
        for at, mention in self.mentions.persons.items():
            if at not in found:
                found[at] = (mention.first, mention.last)
        return found

    def _untagged(self) -> dict[int, tuple[int, int]]:
        """Names that the parser took for something else, where a title stands before them ("el ministro, lord Carrington")."""
        document = self.document
        found: dict[int, tuple[int, int]] = {}
        token, size = 0, len(document.forms)
        while token < size:
            last = token
            while last < size and self._may_be_name(last) and document.sentence_of[last] == document.sentence_of[token]:
                last += 1
            if last > token:
                comma = token > 0 and document.lowers[token - 1] == ","
                honoured = token > 0 and document.lowers[token - 1] in self._words.get("honorifics", ())
                if (last - token > 1 or comma or honoured) and last - token <= 4 and self.titles.before(token) is not None:
                    found.update(dict.fromkeys(range(token, last), (token, last)))
            token = max(last, token + 1)
        return found

    def _may_be_name(self, token: int) -> bool:
        document = self.document
        honoured = token > 0 and document.lowers[token - 1] in self._words.get("honorifics", ())
        return (
            (document.pos[token] == "PROPN" or (honoured and document.pos[token] in ("NOUN", "ADJ")))
            and document.forms[token][:1].isupper()
            and token not in self.spans
            and token not in self.mentions
            and not self.roles.is_role(clean_lemma(document, token))
        )

    def _breaks(self, token: int) -> bool:
        """Whether two names were taken for one ("Mohamed VI y Mubarak")."""
        return self.document.lowers[token] in self._words["name_breaks"] and token + 1 < len(self.document.forms)

    def _is_people(self, token: int) -> bool:
        """Whether the parser took a people for a person ("Filipinos")."""
        plural = self.document.feats[token].get("Number") == "Plur"
        return plural and token in self.mentions and self.mentions.only_demonym(token)

    def _over_hyphen(self, last: int) -> int:
        """The end of a name that goes on behind a hyphen where the tokenizer cuts there: "Kim Jong | -pil", "Marie | -Claude Pinot"."""
        document, size = self.document, len(self.document.forms)
        while last + 1 < size and document.forms[last] == "-" and document.starts[last] == document.ends[last - 1]:
            if document.starts[last + 1] != document.ends[last] or not document.forms[last + 1].isalpha():
                break
            last += 2
            while last < size and document.pos[last] == "PROPN" and document.ents[last] in ("PER", "") and not self._breaks(last):
                last += 1
        return last

    def _trimmed(self, first: int, last: int) -> tuple[int, int]:
        """The name without the titles and articles that the entity takes in ("el presidente Lula")."""
        document = self.document
        while first < last - 1 and (
            document.forms[first][:1].islower() or self.roles.is_role(clean_lemma(document, first))
        ):
            first += 1
        return first, last

    def span(self, token: int) -> tuple[int, int]:
        """The token range of the personal name around ``token``."""
        if token in self.spans:
            return self.spans[token]
        document = self.document
        sentence = document.sentences[document.sentence_of[token]]
        first = last = token
        while first > sentence.first and self._continues(first - 1, token):
            first -= 1
        while last + 1 < sentence.last and (
            self._continues(last + 1, token) or self._particle(last + 1, sentence.last)
        ):
            last += 1
        return first, last + 1

    def _continues(self, neighbour: int, token: int) -> bool:
        known = self.mentions.by_token
        apart = neighbour in known and (token not in known or known[token][0] is not known[neighbour][0])
        return self.document.pos[neighbour] == "PROPN" and not apart

    def _particle(self, token: int, stop: int) -> bool:
        document = self.document
        return (
            document.lowers[token] in self._words["name_particles"]
            and token + 1 < stop
            and document.pos[token + 1] == "PROPN"
            and document.deps[token + 1] == "flat"
        )

    def text(self, first: int, last: int) -> str:
        """The text of the tokens from ``first`` to before ``last``."""
        document = self.document
        return document.article.text[document.starts[first] : document.ends[last - 1]]

    # --- titles -------------------------------------------------------------------------------------------------------

    def _pair(self) -> None:
        """Tie every name to the title before it, else to the one behind it."""
        names = sorted(set(self.spans.values()))
        for first, last in names:
            title = self.titles.before(first)
            if title is not None:
                self._tie(title, first, last)
        for first, last in names:
            if first not in self.title_of:
                title = self.titles.behind(last)
                if title is not None and title not in self.name_of:
                    self._tie(title, first, last)

    def _tie(self, title: int, first: int, last: int) -> None:
        for token in range(first, last):
            self.title_of[token] = title
        self.name_of.setdefault(title, first)

    # --- who is who ---------------------------------------------------------------------------------------------------

    def introduce(self, token: int, referent: Referent) -> None:
        """Remember the person under the full name, its last words, and the first surname of three."""
        first, last = self.span(token)
        forms = self.document.lowers[first:last]
        keys = [" ".join(forms[k:]) for k in range(len(forms))]
        if len(forms) > 1 and referent.country in SURNAME_FIRST:
            keys.append(forms[0])
        if len(forms) > 2:
            keys += [forms[-2], " ".join(forms[:2])]
        if len(forms) > 1:  # "Abiy", "Fidel": the full name, "" where two persons share the given one
            self._given[forms[0]] = keys[0] if self._given.get(forms[0], keys[0]) == keys[0] else ""
        for key in keys:
            known = self.introduced.get(key)
            if key not in self._words["name_particles"] and (known is None or not (known.country or known.sector)):
                self.introduced[key] = referent

    def settle(self, before: Referent, after: Referent) -> None:
        """One person, one code: what was found later about an introduced person holds under all names."""
        for key, known in self.introduced.items():
            if known is before or (known.head == before.head and known.name == before.name):
                self.introduced[key] = after

    def known(self, token: int) -> Referent | None:
        """The person introduced before under the name at ``token``."""
        first, last = self.span(token)
        forms = self.document.lowers[first:last]
        found = self.introduced.get(" ".join(forms))
        if found is None and len(forms) > 1:
            found = self.introduced.get(forms[-1]) if self._given_fits(forms) else None
        elif len(forms) == 1 and (found is None or not found.country):
            found = self.introduced.get(self._given.get(forms[0], "")) or found
        if found is None or found.head == token:
            return found
        return found.at(token, found.resolved_by if found.resolved_by.startswith("unknown") else "coreference")

    def is_surname(self, token: int) -> bool:
        """Whether a capitalised word that the parser took for another part of speech is the name of a person introduced before."""
        document = self.document
        if not document.forms[token][:1].isupper() or document.pos[token] in ("NOUN", "PROPN", "DET", "PRON"):
            return False
        known = self.introduced.get(document.lowers[token])
        return known is not None and bool(known.country)

    def _given_fits(self, forms: tuple[str, ...]) -> bool:
        """A longer name than the one known is the same person only if that one was a surname alone."""
        known = self.introduced.get(forms[-1])
        return known is not None and " " not in known.name.strip()

    def of_table(self, token: int) -> Referent | None:
        """A person of the table by full name; by a bare surname only who is famous or fits the article."""
        mention = self.mentions.persons.get(token)
        if mention is None:
            return None
        person: str | None = mention.candidates[0]
        if mention.surname_only:
            person = self._famous(mention.candidates, token)
        elif self._goes_on(token, mention.last) or self._namesake(token, mention):
            return None
        else:
            fitting = [c for c in mention.candidates if self._fits(c)]
            person = fitting[0] if fitting else None
        return self._holder(token, person, self.text(mention.first, mention.last)) if person is not None else None

    def _goes_on(self, token: int, last: int) -> bool:
        """Whether a name of given names only goes on with a surname of somebody else ("María Luisa | de la Hera")."""
        if token not in self.spans or self.spans[token][1] <= last:
            return False
        following = self.document.lowers[last : self.spans[token][1]]
        return following[0] in self._words["of"] and len(following) > 1

    def _namesake(self, token: int, mention: PersonMention) -> bool:
        """Whether the name goes on with a surname that the person of the table has not ("José Manuel Sánchez | Rojas")."""
        last = self.spans[token][1] if token in self.spans else mention.last
        more = [w for form in self.document.forms[mention.last : last] for w in plain_words(form)]
        if not more or more[0] in self._words["name_particles"]:
            return False
        names = [w for c in mention.candidates for t in self.offices.tenures_of(c)[:1] for w in plain_words(t.person)]
        known = [w for form in self.document.forms[mention.first : mention.last] for w in plain_words(form)]
        return more[0] not in names and (len(names) > len(known) or not self._known_abroad(mention.candidates))

    def _known_abroad(self, candidates: tuple[str, ...]) -> bool:
        return any(self.offices.names.prominence[c] >= KNOWN for c in candidates)

    def _famous(self, candidates: tuple[str, ...], token: int) -> str | None:
        day = self.mentions.day
        person = self.offices.famous(candidates, day)
        if person is not None or day is not None or self.document.ents[token] not in ("PER", ""):
            return person
        heads = [c for c in candidates if any(t.prominence == 3 for t in self.offices.tenures_of(c))]
        return heads[0] if len(heads) == 1 == len(candidates) else None

    def _fits(self, person: str) -> bool:
        """Whether the article may speak of this namesake: in or out of office by its day, or of a country that it names."""
        country, _, status = self.offices.sector_at(person, self.mentions.day)
        return status != "future" or bool(self.mentions.weights.get(country))

    def _holder(self, token: int, person: str, text: str) -> Referent:
        day = self.mentions.day
        country, sector, status = self.offices.sector_at(person, day)
        tenures = self.offices.tenures_of(person)
        best = max(tenures, key=lambda t: t.prominence) if tenures else None
        if best is not None and not country:
            country, sector = best.country, sector or best.sector
        elif best is not None and not sector and day is None:
            sector = best.sector
        return Referent(
            head=token,
            name=tenures[0].person if tenures else text,
            country=country,
            sector=sector,
            kind="person",
            resolved_by="office" if status == "in_office" else f"person:{status}",
            role=_role(tenures, self._words),
            entity_id=person,
            wikidata_id=person if person.startswith("Q") else "",
        )


def _role(tenures: tuple[Tenure, ...], words: Mapping[str, Any]) -> str:
    if any(t.office.startswith("head_of") for t in tenures):
        return str(words["head_of_state"])
    return str(words["minister"]) if any("minister" in t.office for t in tenures) else ""


def unknown_person(head: int, name: str) -> Referent:
    """A name of which neither the tables nor the article say who it is."""
    return Referent(
        head=head,
        name=name,
        country="",
        sector="",
        kind="person",
        resolved_by="unknown:name without a title",
        bare=True,
    )


def with_name(referent: Referent, name: str) -> Referent:
    """The referent under the name that stands beside its title."""
    return replace(referent, name=name, kind="person", resolved_by="apposition")
