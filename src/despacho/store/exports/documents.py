"""JSON layouts: our record with its article, PLOVER's field names, GeoJSON and W3C Web Annotation."""

from __future__ import annotations

from typing import Any

from despacho.model import Article, Event, Participant, Span
from despacho.store.corpus import Told
from despacho.store.exports.common import Options, cow, period_of, quote_of
from despacho.store.records import event_to_dict

_AROUND = 32  # characters before and after, by which a quote is found again
CODEBOOK = "PLOVER 2023-12"
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"despacho": "urn:despacho:"}]


def percent_encoded(text: str) -> str:
    """The text as a part of an address: letters, digits, "-", "." and "_" as they are, the bytes of all else in hexadecimal."""
    plain = "-._"
    kept = (chr(one) if chr(one).isascii() and (chr(one).isalnum() or chr(one) in plain) else f"%{one:02X}" for one in text.encode())
    return "".join(kept)


def our_record(told: Told, options: Options) -> dict[str, Any]:
    """The event as in ``despacho code``, with ``article`` (its fields without the text, unless asked) and ``quote``."""
    return {**event_to_dict(told.event), "article": article_record(told.article, options), "quote": quote_of(told.event, told.article)}


def article_record(article: Article | None, options: Options) -> dict[str, Any] | None:
    """The fields of an article; the text only where it was asked for."""
    if article is None:
        return None
    record: dict[str, Any] = {
        "id": article.id,
        "title": article.title,
        "lang": article.lang,
        "published_at": article.published_at,
        "url": article.url,
        "outlet": article.outlet,
    }
    return {**record, "text": article.text} if options.with_text else record


def plover_record(told: Told, options: Options) -> dict[str, Any]:
    """The event under the field names of PLOVER's manual; what PLOVER has no field for stands under ``despacho``."""
    event, article = told.event, told.article
    record: dict[str, Any] = {
        "id": event.event_id,
        "date": event.date,
        "enddate": event.date_end,
        "actor": [_plover_entity(one) for one in event.actors],
        "recipient": [_plover_entity(one) for one in event.recipients],
        "event": [event.event_type],
        "mode": list(event.modes),
        "context": list(event.contexts),
        "quad_code": _QUADS[event.quad],
        "event_scale": event.intensity,
        "event_text": [event.trigger.text],
        "event_loc": _plover_place(event),
        "text": article.text if options.with_text and article is not None else quote_of(event, article),
        "text_info": {"sequence": event.sentence.index, "start": event.sentence.start, "end": event.sentence.end},
        "cite_info": _plover_cite(event, article),
        "coder": event.coder.name,
    }
    full = event_to_dict(event)
    kept = ("article_id", "status", "status_cue", "attribution", "trigger", "date_text", "sentence", "coder_score", "coder")
    ours = {name: full[name] for name in kept}
    for role, side in (("actors", event.actors), ("recipients", event.recipients)):
        ours[role] = [{"text": one.text, "start": one.start, "end": one.end, "resolved_by": one.resolved_by} for one in side]
    return {**record, "despacho": ours}


_QUADS = {"verbal_cooperation": 1, "material_cooperation": 2, "verbal_conflict": 3, "material_conflict": 4}


def _plover_entity(one: Participant) -> dict[str, Any]:
    return {
        "code": one.country,
        "sector": one.sector,
        "other_sector_codes": list(one.other_sectors),
        "entity_text": one.text,
        "identifier_id": one.wikidata_id,
        "identifier_text": one.name,
    }


def _plover_place(event: Event) -> dict[str, Any] | None:
    place = event.place
    if place is None:
        return None
    return {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "geonameid": place.geonames_id,
        "lat": place.lat,
        "lon": place.lon,
        "province": place.admin1,
        "country_code": place.country,
    }


def _plover_cite(event: Event, article: Article | None) -> dict[str, Any]:
    cite: dict[str, Any] = {"codebook": CODEBOOK, "coder": event.coder.name, "version": event.coder.version}
    if article is None:
        return cite
    return {**cite, "url": article.url, "title": article.title, "language": article.lang, "publication": article.outlet}


