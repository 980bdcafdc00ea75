"""Places: the place names of a document with coordinates, and the place of an event."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from despacho.gazetteer import Gazetteer, load_gazetteer, region_starters
from despacho.grammar.words import grammar_of
from despacho.languages.supported import complete_languages
from despacho.model import Document, Place, Trigger
from despacho.resolve.place_events import event_place
from despacho.resolve.place_links import Link
from despacho.resolve.place_mentions import MentionFinder, PlaceMention
from despacho.resolve.place_words import PlaceWords, load_demonyms, load_words

__all__ = ["PlaceMention", "PlaceResolver", "load_places"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceResolver:
    """Finds and resolves places; holds the gazetteer and the word lists, and nothing of any document."""

    gazetteer: Gazetteer
    words: Mapping[str, PlaceWords]
    demonyms: Mapping[str, str]
    starters: frozenset[str]

    def places(self, document: Document) -> tuple[PlaceMention, ...]:
        """The place names of the document in the order of the text, each with its candidates and its choice."""
        finder = MentionFinder(
            document, self.gazetteer, words=self._words_of(document), demonyms=self.demonyms, starters=self.starters
        )
        return finder.mentions()

    def place_of(self, document: Document, trigger: Trigger, places: Sequence[PlaceMention]) -> Place | None:
        """Where the event of ``trigger`` took place by its sentence; None where the sentence does not say so."""
        sentence = document.sentences[document.sentence_of[trigger.head]]
        at = bisect_left(places, sentence.first, key=lambda m: m.first)
        here = []
        while at < len(places) and places[at].first < sentence.last:
            here.append(places[at])
            at += 1
        link = event_place(document, trigger, here, words=self._words_of(document)) if here else None
        return _record(document, link, words=self._words_of(document)) if link is not None else None

    def _words_of(self, document: Document) -> PlaceWords:
        return self.words[document.lang]


def _record(document: Document, link: Link, *, words: PlaceWords) -> Place:
    """The record of a place: the name as the text has it, with the noun before it where that is part of the phrase."""
    mention, choice = link.mention, link.mention.choice
    first = _name_start(document, link, words=words)
    start, end = document.starts[first], mention.end
    text = document.article.text[start:end]
    return Place(
        name=" ".join(text.split()) if mention.name == " ".join(mention.text.split()) else mention.name,
        country=mention.country,
        admin1=choice.admin1 if choice is not None else "",
        lat=choice.lat if choice is not None else None,
        lon=choice.lon if choice is not None else None,
        geonames_id=choice.geonames_id if choice is not None else None,
        text=text,
        start=start,
        end=end,
    )


def _name_start(document: Document, link: Link, *, words: PlaceWords) -> int:
    """The first token of the name: the noun or adjective for the stretch of land ("sur del Líbano", "southern Lebanon"), or the
    article of "el Caribe"."""
    first, choice = link.mention.first, link.mention.choice
    is_land = choice is not None and choice.kind in ("country", "admin1")
    if first and is_land and words.has("area", document.lowers[first - 1]) and document.heads[first - 1] == link.mention.head:
        return first - 1
    if link.noun and link.top < first and first - link.top <= 6:
        return link.top
    if first > 0 and document.lowers[first - 1] in grammar_of(document).names["the"] and document.forms[first][0].isupper():
        return first - 1
    return first


def load_places(*langs: str) -> PlaceResolver:
    """The resolver with the shipped gazetteer and the word lists of the languages ``langs`` (none: of all)."""
    return PlaceResolver(
        gazetteer=load_gazetteer(),
        words={lang: load_words(lang) for lang in langs or complete_languages()},
        demonyms=load_demonyms(),
        starters=region_starters(),
    )
