"""Finishing: drafts that were kept become events, with date, place, contexts and an id of their own."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

from despacho.codebook import Codebook
from despacho.coding import contexts_of
from despacho.model import Attribution, Coder, Document, Draft, Event, SentenceSpan, Span
from despacho.resolve import PlaceResolver, date_of, find_times


class Finisher:
    """Turns the drafts of one document that were kept into events."""

    def __init__(self, *, document: Document, places: PlaceResolver, codebook: Codebook, coder: Coder) -> None:
        self._document = document
        self._resolver = places
        self._codebook = codebook
        self._coder = coder
        published = document.article.published_at
        self._times = find_times(document, anchor=date.fromisoformat(published[:10]) if published else None)
        self._places = places.places(document)

    def event(self, draft: Draft, score: float) -> Event:
        """The finished record."""
        document, codebook = self._document, self._codebook
        article, trigger = document.article, draft.candidate.trigger
        when = date_of(
            document,
            trigger.head,
            self._times,
            trigger_first=trigger.first,
            trigger_last=trigger.last,
            event_type=draft.event_type,
        )
        sentence = document.sentences[document.sentence_of[trigger.head]]
        modes = (draft.mode,) if draft.mode else ()
        record = Event(
            event_id="",
            article_id=article.id,
            event_type=draft.event_type,
            modes=modes,
            contexts=contexts_of(document, trigger, draft.event_type, draft.mode, lang=document.lang),
            quad=codebook.quad(draft.event_type),
            intensity=codebook.intensity(draft.event_type, draft.mode),
            trigger=Span.of(article.text, document.starts[trigger.first], document.ends[trigger.last - 1]),
            actors=draft.actors,
            recipients=draft.recipients,
            attribution=self._attribution(draft),
            status=draft.status.status,
            status_cue=draft.status.cue,
            date=when.value if when is not None else None,
            date_end=when.end if when is not None else None,
            date_text=when.span if when is not None else None,
            place=self._resolver.place_of(document, trigger, self._places),
            sentence=SentenceSpan(index=sentence.index, start=sentence.start, end=sentence.end),
            coder_score=round(score, 3),
            coder=self._coder,
        )
        return _with_id(record)

    @staticmethod
    def _attribution(draft: Draft) -> Attribution | None:
        who, source = draft.attribution, draft.source
        if who is None or source is None:
            return None
        return Attribution(
            text=who.text, start=who.start, end=who.end, name=who.name, country=who.country, sector=who.sector,
            other_sectors=who.other_sectors, entity_id=who.entity_id, wikidata_id=who.wikidata_id,
            resolved_by=who.resolved_by, cue=source.cue, channel=source.channel,
        )  # fmt: skip


def _with_id(event: Event) -> Event:
    """The event with its id: a hash of the article id and what was read at which place."""
    key = [
        event.article_id,
        event.event_type,
        event.trigger.start,
        event.trigger.end,
        event.trigger.text,
        [(p.start, p.country, p.sector) for p in event.actors],
        [(p.start, p.country, p.sector) for p in event.recipients],
    ]
    digest = hashlib.sha256(json.dumps(key, ensure_ascii=False).encode()).hexdigest()
    return replace(event, event_id=digest[:16])
