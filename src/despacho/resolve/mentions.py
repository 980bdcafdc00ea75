"""Mentions: what the tables find in a document, by token, and how much the article is about each country."""

from __future__ import annotations

import re

from despacho.actors.entries import ActorEntry
from despacho.actors.matcher import ActorMention
from despacho.actors.offices import OfficeTable, PersonMention
from despacho.actors.tables import ActorTables
from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.cities import country_of, find_cities, shipped

SUPRANATIONAL = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"})
BODIES = frozenset({"UNO", "EUR", "IGO"})
STATES = frozenset({"country", "capital", "demonym", "prefix", "seat"})
WORDS_FOR_STATES = frozenset({"demonym", "prefix"})
ABROAD = frozenset({"media", "firm", "igo", "ngo", "church"})
"""Kinds whose country says little of what the article is about: a paper is quoted, a firm trades everywhere."""
LEAD, EARLY, LATER = 4.0, 2.0, 1.0
"""Weight of a mention in the first sentence or the title, in the two after it, and further down."""
INSTITUTION = 0.5
"""An institution or a person of a country counts half of the country's own name."""
TOWN = 0.75
SCENE = 1.5
"""As in "en Paraguay" tells where the story is set: it counts half as much again."""
REGIONAL = frozenset({"ESP"})
"""Countries whose parties without a spell of national government are those of the regions, which may govern at home."""
AMBIGUOUS = frozenset({"party", "admin1"})
"""Kinds whose ambiguous names say nothing of what the article is about."""
_WORD = re.compile(r"[^\W\d_]+")


