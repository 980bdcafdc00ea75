"""The layouts of other event data, column for column: POLECAT (40), ICEWS (20), GDELT 2.0 (61).

No column is used for anything but what it stands for there; what has no column goes into the sidecar, row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from despacho.model import Article, Event, Participant
from despacho.store.corpus import Told
from despacho.store.exports.common import (
    Options,
    Pair,
    all_sectors,
    cameo_of,
    city_of,
    countries,
    country_name,
    cow,
    day_of,
    number_of,
    pairs,
    participant_span,
    quad_class,
    quote_of,
    sectors,
    span_cell,
)

POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country",
    "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People",
    "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province",
    "Country", "Latitude", "Longitude",
)  # fmt: skip
_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code")
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
GDELT = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{part}" for part in _ACTOR), *(f"Actor2{part}" for part in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{part}" for part in _GEO), *(f"Actor2Geo_{part}" for part in _GEO), *(f"ActionGeo_{part}" for part in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
SIDECAR = (
    "row", "id", "event_id", "article_id", "pair", "mutual", "status", "status_cue", "status_cue_span",
    "attribution_name", "attribution_country", "attribution_sector", "attribution_channel", "attribution_span",
    "attribution_cue", "attribution_cue_span", "trigger", "trigger_span", "actor_spans", "recipient_spans", "actor_wikidata_ids",
    "recipient_wikidata_ids", "date", "date_end", "date_text", "date_text_span", "place_span", "sentence_span", "coder_score", "coder",
    "ruleset", "model", "quote",
)  # fmt: skip
Row = tuple[Sequence[str], Sequence[str]]
# CAMEO's own codes for two groups that PLOVER has among the countries; those that are roles stand in a column of types.
_GROUPS = {"UNO": "UNO", "EUR": "EEC"}
_TYPES = ("IGO", "NGO", "MNC", "IMG")
_NO_CAMEO_COUNTRY = (*_GROUPS, *_TYPES, "ISM")


def polecat_rows(told: Told, options: Options) -> Iterator[Row]:
    """One row an event, compound participants joined with ";", or a row a pair; "None" where there is nothing."""
    event, article = told.event, told.article
    every = list(pairs(event)) if options.dyads else [None]
    for pair in every:
        actors = event.actors if pair is None else _only(pair.actor)
        recipients = event.recipients if pair is None else _only(pair.recipient)
        row_id = event.event_id if pair is None else f"{event.event_id}-{pair.number}"
        cells = (
            row_id, day_of(event, article, options), event.event_type, ";".join(event.modes), f"{event.intensity:.1f}",
            event.quad.replace("_", " ").upper(), ";".join(event.contexts), *_polecat_side(actors), *_polecat_side(recipients),
            *_polecat_place(event), *_polecat_story(article), event.coder.version,
        )  # fmt: skip
        yield [cell or "None" for cell in cells], sidecar_row(row_id, told, pair)


def _only(one: Participant | None) -> tuple[Participant, ...]:
    return () if one is None else (one,)


def _polecat_side(side: Sequence[Participant]) -> tuple[str, ...]:
    """Name, country, COW, primary sector, sectors, title, raw name, Wikipedia id (the last and the title are not known)."""
    return (
        _joined([one.name for one in side]),
        _joined([one.country for one in side]),
        _joined([cow(one.country) for one in side]),
        _joined([one.sector for one in side]),
        _joined(list(dict.fromkeys(code for one in side for code in all_sectors(one)))),
        "",
        _joined([one.text for one in side]),
        "",
    )


def _joined(values: Sequence[str]) -> str:
    """The values with ";" between them, "None" for those of several that are missing, "" where all are."""
    if not any(values):
        return ""
    return ";".join(value.replace(";", ",") or "None" for value in values)


def _polecat_place(event: Event) -> tuple[str, ...]:
    place = event.place
    if place is None:
        return ("",) * 10
    geonames = "" if place.geonames_id is None else str(place.geonames_id)
    located = (_degrees(place.lat), _degrees(place.lon))
    return (place.name, city_of(event), "", place.admin1, place.country, *located, geonames, place.text, "")


def _polecat_story(article: Article | None) -> tuple[str, ...]:
    if article is None:
        return ("",) * 6
    return (article.outlet or "", (article.published_at or "")[:10], "", "", "", article.lang or "")


def icews_rows(told: Told, options: Options) -> Iterator[Row]:
    """One row a pair, as ICEWS has them; the code is CAMEO's and the intensity that of the code."""
    event, article, place = told.event, told.article, told.event.place
    code, goldstein, words = cameo_of(event)
    located = ("", "") if place is None else (_degrees(place.lat), _degrees(place.lon))
    for pair in pairs(event):
        row_id = str(number_of(event, pair))
        cells = (
            row_id, day_of(event, article, options), *_icews_side(pair.actor), words, code, goldstein, *_icews_side(pair.recipient),
            event.article_id, str(event.sentence.index + 1), (article.outlet or "") if article else "", city_of(event), "",
            place.admin1 if place else "", country_name(place.country) if place else "", *located,
        )  # fmt: skip
        yield cells, sidecar_row(row_id, told, pair)


