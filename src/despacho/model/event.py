"""Event: the one record that comes out; field names are those of the JSON, the columns and the docs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from despacho.model.html import event_html
from despacho.model.spans import SentenceSpan, Span

Status = Literal["asserted", "denied", "possible", "future", "hypothetical"]
Channel = Literal[
    "statement", "communique", "interview", "social_media", "state_media", "media", "document", "unnamed", "other"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who does, undergoes or is addressed: the words in the article and the codes reached from them.

    ``start`` and ``end`` are None and ``text`` is "" where the participant is understood, not said.
    ``country`` is ISO 3166-1 alpha-3 or KOS, UNO, EUR, IGO, NGO, ISM, IMG, MNC, "" when unknown;
    ``sector`` is a PLOVER sector code, "" when unknown; ``resolved_by`` says how the codes were reached,
    or why they were not ("unknown:<reason>").
    """

    text: str
    start: int | None
    end: int | None
    name: str = ""
    country: str = ""
    sector: str = ""
    other_sectors: tuple[str, ...] = ()
    entity_id: str = ""
    wikidata_id: str = ""
    resolved_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution(Participant):
    """According to whom: the participant who vouches for the act, the words that say so, and the channel."""

    cue: Span | None = None
    channel: Channel = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the act took place; decimal degrees WGS84, None when not in the gazetteer."""

    name: str
    country: str
    admin1: str = ""
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Enough to make the same record again."""

    name: str
    version: str
    ruleset: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One mention of one politically relevant act, with the words that every field was read from."""

    event_id: str
    article_id: str
    event_type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    quad: str
    intensity: float
    trigger: Span
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    attribution: Attribution | None
    status: Status
    status_cue: Span | None
    date: str | None
    date_end: str | None
    date_text: Span | None
    place: Place | None
    sentence: SentenceSpan
    coder_score: float
    coder: Coder

    def _repr_html_(self) -> str:
        return event_html(self)
