"""Place mentions: each name of a place in a document with its candidates and the one that is chosen among namesakes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from despacho.gazetteer import Gazetteer, PlaceEntry, place_key
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.place_choice import Beside, choose_place, clear_country, weigh
from despacho.resolve.place_context import Surroundings
from despacho.resolve.place_scan import SMALL, Found, PlaceScan, well_known
from despacho.resolve.place_words import PlaceWords


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


class MentionFinder:
    """Settles the place names of one document; made for it and thrown away."""

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
        self._around = Surroundings(document, words, demonyms)
        self._scan = PlaceScan(document, gazetteer, words=words, demonyms=demonyms, starters=starters)

    def mentions(self) -> tuple[PlaceMention, ...]:
        """All place names, in the order of the text, never overlapping."""
        found, home = self._scan.found, weigh(self._scan.countries)
        out: list[PlaceMention] = []
        for position, name in enumerate(found):
            mention = self._anaphor(name, home) if name.anaphor else self._settled(found, position, home=home)
            if mention is not None:
                out.append(mention)
        return tuple(out)

    def _settled(self, found: list[Found], position: int, *, home: Mapping[str, float]) -> PlaceMention | None:
        name = found[position]
        beside = self._beside(found, position)
        choice = choose_place(name.candidates, beside=beside, home=home, divisions=self._scan.divisions)
        country = choice.country if choice is not None else beside.country or _dominant(home)
        if (
            choice is not None
            and beside.country
            and choice.country != beside.country
            and not well_known(name.candidates)
        ):
            choice, country = None, beside.country
        if choice is not None and not beside.country and not beside.division and self._doubtful(choice, home):
            choice, country = None, _dominant(home) if self._around.led(name.first, strict=True) else ""
        return self._mention(name, country=country, choice=choice) if country or choice is not None else None

    @staticmethod
    def _doubtful(choice: PlaceEntry, home: Mapping[str, float]) -> bool:
        """A small place, or one known by this name only in some language, in a country that the article never names."""
        if choice.country in home or choice.known or choice.kind not in ("city", "admin1"):
            return False
        return choice.alternate or (choice.population < SMALL and bool(home))

    def _beside(self, found: list[Found], position: int) -> Beside:
        name, slots = found[position], grammar_of(self._doc).slots
        country = division = ""
        following = found[position + 1] if position + 1 < len(found) else None
        if following is not None and following.candidates and self._around.joined(name.last, following.first):
            first = following.candidates[0]
            if first.kind == "country":
                country = first.country
            elif not slots.locative.isdisjoint(self._doc.lowers[name.last : following.first]) and first.kind in ("capital", "city"):
                # "el aeropuerto de Barajas, en Madrid"
                country = first.country if first.kind == "capital" else clear_country(following.candidates)
            elif any(c.kind == "admin1" for c in following.candidates):
                division = place_key(next(c.admin1 for c in following.candidates if c.kind == "admin1"))
        if not country:
            country = self._around.adjective_country(name.first)
        kind = ""
        noun = self._around.noun_before(name.first)
        if noun:
            kind = (
                "admin1" if self._words.has("division", noun) else "city" if self._words.has("settlement", noun) else ""
            )
        return Beside(country=country, division=division, kind=kind)

    def _anaphor(self, name: Found, home: Mapping[str, float]) -> PlaceMention | None:
        country = name.country or ("" if name.anaphor == "home" else self._last_named(name))
        if not country and name.anaphor in ("capital", "home"):
            country = _dominant(home)
        choice = self._of_country(country, capital=name.anaphor == "capital") if country else None
        return self._mention(name, country=country, choice=choice) if choice is not None else None

    def _last_named(self, name: Found) -> str:
        """The country named last before "ese país" in the text, before "la capital" in the sentence."""
        if name.anaphor == "country":
            return _last(self._scan.named, name.first) or _last(self._scan.evidence, name.first)
        return _last(self._scan.evidence, name.first, self._doc.sentences[self._doc.sentence_of[name.first]].first)

    def _of_country(self, country: str, *, capital: bool) -> PlaceEntry | None:
        return self._gazetteer.capital_of(country) if capital else self._gazetteer.country(country)

    def _mention(self, name: Found, *, country: str, choice: PlaceEntry | None) -> PlaceMention:
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
