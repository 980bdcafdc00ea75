"""The pipeline of one language: the one place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from despacho.actors.offices import OfficeTable
from despacho.actors.tables import ActorTables
from despacho.attribution import attribute, statuses
from despacho.codebook import Codebook
from despacho.coding import find_candidates, mode_of, own_negation, shift_type
from despacho.grammar.tense import is_ahead
from despacho.grammar.words import grammar_of
from despacho.languages.detect import detect_language
from despacho.languages.lexicon import Lexicon
from despacho.languages.supported import supported_languages
from despacho.model import (
    Article,
    Candidate,
    Coder,
    Document,
    Draft,
    Event,
    Participant,
    Rejected,
    Source,
    StatusReading,
    Trigger,
)
from despacho.model.legible import illegible
from despacho.pipeline.finish import Finisher
from despacho.resolve import (
    ActorResolver,
    ChoiceModel,
    PlaceResolver,
    choose,
    choose_participants,
    implied_agents,
)
from despacho.selection import Selector

if TYPE_CHECKING:
    from despacho.reading.reader import Reader

BATCH = 16
"""Articles read together: the parser works in batches."""
SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})
"""Types that are done by saying so: where no actor is found, the speaker of the clause is the actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """All stages for one language, loaded once; ``code_articles`` maps articles to events."""

    lang: str
    reader: Reader
    lexicon: Lexicon
    codebook: Codebook
    actors: ActorTables
    offices: OfficeTable
    places: PlaceResolver
    selector: Selector
    choice: ChoiceModel | None
    coder: Coder

    def code_article(self, article: Article) -> tuple[Event, ...] | Rejected:
        """The events of one article, or why it was not coded."""
        return next(self.code_articles([article]))[1]

    def code_articles(self, articles: Iterable[Article]) -> Iterator[tuple[Article, tuple[Event, ...] | Rejected]]:
        """Each article with its events or its rejection, lazily and in order."""
        queue = iter(articles)
        while batch := list(islice(queue, BATCH)):
            yield from self._batch(batch)

    def _batch(self, batch: list[Article]) -> Iterator[tuple[Article, tuple[Event, ...] | Rejected]]:
        refused = {i: reason for i, article in enumerate(batch) if (reason := self._unfit(article)) is not None}
        read = iter(self._read([article for i, article in enumerate(batch) if i not in refused]))
        for i, article in enumerate(batch):
            if i in refused:
                yield article, refused[i]
                continue
            document = next(read)
            yield article, document if isinstance(document, Rejected) else self._safely(document)

    def _read(self, articles: list[Article]) -> list[Document | Rejected]:
        """The parses of a batch; where the batch fails, each article by itself, so that only the bad one is lost."""
        try:
            return list(self.reader.read_many(articles))
        except Exception:  # noqa: BLE001  the parser's own errors have no common class
            return [self._read_one(article) for article in articles]

    def _read_one(self, article: Article) -> Document | Rejected:
        try:
            return self.reader.read(article)
        except Exception as error:  # noqa: BLE001  one bad article never stops a run; the reason is reported
            return _internal(article, "reading", error)

    def _unfit(self, article: Article) -> Rejected | None:
        problem = illegible(article.text)
        if problem:
            return Rejected(article_id=article.id, stage="reading", reason="bad_text", detail=problem)
        return self._unsupported(article)

    def _unsupported(self, article: Article) -> Rejected | None:
        lang = article.lang or detect_language(f"{article.title or ''}\n{article.text}")
        if lang in (self.lang, ""):
            return None
        return Rejected(
            article_id=article.id,
            stage="reading",
            reason="unsupported_language",
            detail=f"the text is in {lang!r}; supported: {', '.join(supported_languages())}",
        )

    def _safely(self, document: Document) -> tuple[Event, ...] | Rejected:
        try:
            return self.code_document(document)
        except Exception as error:  # noqa: BLE001  one bad article never stops a run; the reason is reported
            return _internal(document.article, "coding", error)

    def code_document(self, document: Document) -> tuple[Event, ...]:
        """The events of a document that has been read."""
        resolver = self.resolver(document)
        kept = self.selector.select(document, self.drafts(document, resolver))
        completed = choose_participants(document, resolver, [draft for draft, _ in kept], model=self.choice)
        finish = Finisher(document=document, places=self.places, codebook=self.codebook, coder=self.coder)
        return tuple(
            finish.event(draft, score)
            for draft, (_, score) in zip(completed, kept, strict=True)
            if draft.actors or draft.recipients
        )

    def resolver(self, document: Document) -> ActorResolver:
        """Who is meant by the words of a document."""
        return ActorResolver(document, self.actors, self.offices, lang=self.lang)

    def drafts(self, document: Document, resolver: ActorResolver) -> tuple[Draft, ...]:
        """Everything that may be an event, with what the stages found out about it; nothing is decided yet."""
        candidates = find_candidates(document, self.lexicon)
        triggers = [c.trigger for c in candidates]
        typed = [self._typed(document, c, status) for c, status in zip(candidates, statuses(document, triggers), strict=True)]
        final = [_as_told(c, event_type) for c, (event_type, _) in zip(candidates, typed, strict=True)]
        sources = attribute(document, final)
        speakers = _speakers(document, final, sources)
        return tuple(
            self._draft(
                document, resolver, candidate, told=Told(source, speaker), event_type=event_type, status=status
            )
            for candidate, source, speaker, (event_type, status) in zip(candidates, sources, speakers, typed, strict=True)
        )

    def _typed(self, document: Document, candidate: Candidate, status: StatusReading) -> tuple[str, StatusReading]:
        """The type and status of a candidate once it is known whether its act lies ahead."""
        trigger = candidate.trigger
        if status.status == "denied" and own_negation(document, trigger):
            status = StatusReading(status="asserted")
        ahead = is_ahead(document, trigger.head, lang=self.lang)
        event_type, kept = shift_type(trigger.event_type, ahead=ahead, status=status)
        if event_type != trigger.event_type and kept.status == "hypothetical":
            # Made on a condition, a promise is made all the same; help on a condition is not given.
            kept = statuses(document, [replace(trigger, event_type=event_type)])[0]
        return event_type, kept

    def _draft(
        self, document: Document, resolver: ActorResolver, candidate: Candidate, *, told: Told, event_type: str, status: StatusReading
    ) -> Draft:
        """The candidate with its participants resolved; a speech act without an actor of its own is its speaker's."""
        source = told.source
        attribution = _who(document, resolver, source)
        speaker = attribution or _who(document, resolver, told.speaker)
        nominal = candidate.pos == "noun"
        actors, actor_slot = choose(
            resolver, candidate.actors, candidate.actor_slots, speaker=speaker, nominal=nominal, event_type=event_type
        )
        recipients, recipient_slot = choose(
            resolver, candidate.recipients, candidate.recipient_slots, speaker=speaker, apart_from=actors, event_type=event_type
        )
        if candidate.spoken and attribution is not None:
            actors, actor_slot, attribution, source = (attribution,), "speaker", None, None
        if not actors and speaker is not None and speaker.country and event_type in SPOKEN and not nominal:
            actors, actor_slot = (speaker,), "speaker"
            recipients = tuple(r for r in recipients if (r.name, r.country) != (speaker.name, speaker.country))
        mode = mode_of(document, candidate.trigger, event_type, lang=self.lang)
        return Draft(
            candidate=candidate,
            event_type=event_type,
            mode=mode,
            actors=actors or implied_agents(event_type, mode, recipients),
            recipients=tuple(r for r in recipients if r not in actors),
            actor_slot=actor_slot,
            recipient_slot=recipient_slot,
            source=source,
            attribution=attribution,
            status=status,
            shifted=event_type != candidate.trigger.event_type,
        )