class Mentions:
    """The names of the tables in one document."""

    def __init__(self, document: Document, tables: ActorTables, offices: OfficeTable) -> None:
        self.document = document
        self.tables = tables
        self.offices = offices
        self.day = (document.article.published_at or "")[:10] or None
        self.by_token: dict[int, list[ActorMention]] = {}
        for mention in tables.match(document):
            for token in range(mention.first, mention.last):
                self.by_token.setdefault(token, []).append(mention)
        calendar = grammar_of(document).names.get("calendar", frozenset())
        self.persons: dict[int, PersonMention] = {
            token: mention
            for mention in offices.match_persons(document)
            for token in range(mention.first, mention.last)
            if not (mention.surname_only and document.ents[token] != "PER" and document.lowers[token] in calendar)
        }
        self.cities: dict[int, str] = {}
        self.bodies: dict[str, float] = {}
        self.titled = self._titled()
        self.weights = self._weigh()
        self._add_cities()
        self._weigh_bodies()
        self._drop_words()
        self._governed: dict[str, bool] = {}

    # --- single names -------------------------------------------------------------------------------------------------

    def __contains__(self, token: int) -> bool:
        return token in self.by_token

    def only_demonym(self, token: int) -> bool:
        """Whether the name at ``token`` can only be a nationality."""
        return all(entry.kind in WORDS_FOR_STATES for entry in self.by_token[token][0].entries)

    def entry(self, mention: ActorMention) -> ActorEntry:
        """The entry that the mention stands for: codes that hold on the day; among namesakes the article's country."""
        holding = [e for e in mention.entries if e.holds(self.day)] or list(mention.entries)
        settled = "default" in holding[0].flags and (
            holding[0].kind != "demonym" or self.weights.get(holding[0].country)
        )
        if len(holding) > 1 and not settled:
            known = [e for e in holding if self.weights.get(e.country)]
            if known:
                return max(known, key=lambda e: self.weights[e.country])
        return holding[0]

    def halves(self, token: int) -> list[ActorMention]:
        """The mentions of a compound in one token ("sirio-israelí"); one mention or none otherwise."""
        found = self.by_token.get(token, [])
        return [m for m in found if (m.first, m.last) == (found[0].first, found[0].last)]

    def parties_of(self, *words: str) -> list[ActorEntry]:
        """The parties of the article's countries whose members go by one of the words ("laborista")."""
        plural = grammar_of(self.document).names["plurals"]
        names = [word + ending for word in words for ending in plural]
        return [
            e for name in names for e in self.tables.lookup(name) if e.kind == "party" and self.weights.get(e.country)
        ]

    def party_sector(self, entry: ActorEntry) -> str:
        """GOV for a party that governs on the day, OPP for one that does not, PTY where the table cannot tell.

        A party without spells of its own is in opposition where the table knows who governs its country that day.
        """
        if entry.sector not in ("PTY", ""):
            return entry.sector
        governs = entry.governs(self.day)
        if governs is not None:
            return "GOV" if governs else "OPP"
        return "OPP" if entry.country not in REGIONAL and self.governed(entry.country) else "PTY"

    def governed(self, country: str) -> bool:
        """Whether the tables know a party of the country that governs on the day."""
        if country not in self._governed:
            self._governed[country] = any(
                e.kind == "party" and e.country == country and e.governs(self.day) for e in self.tables.entries
            )
        return self._governed[country]

    def _drop_words(self) -> None:
        """Forget ordinary words that are a party's name in a country of which the article does not speak ("los blancos")."""
        for token, mentions in list(self.by_token.items()):
            entry = mentions[0].entries[0]
            doubtful = entry.kind == "party" and "lower" in entry.flags and self.document.forms[token].islower()
            if doubtful and not self.weights.get(entry.country):
                del self.by_token[token]

    @property
    def home(self) -> str:
        """The country that the article is most about, "" for none."""
        return min(self.weights, key=lambda c: (-self.weights[c], c)) if self.weights else ""

    # --- the article --------------------------------------------------------------------------------------------------

    def _weigh(self) -> dict[str, float]:
        """How much the article is about each country, counting a country once a sentence, the lead more."""
        best: dict[tuple[int, str], float] = {}
        for token, country, factor in self._sightings():
            sentence = self.document.sentence_of[token]
            value = factor * (LEAD if sentence == 0 else EARLY if sentence <= 2 else LATER)
            key = (sentence, country)
            best[key] = max(best.get(key, 0.0), value)
        weights: dict[str, float] = {}
        for (_, country), value in best.items():
            weights[country] = weights.get(country, 0.0) + value
        for country in self.titled:
            weights[country] = weights.get(country, 0.0) + LEAD
        return weights

    def _add_cities(self) -> None:
        """Take in the towns that the gazetteer knows: first those of one country, then those that fit the article.

        Where the article names no country at all, the likeliest town of each name is taken.
        """
        sure = [t for t, p in self.persons.items() if not p.surname_only or self.document.ents[t] != "LOC"]
        known = {*self.by_token, *sure}
        found = find_cities(self.document, shipped(), known=known)
        for attempt in range(3):
            if attempt == 2 and self.weights:
                break
            weights = self.weights if attempt else {}
            for token, candidates in found.items():
                country = country_of(candidates, weights) if attempt < 2 else candidates[0].country
                if country and token not in self.cities:
                    self.cities[token] = country
            self.weights = self._weigh()
        if not self.weights:
            self.weights = self._weigh_abroad()

    def _weigh_abroad(self) -> dict[str, float]:
        """The countries of the press and firms that an article names, where it names nothing else that has a country."""
        found: dict[str, float] = {}
        for token, mentions in self.by_token.items():
            entry = mentions[0].entries[0]
            if (
                entry.kind in ABROAD
                and entry.country not in SUPRANATIONAL
                and mentions[0].first == token
                and entry.country
            ):
                found[entry.country] = found.get(entry.country, 0.0) + INSTITUTION
        return found

    def _weigh_bodies(self) -> None:
        """How much the article is about the United Nations, the European Union and other organisations of states."""
        best: dict[tuple[int, str], float] = {}
        for token, mentions in self.by_token.items():
            country = mentions[0].entries[0].country
            if country in BODIES and mentions[0].first == token:
                sentence = self.document.sentence_of[token]
                best[sentence, country] = LEAD if sentence == 0 else EARLY if sentence <= 2 else LATER
        for (_, country), value in best.items():
            self.bodies[country] = self.bodies.get(country, 0.0) + value

    def _sightings(self) -> list[tuple[int, str, float]]:
        """Token, country and factor of every name that points to one country."""
        found = []
        for token, mentions in self.by_token.items():
            mention = mentions[0]
            if mention.first != token:
                continue
            entry = mention.entries[0]
            if entry.kind in ABROAD or not entry.country or entry.country in SUPRANATIONAL:
                continue
            if len({e.country for e in mention.entries if e.country}) > 1 or (
                entry.kind in AMBIGUOUS and "ambiguous" in entry.flags
            ):
                continue
            if entry.kind == "demonym" and lemma_case(self.document, token) in grammar_of(self.document).slots.locative:
                continue  # "en español" is the language
            found.append((token, entry.country, self._factor(token, entry.kind)))
        for token, country in self.cities.items():
            found.append((token, country, 1.0 if lemma_case(self.document, token) in grammar_of(self.document).slots.locative else TOWN))
        for token, person in self.persons.items():
            if person.first == token and not person.surname_only:
                country, _, status = self.offices.sector_at(person.candidates[0], self.day)
                if status != "future" and country and country not in SUPRANATIONAL:
                    found.append((token, country, INSTITUTION))
        return found

    def _factor(self, token: int, kind: str) -> float:
        if kind not in STATES and kind != "admin1":
            return INSTITUTION
        document = self.document
        head, grammar = document.heads[token], grammar_of(document)
        if document.lemmas[head] in grammar.names["embassies"] and lemma_case(document, token) not in grammar.slots.locative:
            return INSTITUTION
        return SCENE if lemma_case(document, token) in grammar.slots.locative else 1.0

    def _titled(self) -> list[str]:
        """Countries named in the title, which the reader does not parse."""
        words = _WORD.findall(self.document.article.title or "")
        found: dict[str, None] = {}
        for size in (3, 2, 1):
            for k in range(len(words) - size + 1):
                for entry in self.tables.lookup(" ".join(words[k : k + size]))[:1]:
                    fits = words[k][0].isupper() or entry.kind == "demonym"
                    if fits and entry.kind in STATES and entry.country not in SUPRANATIONAL and not entry.flags:
                        found.setdefault(entry.country)
        return list(found)