def _icews_side(one: Participant | None) -> tuple[str, str, str]:
    if one is None:
        return "", "", ""
    named = ",".join(sectors()[code]["name"] if code in sectors() else code for code in all_sectors(one))
    return one.name or one.text, named, country_name(one.country)


def gdelt_rows(told: Told, options: Options) -> Iterator[Row]:
    """One row a pair; no header in GDELT's files. Every record is one mention in one article of one source."""
    event, article = told.event, told.article
    code, goldstein, _ = cameo_of(event)
    for pair in pairs(event):
        row_id = str(number_of(event, pair))
        cells = (
            row_id, *_gdelt_dates(event, day_of(event, article, options)), *_gdelt_actor(pair.actor), *_gdelt_actor(pair.recipient),
            _is_root(event, article), code, code[:3], code[:2], quad_class(code), goldstein, "1", "1", "1", "",
            *("",) * 16, *_gdelt_place(event), "", (article.url or "") if article else "",
        )  # fmt: skip
        yield cells, sidecar_row(row_id, told, pair)


def _gdelt_dates(event: Event, day: str) -> tuple[str, str, str, str]:
    """Day, month, year and the year with a fraction: (30 (month - 1) + day) / 365, as GDELT reckons it."""
    if day:
        when = date.fromisoformat(day)
        fraction = min(((when.month - 1) * 30 + when.day) / 365, 0.9999)
        return day.replace("-", ""), day[:7].replace("-", ""), day[:4], f"{when.year + fraction:.4f}"
    known = (event.date or "").replace("-", "")
    return "", known if len(known) == 6 else "", known[:4], ""


def _gdelt_actor(one: Participant | None) -> tuple[str, ...]:
    if one is None:
        return ("",) * 10
    country = "" if one.country in _NO_CAMEO_COUNTRY else one.country
    group = _GROUPS.get(one.country, "")
    roles = [one.country] if one.country in _TYPES else []
    roles += [sectors()[code]["cameo"] for code in all_sectors(one) if code in sectors()]
    roles = list(dict.fromkeys(role for role in roles if role))[:3]
    code = (country or group) + "".join(roles)
    return (code, (one.name or one.text).upper(), country, group, "", "", "", *([*roles, "", "", ""][:3]))


def _gdelt_place(event: Event) -> tuple[str, ...]:
    place = event.place
    if place is None:
        return ("",) * 8
    city, american = city_of(event), place.country == "USA"
    kind = ("3" if american else "4") if city else ("2" if american else "5") if place.admin1 else "1"
    name = ", ".join(dict.fromkeys(one for one in (city, place.admin1, country_name(place.country)) if one))
    if not city and not place.admin1 and place.geonames_id is not None and place.name:
        name = ", ".join(dict.fromkeys((place.name, country_name(place.country))))
    fips = countries()[place.country]["fips"] if place.country in countries() else ""
    return (kind, name, fips, "", "", _degrees(place.lat), _degrees(place.lon), "")


def _is_root(event: Event, article: Article | None) -> str:
    """Whether the act stands in the first paragraph: "1" or "0", "" where the text is not at hand."""
    if article is None or not article.text:
        return ""
    return "0" if "\n" in article.text[: event.sentence.start].lstrip() else "1"


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


def sidecar_row(row_id: str, told: Told, pair: Pair | None) -> tuple[str, ...]:
    """What the standard columns have no place for; the first cell, the number of the row, is set by the writer."""
    event, by = told.event, told.event.attribution
    actors = event.actors if pair is None else _only(pair.actor)
    recipients = event.recipients if pair is None else _only(pair.recipient)
    status_cue, date_text, place = event.status_cue, event.date_text, event.place
    place_span = "" if place is None or place.start is None else f"{place.start}:{place.end}"
    return (
        row_id, event.event_id, event.article_id, "" if pair is None else str(pair.number), "1" if pair and pair.mutual else "0",
        event.status, status_cue.text if status_cue else "", span_cell(status_cue),
        *((by.name or by.text, by.country, by.sector, by.channel, participant_span(by)) if by else ("",) * 5),
        by.cue.text if by and by.cue else "", span_cell(by.cue) if by else "",
        event.trigger.text, span_cell(event.trigger), ";".join(map(participant_span, actors)), ";".join(map(participant_span, recipients)),
        ";".join(one.wikidata_id for one in actors), ";".join(one.wikidata_id for one in recipients),
        event.date or "", event.date_end or "", date_text.text if date_text else "", span_cell(date_text), place_span,
        f"{event.sentence.start}:{event.sentence.end}", repr(event.coder_score), event.coder.name, event.coder.ruleset, event.coder.model,
        quote_of(event, told.article),
    )  # fmt: skip