def _internal(article: Article, stage: str, error: Exception) -> Rejected:
    return Rejected(article_id=article.id, stage=stage, reason="internal_error", detail=f"{type(error).__name__}: {error}")


def _speakers(document: Document, triggers: list[Trigger], sources: Sequence[Source | None]) -> list[Source | None]:
    """Who speaks in the clause of each act: its source, or for an open speech act whoever attribution leaves out as its actor."""
    open_acts = [i for i, trigger in enumerate(triggers) if sources[i] is None and trigger.event_type in SPOKEN]
    heard = attribute(document, [replace(triggers[i], event_type="") for i in open_acts])
    speakers = list(sources)
    for i, source in zip(open_acts, heard, strict=True):
        speakers[i] = source
    return speakers


@dataclass(frozen=True, slots=True)
class Told:
    """Who vouches for an act, and who speaks in the clause that tells it (the same, or the actor of an open speech act)."""

    source: Source | None
    speaker: Source | None


def _who(document: Document, resolver: ActorResolver, source: Source | None) -> Participant | None:
    if source is None:
        return None
    found = next(iter(resolver.participants(source.phrase)), None) or _unresolved(document, source)
    return found if found.country or not _at_home(document, source) else _placed(resolver, source, found)


def _at_home(document: Document, source: Source) -> bool:
    """Whether a source that names no country speaks for the country around it: "fuentes municipales", not "la prensa" or "un diplomático"."""
    phrase = source.phrase
    if phrase.understood or source.channel in ("media", "other") or document.pos[phrase.head] != "NOUN":
        return False
    abroad: frozenset[str] = grammar_of(document).speech["from_abroad"]
    return abroad.isdisjoint(document.lemmas[phrase.first : phrase.last])


def _placed(resolver: ActorResolver, source: Source, found: Participant) -> Participant:
    """The source with the country that its passage is about."""
    country = resolver.local_country(source.phrase.head)
    return replace(found, country=country, resolved_by="home of the passage") if country else found


def _as_told(candidate: Candidate, event_type: str) -> Trigger:
    """The trigger as attribution sees it: of its final type; a demand without an actor of its own is told like any act."""
    return replace(candidate.trigger, event_type="" if candidate.spoken else event_type)


def _unresolved(document: Document, source: Source) -> Participant:
    """A source that names no known actor: its words, without codes."""
    phrase = source.phrase
    if phrase.understood or phrase.first >= phrase.last:
        return Participant(text="", start=None, end=None, resolved_by="unknown:unsaid speaker")
    start, end = document.starts[phrase.first], document.ends[phrase.last - 1]
    text = document.article.text[start:end]
    return Participant(text=text, start=start, end=end, name=text, resolved_by="unknown:not in the tables")
