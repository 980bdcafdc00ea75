"""Place names in a document: one pass over the tokens, the longest name of the gazetteer at each capitalised word."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from despacho.gazetteer import Gazetteer, PlaceEntry, place_key
from despacho.model import Document
from despacho.resolve.place_choice import Beside, choose_place, clear_country, weigh
from despacho.resolve.place_words import PlaceWords

_LONGEST = 7
_JOINS = frozenset(["de", "del", "la", "las", "los", "el", "y", "i", "do", "da", "dos", "das", "du", "di", "e", "of", "the", "and", "-", "–", "'", "’", "al", "upon"])
_OPEN = frozenset("([")
_SMALL = 50_000
"""People below which a place is taken for itself only in an article that speaks of its country."""
_KNOWN_PEOPLE = 300_000
"""People from which a city's bare name is taken for the city without a preposition before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """Words that name a place: half-open token range, offsets, what they may mean and what they are taken for.

    ``name`` is what the text calls it, of "ese país" and "la capital" the place's own name. ``country`` is that of ``choice``, or what stands beside a name that the gazetteer lacks ("" when nothing does);
    ``head`` is the token by which the phrase hangs in the sentence. ``choice`` is None for a name that is in no gazetteer.
    """

    first: int
    last: int
    head: int
    start: int
    end: int
    text: str
    name: str
    country: str
    candidates: tuple[PlaceEntry, ...] = ()
    choice: PlaceEntry | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A name before the choice: token range, candidates, and the country if a nationality is the name."""

    first: int
    last: int
    candidates: tuple[PlaceEntry, ...] = ()
    country: str = ""
    anaphor: str = ""