def geojson_feature(told: Told, options: Options) -> dict[str, Any]:
    """A feature of RFC 7946: a point where the place is located, else no geometry, so that no event is lost."""
    event, place = told.event, told.event.place
    located = place is not None and place.lat is not None and place.lon is not None
    period = period_of(event)
    by = event.attribution
    properties: dict[str, Any] = {
        "event_id": event.event_id,
        "article_id": event.article_id,
        "event_type": event.event_type,
        "modes": list(event.modes),
        "contexts": list(event.contexts),
        "quad": event.quad,
        "intensity": event.intensity,
        "actors": [_side(one) for one in event.actors],
        "recipients": [_side(one) for one in event.recipients],
        "attribution": _side(by) if by else None,
        "status": event.status,
        "date": event.date,
        "first_day": period[0] if period else None,
        "last_day": period[1] if period else None,
        "place": place.name if place else None,
        "place_country": place.country if place else None,
        "geonames_id": place.geonames_id if place else None,
        "trigger": {"text": event.trigger.text, "start": event.trigger.start, "end": event.trigger.end},
        "quote": quote_of(event, told.article),
        "coder_score": event.coder_score,
        "article": article_record(told.article, options),
    }
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]} if located and place else None
    return {"type": "Feature", "id": event.event_id, "geometry": geometry, "properties": properties}


def _side(one: Participant) -> dict[str, Any]:
    return {"name": one.name or one.text, "country": one.country, "cow": cow(one.country), "sector": one.sector}


def annotation(told: Told, _options: Options) -> dict[str, Any]:
    """A W3C Web Annotation of one event: bodies say what it is, targets are its spans by position and by quote."""
    event, article = told.event, told.article
    source = article.url if article is not None and article.url else f"urn:despacho:article:{percent_encoded(event.article_id)}"
    targets = [_target(source, role, span, article) for role, span in _spans(event)]
    by = event.attribution
    says = ", ".join(f"{one.name or one.text}" for one in event.actors) or "?"
    whom = ", ".join(f"{one.name or one.text}" for one in event.recipients)
    described = f"{says} {event.event_type}{' ' + whom if whom else ''} ({event.status}{', ' + (by.name or by.text) if by else ''})"
    return {
        "id": f"urn:despacho:event:{event.event_id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": event.event_type},
            *({"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": mode} for mode in event.modes),
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": described},
        ],
        "target": targets,
        "despacho:status": event.status,
        "despacho:attribution": event_to_dict(event)["attribution"],
        "generator": {"type": "Software", "name": f"{event.coder.name} {event.coder.version}"},
    }


def _spans(event: Event) -> list[tuple[str, Span]]:
    found: list[tuple[str, Span]] = [("trigger", event.trigger)]
    for role, side in (("actor", event.actors), ("recipient", event.recipients)):
        found += [(role, _said(one)) for one in side if one.start is not None]
    by = event.attribution
    if by is not None and by.start is not None:
        found.append(("attribution", _said(by)))
    cues = (("attribution_cue", by.cue if by else None), ("status_cue", event.status_cue), ("date_text", event.date_text))
    found += [(role, span) for role, span in cues if span is not None]
    if event.place is not None and event.place.start is not None and event.place.end is not None:
        found.append(("place", Span(text=event.place.text, start=event.place.start, end=event.place.end)))
    return found


def _said(one: Participant) -> Span:
    return Span(text=one.text, start=one.start or 0, end=one.end or 0)


def _target(source: str, role: str, span: Span, article: Article | None) -> dict[str, Any]:
    around: dict[str, str] = {}
    if article is not None and article.text:
        around = {
            "prefix": article.text[max(0, span.start - _AROUND) : span.start],
            "suffix": article.text[span.end : span.end + _AROUND],
        }
    return {
        "type": "SpecificResource",
        "source": source,
        "despacho:role": role,
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {"type": "TextQuoteSelector", "exact": span.text, **around},
        ],
    }
