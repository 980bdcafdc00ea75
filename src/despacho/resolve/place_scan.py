"""Scanning: one pass over a document's tokens for the names of places, and what they say about the article's countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from despacho.gazetteer import Gazetteer, PlaceEntry, place_key
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.place_choice import clear_country
from despacho.resolve.place_context import Surroundings
from despacho.resolve.place_words import PlaceWords

_LONGEST = 7
_OPEN = frozenset("([")
SMALL = 50_000
"""People below which a place is taken for itself only in an article that speaks of its country."""
KNOWN_PEOPLE = 300_000
"""People from which a city's bare name is taken for the city without a preposition before it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name before the choice: token range, candidates, and the country if a nationality is the name."""

    first: int
    last: int
    candidates: tuple[PlaceEntry, ...] = ()
    country: str = ""
    anaphor: str = ""


class PlaceScan:
    """The names of places in one document before the choice, and the evidence for countries; made for it and thrown away."""

    def __init__(
        self,
        document: Document,
        gazetteer: Gazetteer,
        *,
        words: PlaceWords,
        demonyms: Mapping[str, str],
        starters: frozenset[str],
    ) -> None:
        self._doc = document
        self._gazetteer = gazetteer
        self._words = words
        self._places = grammar_of(document).places
        self._demonyms = demonyms
        self._starters = starters
        self._around = Surroundings(document, words, demonyms)
        self._strangers: set[str] = set()
        self._looked_up: dict[str, tuple[PlaceEntry, ...]] = {}
        self.countries: Counter[str] = Counter()
        self.evidence: list[tuple[int, str]] = []
        self.named: list[tuple[int, str]] = []
        self.divisions: set[str] = set()
        self.found = self._scan()
        if self._strangers:
            self._forget()
            self.found = self._scan()  # now also where such a name stands before "en" has shown it to be a place

    def _scan(self) -> list[Found]:
        doc, found, at = self._doc, [], 0
        lowers, forms, n = doc.lowers, doc.forms, len(doc.forms)
        while at < n:
            hit = None
            if forms[at][0].isupper():
                hit = self._name_at(at)
                if hit is None and lowers[at] in self._demonyms:
                    self._count(at, self._demonyms[lowers[at]])
            else:
                word = lowers[at]
                if word in self._starters:
                    hit = self._region_at(at)
                if hit is None and word in self._demonyms:
                    hit = self._nationality_at(at)
                if hit is None and (self._words.has("country", word) or self._words.has("capital", word)):
                    hit = self._anaphor_at(at)
            if hit is None:
                at += 1
            else:
                found.append(hit)
                at = self._around.end_of_last = hit.last
        return found

    def _forget(self) -> None:
        self.countries.clear()
        self.evidence.clear()
        self.named.clear()

    def _name_at(self, at: int) -> Found | None:
        doc = self._doc
        end = self._run_end(at)
        best: tuple[int, tuple[PlaceEntry, ...]] | None = None
        for last in range(end, at, -1):
            if last > at + 1 and not self._may_end(last - 1):
                continue
            if candidates := self._lookup(at, last):
                best = (last, candidates)
                break
        entity_end = self._around.entity_end(at)
        if best is None:
            return self._unknown(at, max(entity_end, at + 1))
        last, candidates = best
        if not self._credible(at, last, candidates):
            return self._unknown(at, entity_end) if entity_end > last and doc.ents[at] == "LOC" else None
        if candidates[0].kind == "admin1":
            self.divisions.add(place_key(candidates[0].admin1))
        if candidates[0].kind == "country":
            self.named.append((at, candidates[0].country))
        self._count(at, clear_country(candidates))
        return None if self._part_of_a_name(at) else Found(at, last, candidates)

    def _count(self, at: int, country: str) -> None:
        if country:
            self.countries[country] += 1
            self.evidence.append((at, country))

    def _part_of_a_name(self, at: int) -> bool:
        """Whether the place is a word in the name of a body ("Autoridad Nacional Palestina", "Sur del Líbano" of an army)."""
        doc = self._doc
        return doc.ents[at] == "ORG" and self._around.inside(at) and doc.lowers[at - 1] not in self._places["inside"]

    def _lookup(self, at: int, last: int) -> tuple[PlaceEntry, ...]:
        text = self._doc.article.text[self._doc.starts[at] : self._doc.ends[last - 1]]
        found = self._looked_up.get(text)
        if found is None:
            key = place_key(text)
            found = self._looked_up[text] = self._gazetteer.lookup_key(key) if key else ()
        return found

    def _run_end(self, at: int) -> int:
        doc = self._doc
        stop = min(doc.sentences[doc.sentence_of[at]].last, at + _LONGEST)
        end = at + 1
        while end < stop and (doc.forms[end][0].isupper() or doc.forms[end][0].isdigit() or doc.lowers[end] in self._places["joins"]):
            end += 1
        if end < stop and doc.forms[end].isalpha() and doc.lowers[end] not in self._words.sets["locative"]:
            end += 1  # "Europa occidental", "Cachemira india"
        return end

    def _may_end(self, token: int) -> bool:
        word = self._doc.lowers[token]
        return word not in self._places["joins"] and (word[0].isalnum() or word[-1].isalnum())

    def _unknown(self, at: int, end: int) -> Found | None:
        """A name that the gazetteer lacks and that stands where only a place can ("en Kfarhuna"), or did so before."""
        doc = self._doc
        text = doc.article.text[doc.starts[at] : doc.ends[end - 1]]
        if end == at + 1 and (self._around.is_area(at) or self._words.has("elsewhere", doc.lowers[at])):
            return None
        if (
            len(text) < 4
            or "\n" in text
            or doc.ents[at] == "ORG"
            or doc.pos[at] not in ("PROPN", "")
            or self._around.inside(at)
        ):
            return None
        if text in self._strangers and doc.forms[at - 1 : at] != ("-",):
            return Found(at, end)
        if not self._around.led(at, strict=True) or not (
            doc.ents[at] == "LOC" or self._around.after_noun(at) or self._around.only_a_place(at, end)
        ):
            return None
        self._strangers.add(text)
        return Found(at, end)

    def _credible(self, at: int, last: int, candidates: tuple[PlaceEntry, ...]) -> bool:
        """Whether the words are the place and not a person, a firm or the first word of a sentence."""
        doc = self._doc
        entity = doc.ents[at]
        inside_longer = any(self._around.inside(i) for i in (at, last))
        famous = well_known(candidates)
        if entity == "PER" and (inside_longer or not (famous or self._around.led(at))):
            return False
        if self._around.followed_by_capital(last) and at > 0 and self._words.has("role", doc.lemmas[at - 1]):
            return False  # "la vicepresidenta Rosario Murillo"
        if entity == "LOC":
            return True
        if (
            not famous
            and doc.pos[at] not in ("PROPN", "")
            and last == at + 1
            and not self._around.led(at, strict=True)
        ):
            return False
        if famous:
            return (
                candidates[0].kind in ("country", "world", "disputed")
                or not self._around.beside_capital(at, last)
                or self._around.led(at, strict=True)
            )
        if self._around.beside_capital(at, last) and doc.pos[at] != "":
            return self._around.led(at, strict=True) and not self._around.followed_by_capital(last)
        return self._around.led(at, strict=entity != "" or (last == at + 1 and candidates[0].kind != "admin1"))

    def _region_at(self, at: int) -> Found | None:
        doc = self._doc
        stop = min(doc.sentences[doc.sentence_of[at]].last, at + 6)
        for last in range(stop, at + 1, -1):
            candidates = self._lookup(at, last) if self._may_end(last - 1) else ()
            if candidates and candidates[0].geonames_id is None:
                self._count(at, clear_country(candidates))
                return Found(at, last, candidates)
        return None

    def _nationality_at(self, at: int) -> Found | None:
        """The nationality beside a noun for land: "sur libanés", "territorios palestinos", "capital turca"."""
        doc = self._doc
        country = self._demonyms[doc.lowers[at]]
        self._count(at, country)
        noun = at - 1
        if noun < 0 or (
            self._words.has("division", doc.lemmas[noun])
            and not self._words.has("strong", doc.lowers[max(0, noun - 1)])
        ):
            return None
        if not (
            self._words.has("area", doc.lemmas[noun])
            or self._words.has("capital", doc.lemmas[noun])
            or self._words.has("area", doc.lowers[noun])
        ):
            return None
        after = at + 1
        if (
            after < len(doc.lowers)
            and doc.lowers[after] in self._places["of"]
            and after + 1 < len(doc.forms)
            and self._around.names_follow(after + 1)
        ):
            return None
        if self._words.has("capital", doc.lemmas[noun]):
            return Found(noun, at + 1, (), country, "capital")
        return Found(noun, at + 1, (), country, "land")

    def _anaphor_at(self, at: int) -> Found | None:
        doc = self._doc
        if self._words.has("country", doc.lowers[at]):
            if (
                at > 1
                and " ".join(doc.lowers[at - 2 : at]) in self._places["at_home"]
                and not self._around.names_follow(at + 1)
            ):
                return Found(at, at + 1, (), "", "home")
            pointed = at > 0 and self._words.has("demonstrative", doc.lemmas[at - 1])
            return Found(at - 1, at + 1, (), "", "country") if pointed else None
        bare = at > 0 and self._words.has("between", doc.lowers[at - 1])
        follows = at + 1 < len(doc.lowers) and (
            doc.lowers[at + 1] in self._places["of"] or doc.lowers[at + 1] in self._demonyms
        )
        return (
            Found(at, at + 1, (), "", "capital")
            if bare and not follows and not self._around.names_follow(at + 1)
            else None
        )


def well_known(candidates: tuple[PlaceEntry, ...]) -> bool:
    """Whether the first reading of a name is a place that needs no preposition before it."""
    first = candidates[0]
    if first.alternate:
        return False
    return (
        first.known
        or first.kind not in ("city", "admin1", "site")
        or (first.kind == "city" and first.population >= KNOWN_PEOPLE)
    )