class MentionFinder:
    """Finds the place names of one document; made for it and thrown away."""

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
        self._demonyms = demonyms
        self._starters = starters
        self._countries: Counter[str] = Counter()
        self._evidence: list[tuple[int, str]] = []
        self._named: list[tuple[int, str]] = []
        self._strangers: set[str] = set()
        self._looked_up: dict[str, tuple[PlaceEntry, ...]] = {}
        self._end_of_last = -1
        self._divisions: set[str] = set()
        self._persons: frozenset[str] | None = None

    def mentions(self) -> tuple[PlaceMention, ...]:
        """All place names, in the order of the text, never overlapping."""
        found = self._scan()
        if self._strangers:
            self._forget()
            found = self._scan()  # now also where such a name stands before "en" has shown it to be a place
        home = weigh(self._countries)
        out: list[PlaceMention] = []
        for position, name in enumerate(found):
            mention = self._anaphor(name, home) if name.anaphor else self._settled(found, position, home=home)
            if mention is not None:
                out.append(mention)
        return tuple(out)

    def _forget(self) -> None:
        self._countries.clear()
        self._evidence.clear()
        self._named.clear()

    def _scan(self) -> list[_Found]:
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
                at = self._end_of_last = hit.last
        return found

    # Names

    def _name_at(self, at: int) -> _Found | None:
        doc = self._doc
        end = self._run_end(at)
        best: tuple[int, tuple[PlaceEntry, ...]] | None = None
        for last in range(end, at, -1):
            if last > at + 1 and not self._may_end(last - 1):
                continue
            if candidates := self._lookup(at, last):
                best = (last, candidates)
                break
        entity_end = self._entity_end(at)
        if best is None:
            return self._unknown(at, max(entity_end, at + 1))
        last, candidates = best
        if not self._credible(at, last, candidates, end=end):
            return self._unknown(at, entity_end) if entity_end > last and doc.ents[at] == "LOC" else None
        if candidates[0].kind == "admin1":
            self._divisions.add(place_key(candidates[0].admin1))
        if candidates[0].kind == "country":
            self._named.append((at, candidates[0].country))
        self._count(at, clear_country(candidates))
        return None if self._part_of_a_name(at, last) else _Found(at, last, candidates)

    def _count(self, at: int, country: str) -> None:
        if country:
            self._countries[country] += 1
            self._evidence.append((at, country))

    def _part_of_a_name(self, at: int, last: int) -> bool:
        """Whether the place is a word in the name of a body ("Autoridad Nacional Palestina", "Sur del Líbano" of an army)."""
        doc = self._doc
        return doc.ents[at] == "ORG" and self._inside(at) and doc.lowers[at - 1] not in ("de", "del", "en")

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
        while end < stop and (doc.forms[end][0].isupper() or doc.forms[end][0].isdigit() or doc.lowers[end] in _JOINS):
            end += 1
        if end < stop and doc.forms[end].isalpha() and doc.lowers[end] not in self._words.sets["locative"]:
            end += 1  # "Europa occidental", "Cachemira india"
        return end

    def _may_end(self, token: int) -> bool:
        word = self._doc.lowers[token]
        return word not in _JOINS and (word[0].isalnum() or word[-1].isalnum())

    def _entity_end(self, at: int) -> int:
        doc = self._doc
        if not doc.ents[at]:
            return 0
        end = at + 1
        while end < len(doc.ents) and doc.ents[end] == doc.ents[at] and not doc.ent_starts[end]:
            end += 1
        return end

    def _unknown(self, at: int, end: int) -> _Found | None:
        """A name that the gazetteer lacks and that stands where only a place can ("en Kfarhuna"), or did so before."""
        doc = self._doc
        text = doc.article.text[doc.starts[at] : doc.ends[end - 1]]
        if end == at + 1 and (self._is_area(at) or self._words.has("elsewhere", doc.lowers[at])):
            return None
        if len(text) < 4 or "\n" in text or doc.ents[at] == "ORG" or doc.pos[at] not in ("PROPN", "") or self._inside(at):
            return None
        if text in self._strangers and doc.forms[at - 1 : at] != ("-",):
            return _Found(at, end)
        if not self._led(at, strict=True) or not (doc.ents[at] == "LOC" or self._after_noun(at) or self._only_a_place(at, end)):
            return None
        self._strangers.add(text)
        return _Found(at, end)

    def _after_noun(self, at: int) -> bool:
        """Whether "localidad de", "pueblo libanés de" stands before the name."""
        doc = self._doc
        return at > 1 and doc.lowers[at - 1] in ("de", "del", "of") and self._kind_noun(at - 2) and not self._followed_by_capital(at + 1)

    def _only_a_place(self, at: int, end: int) -> bool:
        """Whether "en" leads the name and no verb asks for "en" and a person ("confía en Putin")."""
        doc, words = self._doc, self._words
        if at == 0 or not words.has("strong", doc.lowers[at - 1]) or self._followed_by_capital(end) or doc.forms[at].isupper():
            return False
        before = [doc.lemmas[i] for i in range(max(doc.sentences[doc.sentence_of[at]].first, at - 4), at)]
        return not any(words.has("trusting", lemma) for lemma in before) and not self._person_elsewhere(doc.forms[at])

    def _person_elsewhere(self, form: str) -> bool:
        """Whether the word is part of a longer name of a person somewhere in the article."""
        doc = self._doc
        if self._persons is None:
            self._persons = frozenset(
                doc.forms[i] for i, ent in enumerate(doc.ents) if ent == "PER" and (self._inside(i) or self._inside(i + 1))
            )
        return form in self._persons

    def _credible(self, at: int, last: int, candidates: tuple[PlaceEntry, ...], *, end: int) -> bool:
        """Whether the words are the place and not a person, a firm or the first word of a sentence."""
        doc = self._doc
        entity = doc.ents[at]
        inside_longer = any(self._inside(i) for i in (at, last))
        well_known = self._well_known(candidates)
        if entity == "PER" and (inside_longer or not (well_known or self._led(at))):
            return False
        if self._followed_by_capital(last) and at > 0 and self._words.has("role", doc.lemmas[at - 1]):
            return False  # "la vicepresidenta Rosario Murillo"
        if entity == "LOC":
            return True
        if not well_known and doc.pos[at] not in ("PROPN", "") and last == at + 1 and not self._led(at, strict=True):
            return False
        if well_known:
            return candidates[0].kind in ("country", "world", "disputed") or not self._beside_capital(at, last) or self._led(at, strict=True)
        if self._beside_capital(at, last) and doc.pos[at] != "":
            return self._led(at, strict=True) and not self._followed_by_capital(last)
        return self._led(at, strict=entity != "" or (last == at + 1 and candidates[0].kind != "admin1"))

    def _inside(self, token: int) -> bool:
        """Whether an entity goes on over the border before ``token``."""
        doc = self._doc
        return 0 < token < len(doc.ents) and bool(doc.ents[token]) and not doc.ent_starts[token] and doc.ents[token] == doc.ents[token - 1]

    def _well_known(self, candidates: tuple[PlaceEntry, ...]) -> bool:
        first = candidates[0]
        if first.alternate:
            return False
        return first.known or first.kind not in ("city", "admin1", "site") or (first.kind == "city" and first.population >= _KNOWN_PEOPLE)

    def _beside_capital(self, at: int, last: int) -> bool:
        doc = self._doc
        sentence = doc.sentences[doc.sentence_of[at]]
        before = at > sentence.first and doc.forms[at - 1][0].isupper() and at - 1 > sentence.first
        return before or self._followed_by_capital(last)

    def _followed_by_capital(self, last: int) -> bool:
        doc = self._doc
        return last < len(doc.forms) and doc.forms[last][0].isupper() and doc.sentence_of[last] == doc.sentence_of[last - 1]

    def _led(self, at: int, *, strict: bool = False) -> bool:
        """Whether a locative preposition or a noun for a kind of place stands before the name."""
        doc, words = self._doc, self._words
        sentence = doc.sentences[doc.sentence_of[at]]
        before = at - 1
        while before >= sentence.first and (words.has("between", doc.lowers[before]) or doc.lowers[before] in ('"', "«", "“")):
            before -= 1
        if before < sentence.first:
            return False
        word = doc.lowers[before]
        if words.has("strong", word) or self._kind_noun(before):
            return True
        if word in ("de", "del", "of") and before > sentence.first:
            if self._kind_noun(before - 1):
                return True
            return not strict and not doc.forms[before - 1][0].isupper()
        if word in (",", "("):
            return before == self._end_of_last
        if words.has("object", doc.lemmas[before]) or words.has("object", word):
            return True
        if words.has("locative", word):
            return not strict
        return False

    def _kind_noun(self, token: int) -> bool:
        lemma, lower = self._doc.lemmas[token], self._doc.lowers[token]
        if any(self._words.has(k, w) for k in ("area", "settlement", "division") for w in (lemma, lower)):
            return True
        return (self._words.has("facing", lemma) or lower in self._demonyms) and token > 0 and self._is_area(token - 1)

    def _is_area(self, token: int) -> bool:
        return any(self._words.has(k, w) for k in ("area", "settlement", "division") for w in (self._doc.lemmas[token], self._doc.lowers[token]))

    # Regions in small letters, nationalities, "ese país"

    def _region_at(self, at: int) -> _Found | None:
        doc = self._doc
        stop = min(doc.sentences[doc.sentence_of[at]].last, at + 6)
        for last in range(stop, at + 1, -1):
            candidates = self._lookup(at, last) if self._may_end(last - 1) else ()
            if candidates and candidates[0].geonames_id is None:
                self._count(at, clear_country(candidates))
                return _Found(at, last, candidates)
        return None

    def _nationality_at(self, at: int) -> _Found | None:
        """The nationality beside a noun for land: "sur libanés", "territorios palestinos", "capital turca"."""
        doc = self._doc
        country = self._demonyms[doc.lowers[at]]
        self._count(at, country)
        noun = at - 1
        if noun < 0 or (self._words.has("division", doc.lemmas[noun]) and not self._words.has("strong", doc.lowers[max(0, noun - 1)])):
            return None
        if not (self._words.has("area", doc.lemmas[noun]) or self._words.has("capital", doc.lemmas[noun]) or self._words.has("area", doc.lowers[noun])):
            return None
        after = at + 1
        if after < len(doc.lowers) and doc.lowers[after] in ("de", "del") and after + 1 < len(doc.forms) and self._names_follow(after + 1):
            return None
        if self._words.has("capital", doc.lemmas[noun]):
            return _Found(noun, at + 1, (), country, "capital")
        return _Found(noun, at + 1, (), country, "land")

    def _names_follow(self, token: int) -> bool:
        doc = self._doc
        while token < len(doc.forms) and self._words.has("between", doc.lowers[token]):
            token += 1
        return token < len(doc.forms) and doc.forms[token][0].isupper()

    def _anaphor_at(self, at: int) -> _Found | None:
        doc = self._doc
        if self._words.has("country", doc.lowers[at]):
            if at > 1 and doc.lowers[at - 2 : at] in (("en", "el"), ("todo", "el")) and not self._names_follow(at + 1):
                return _Found(at, at + 1, (), "", "home")
            pointed = at > 0 and self._words.has("demonstrative", doc.lemmas[at - 1])
            return _Found(at - 1, at + 1, (), "", "country") if pointed else None
        bare = at > 0 and self._words.has("between", doc.lowers[at - 1])
        follows = at + 1 < len(doc.lowers) and (doc.lowers[at + 1] in ("de", "del", "of") or doc.lowers[at + 1] in self._demonyms)
        return _Found(at, at + 1, (), "", "capital") if bare and not follows and not self._names_follow(at + 1) else None

    # Choice

    def _settled(self, found: list[_Found], position: int, *, home: Mapping[str, float]) -> PlaceMention | None:
        name = found[position]
        beside = self._beside(found, position)
        choice = choose_place(name.candidates, beside=beside, home=home, divisions=self._divisions)
        country = choice.country if choice is not None else beside.country or _dominant(home)
        if choice is not None and beside.country and choice.country != beside.country and choice.kind in ("city", "admin1"):
            choice, country = None, beside.country
        if choice is not None and not beside.country and not beside.division and self._doubtful(choice, home):
            choice, country = None, _dominant(home) if self._led(name.first, strict=True) else ""
        return self._mention(name, country=country, choice=choice) if country or choice is not None else None

    @staticmethod
    def _doubtful(choice: PlaceEntry, home: Mapping[str, float]) -> bool:
        """A small place, or one known by this name only in some language, in a country that the article never names."""
        if choice.country in home or choice.known or choice.kind not in ("city", "admin1"):
            return False
        return choice.alternate or (choice.population < _SMALL and bool(home))

    def _beside(self, found: list[_Found], position: int) -> Beside:
        name = found[position]
        country = division = ""
        following = found[position + 1] if position + 1 < len(found) else None
        if following is not None and following.candidates and self._joined(name.last, following.first):
            first = following.candidates[0]
            if first.kind == "country":
                country = first.country
            elif any(c.kind == "admin1" for c in following.candidates):
                division = place_key(next(c.admin1 for c in following.candidates if c.kind == "admin1"))
        if not country:
            country = self._adjective_country(name.first)
        kind = ""
        noun = self._noun_before(name.first)
        if noun:
            kind = "admin1" if self._words.has("division", noun) else "city" if self._words.has("settlement", noun) else ""
        return Beside(country=country, division=division, kind=kind)

    def _joined(self, last: int, first: int) -> bool:
        """Whether only "(", "," or ", en [el]" stands between two names."""
        between = self._doc.lowers[last:first]
        return 0 < len(between) <= 6 and between[0] in ("(", ",", "[") and all(self._links_names(w) for w in between)

    def _links_names(self, word: str) -> bool:
        if word in ("(", ",", "[", "en", "in", "de", "del", "of") or word in self._demonyms:
            return True
        return any(self._words.has(key, word) for key in ("between", "division", "area", "capital"))

    def _adjective_country(self, first: int) -> str:
        """The country of "la localidad libanesa de X", "the Lebanese town of X"."""
        doc = self._doc
        start = max(doc.sentences[doc.sentence_of[first]].first, first - 5)
        stretch = doc.lowers[start:first]
        for offset in range(len(stretch) - 1, -1, -1):
            word = stretch[offset]
            if word in self._demonyms and any(self._is_area(start + k) for k in range(max(0, offset - 2), min(len(stretch), offset + 3))):
                return self._demonyms[word]
            if word in (",", "(", ".", ";") or self._words.has("strong", word):
                return ""
        return ""

    def _noun_before(self, first: int) -> str:
        doc = self._doc
        for token in range(first - 1, max(doc.sentences[doc.sentence_of[first]].first, first - 4) - 1, -1):
            lower = doc.lowers[token]
            if lower in ("de", "del", "of") or self._words.has("between", lower) or lower in self._demonyms or lower in ('"', "«", "“"):
                continue
            lemma = doc.lemmas[token]
            return lemma if any(self._words.has(k, lemma) for k in ("division", "settlement")) else lower
        return ""

    def _anaphor(self, name: _Found, home: Mapping[str, float]) -> PlaceMention | None:
        country = name.country or ("" if name.anaphor == "home" else self._last_named(name))
        if not country and name.anaphor in ("capital", "home"):
            country = _dominant(home)
        choice = self._of_country(country, capital=name.anaphor == "capital") if country else None
        return self._mention(name, country=country, choice=choice) if choice is not None else None

    def _last_named(self, name: _Found) -> str:
        """The country named last before "ese país" in the text, before "la capital" in the sentence."""
        if name.anaphor == "country":
            return _last(self._named, name.first) or _last(self._evidence, name.first)
        return _last(self._evidence, name.first, self._doc.sentences[self._doc.sentence_of[name.first]].first)

    def _of_country(self, country: str, *, capital: bool) -> PlaceEntry | None:
        return self._gazetteer.capital_of(country) if capital else self._gazetteer.country(country)

    def _mention(self, name: _Found, *, country: str, choice: PlaceEntry | None) -> PlaceMention:
        doc = self._doc
        start, end = doc.starts[name.first], doc.ends[name.last - 1]
        inside = range(name.first, name.last)
        text = doc.article.text[start:end]
        own = choice is not None and name.anaphor in ("country", "home", "capital")
        head = next((i for i in inside if doc.heads[i] == i or doc.heads[i] not in inside), name.first)
        return PlaceMention(
            first=name.first, last=name.last, head=head, start=start, end=end, text=text,
            name=choice.name if own and choice is not None else " ".join(text.split()), country=country, candidates=name.candidates, choice=choice,
        )  # fmt: skip


def _last(evidence: list[tuple[int, str]], token: int, floor: int = 0) -> str:
    """The country in the last piece of evidence from token ``floor`` to before ``token``, "" if there is none."""
    at = bisect_left(evidence, (token, "")) - 1
    return evidence[at][1] if at >= 0 and evidence[at][0] >= floor else ""


def _dominant(home: Mapping[str, float]) -> str:
    """The country that an article speaks of more than of all others together, "" if there is none."""
    if not home:
        return ""
    country = max(home, key=lambda c: home[c])
    return country if home[country] >= 2 and home[country] * 2 > sum(home.values()) else ""
