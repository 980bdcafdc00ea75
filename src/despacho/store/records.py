"""The event as plain JSON data and back: field names and their order are those of the record's definition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from despacho.model import Attribution, Coder, Event, InputError, Participant, Place, SentenceSpan, Span


def event_to_dict(event: Event) -> dict[str, Any]:
    """The event as dictionaries, lists, strings, numbers and None, fields in the order of the record."""
    return {
        "event_id": event.event_id,
        "article_id": event.article_id,
        "event_type": event.event_type,
        "modes": list(event.modes),
        "contexts": list(event.contexts),
        "quad": event.quad,
        "intensity": event.intensity,
        "trigger": _from_span(event.trigger),
        "actors": [_from_participant(one) for one in event.actors],
        "recipients": [_from_participant(one) for one in event.recipients],
        "attribution": None if event.attribution is None else _from_attribution(event.attribution),
        "status": event.status,
        "status_cue": _from_optional_span(event.status_cue),
        "date": event.date,
        "date_end": event.date_end,
        "date_text": _from_optional_span(event.date_text),
        "place": None if event.place is None else _from_place(event.place),
        "sentence": {"index": event.sentence.index, "start": event.sentence.start, "end": event.sentence.end},
        "coder_score": event.coder_score,
        "coder": _from_coder(event.coder),
    }


def event_from_dict(record: Mapping[str, Any]) -> Event:
    """The event that ``event_to_dict`` made the mapping from; InputError names the field that is missing or unfit."""
    try:
        return _to_event(record)
    except KeyError as error:
        raise InputError(f"this is not an event: the field {error} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"this is not an event: {error}") from error


def _to_event(record: Mapping[str, Any]) -> Event:
    attribution, place = record["attribution"], record["place"]
    return Event(
        event_id=record["event_id"],
        article_id=record["article_id"],
        event_type=record["event_type"],
        modes=tuple(record["modes"]),
        contexts=tuple(record["contexts"]),
        quad=record["quad"],
        intensity=float(record["intensity"]),
        trigger=_to_span(record["trigger"]),
        actors=tuple(Participant(**_participant_fields(one)) for one in record["actors"]),
        recipients=tuple(Participant(**_participant_fields(one)) for one in record["recipients"]),
        attribution=None if attribution is None else _to_attribution(attribution),
        status=record["status"],
        status_cue=_to_optional_span(record["status_cue"]),
        date=record["date"],
        date_end=record["date_end"],
        date_text=_to_optional_span(record["date_text"]),
        place=None if place is None else Place(**{name: place[name] for name in PLACE_FIELDS}),
        sentence=SentenceSpan(**{name: record["sentence"][name] for name in ("index", "start", "end")}),
        coder_score=float(record["coder_score"]),
        coder=Coder(**{name: record["coder"][name] for name in CODER_FIELDS}),
    )


PARTICIPANT_FIELDS = (
    "text",
    "start",
    "end",
    "name",
    "country",
    "sector",
    "other_sectors",
    "entity_id",
    "wikidata_id",
    "resolved_by",
)
PLACE_FIELDS = ("name", "country", "admin1", "lat", "lon", "geonames_id", "text", "start", "end")
CODER_FIELDS = ("name", "version", "ruleset", "model")


def _from_span(span: Span) -> dict[str, Any]:
    return {"text": span.text, "start": span.start, "end": span.end}


def _from_optional_span(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else _from_span(span)


def _from_participant(one: Participant) -> dict[str, Any]:
    return {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "name": one.name,
        "country": one.country,
        "sector": one.sector,
        "other_sectors": list(one.other_sectors),
        "entity_id": one.entity_id,
        "wikidata_id": one.wikidata_id,
        "resolved_by": one.resolved_by,
    }


def _from_attribution(one: Attribution) -> dict[str, Any]:
    return {**_from_participant(one), "cue": _from_optional_span(one.cue), "channel": one.channel}


def _from_place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "geonames_id": place.geonames_id,
        "text": place.text,
        "start": place.start,
        "end": place.end,
    }


def _from_coder(coder: Coder) -> dict[str, Any]:
    return {"name": coder.name, "version": coder.version, "ruleset": coder.ruleset, "model": coder.model}


def _to_span(record: Mapping[str, Any]) -> Span:
    return Span(text=record["text"], start=record["start"], end=record["end"])


def _to_optional_span(record: Mapping[str, Any] | None) -> Span | None:
    return None if record is None else _to_span(record)


def _participant_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: record[name] for name in PARTICIPANT_FIELDS}
    return {**fields, "other_sectors": tuple(fields["other_sectors"])}


def _to_attribution(record: Mapping[str, Any]) -> Attribution:
    return Attribution(**_participant_fields(record), cue=_to_optional_span(record["cue"]), channel=record["channel"])
