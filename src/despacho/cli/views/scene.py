"""What both views show, before it has a colour: numbered events, marked pieces of the text, differing accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from despacho.model import Article, Event, Participant, Span

Role = Literal["action", "source", "actor", "recipient", "time", "place", "status"]
# Where several roles fall on the same words, the first of these gives the colour.
ROLES: tuple[Role, ...] = ("action", "source", "actor", "recipient", "time", "place", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A piece of the text that stands for a role of event ``number``; half-open offsets."""

    start: int
    end: int
    role: Role
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text under the same marks; ``closes`` are the events whose trigger ends with it."""

    text: str
    marks: tuple[Mark, ...]
    closes: tuple[int, ...]

    @property
    def role(self) -> Role | None:
        """The role that gives the colour."""
        held = {mark.role for mark in self.marks}
        return next((role for role in ROLES if role in held), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """An article with its events in the order of the text; event number n is ``events[n - 1]``."""

    article: Article
    events: tuple[Event, ...]
    pieces: tuple[Piece, ...]
    accounts: tuple[tuple[int, ...], ...]
    quads: tuple[tuple[str, int], ...]
    attributed: int
    not_asserted: int


def scene_of(article: Article, events: Iterable[Event]) -> Scene:
    """The scene of an article: events sorted by trigger, the text cut into pieces, rival accounts grouped."""
    ordered = tuple(sorted(events, key=lambda event: (event.trigger.start, event.trigger.end, event.event_id)))
    marks = [mark for number, event in enumerate(ordered, 1) for mark in marks_of(event, number)]
    return Scene(
        article=article,
        events=ordered,
        pieces=tuple(pieces_of(article.text, marks)),
        accounts=tuple(differing_accounts(ordered)),
        quads=tuple(sorted(Counter(event.quad for event in ordered).items(), key=lambda item: (-item[1], item[0]))),
        attributed=sum(event.attribution is not None for event in ordered),
        not_asserted=sum(event.status != "asserted" for event in ordered),
    )


def marks_of(event: Event, number: int) -> list[Mark]:
    """The pieces of text that an event was read from."""
    found: list[tuple[Role, int | None, int | None]] = [("action", event.trigger.start, event.trigger.end)]
    found += [("actor", one.start, one.end) for one in event.actors]
    found += [("recipient", one.start, one.end) for one in event.recipients]
    if event.attribution is not None:
        found.append(("source", event.attribution.start, event.attribution.end))
        found += _spans("source", event.attribution.cue)
    if event.place is not None:
        found.append(("place", event.place.start, event.place.end))
    found += _spans("time", event.date_text) + _spans("status", event.status_cue)
    return [
        Mark(start=start, end=end, role=role, number=number)
        for role, start, end in dict.fromkeys(found)
        if start is not None and end is not None and start < end
    ]


def pieces_of(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """The text cut wherever a mark begins or ends; the pieces joined are the text."""
    inside = [mark for mark in marks if mark.start < len(text)]
    cuts = sorted({0, len(text), *(mark.start for mark in inside), *(min(mark.end, len(text)) for mark in inside)})
    starting = sorted(inside, key=lambda mark: mark.start)
    pieces, open_marks, position = [], list[Mark](), 0
    for start, end in pairwise(cuts):
        open_marks = [mark for mark in open_marks if mark.end > start]
        while position < len(starting) and starting[position].start <= start:
            open_marks.append(starting[position])
            position += 1
        closes = tuple(sorted({mark.number for mark in open_marks if mark.role == "action" and mark.end <= end}))
        ordered = tuple(sorted(open_marks, key=lambda mark: (mark.number, ROLES.index(mark.role))))
        pieces.append(Piece(text=text[start:end], marks=ordered, closes=closes))
    return pieces


def differing_accounts(events: Sequence[Event]) -> list[tuple[int, ...]]:
    """Groups of event numbers that tell the same type between the same countries by other sources or in another status."""
    groups: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for number, event in enumerate(events, 1):
        actors, recipients = _countries(event.actors), _countries(event.recipients)
        if actors or recipients:
            groups.setdefault((event.event_type, actors, recipients), []).append(number)
    differing = []
    for numbers in groups.values():
        if len({_account(events[number - 1]) for number in numbers}) > 1:
            differing.append(tuple(numbers))
    return differing


def percent(event: Event) -> int:
    """How sure, as a whole percentage between 0 and 100."""
    return min(max(round(event.coder_score * 100), 0), 100)


def _account(event: Event) -> tuple[str, ...]:
    source = event.attribution
    if source is None:
        return ("", event.status)
    # Putin and the Kremlin are one side; of sources without a country only the name tells them apart.
    who = (source.country, source.sector) if source.country else (source.name or source.text,)
    return (*who, event.status)


def _countries(participants: Sequence[Participant]) -> tuple[str, ...]:
    return tuple(sorted({one.country for one in participants if one.country}))


def _spans(role: Role, span: Span | None) -> list[tuple[Role, int | None, int | None]]:
    return [] if span is None else [(role, span.start, span.end)]
