"""Drafts: what the stages hand on between the parse and the finished event, in token indices."""

from __future__ import annotations

from dataclasses import dataclass

from despacho.model.event import Channel, Participant, Status
from despacho.model.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that name a participant: half-open token range ``first``..``last`` and its head token.

    ``understood`` is true where nothing in the sentence names the participant: ``head`` is then the verb whose
    subject is elided (or the noun that presupposes it), and ``first == last == head``.
    """

    head: int
    first: int
    last: int
    understood: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The predicate of a candidate event: half-open token range, its head token and the rule that matched."""

    head: int
    first: int
    last: int
    event_type: str
    mode: str | None
    rule_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who vouches for an act: the phrase that names the source, the words that say so, and the channel."""

    phrase: Phrase
    cue: Span | None
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReading:
    """How an act is said, and the words that show it."""

    status: Status
    cue: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What may be an event: its trigger and, for each role, groups of phrases in order of preference.

    The first group of a role in which at least one phrase resolves to an actor is the one that counts.
    ``slots`` say where the first actor and recipient group hang ("subj", "de", ...); ``weak``, ``needs``
    come from the rule; ``content_of`` is the trigger head in whose content this one stands, if any; ``spoken`` is true
    where the rule names no actor slot: whoever speaks does the act ("debe retirarse").
    """

    trigger: Trigger
    pos: str
    actors: tuple[tuple[Phrase, ...], ...]
    recipients: tuple[tuple[Phrase, ...], ...]
    actor_slots: tuple[str, ...]
    recipient_slots: tuple[str, ...]
    mutual: bool
    weak: bool
    needs: tuple[str, ...]
    specificity: int
    governor: int | None
    content_of: int | None
    spoken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A candidate with everything that the stages found out about it; ``features`` are what selection judges by."""

    candidate: Candidate
    event_type: str
    mode: str | None
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    actor_slot: str
    recipient_slot: str
    source: Source | None
    attribution: Participant | None
    status: StatusReading
    shifted: bool = False
