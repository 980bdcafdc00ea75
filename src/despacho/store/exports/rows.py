"""Rows of our own: an event or a pair of participants as one flat row, with the article it was read in and a short quote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from despacho.model import Participant
from despacho.store.corpus import Told
from despacho.store.exports.common import Options, Pair, pairs, quote_of
from despacho.store.flat import COLUMNS, table_row
from despacho.store.records import PARTICIPANT_FIELDS, event_to_dict

ARTICLE = ("article_published_at", "article_outlet", "article_url", "article_title", "article_lang", "quote")
TEXT = "article_text"
_LISTED = ("actor_", "actors_", "recipient_", "recipients_")
_REST = tuple(name for name in COLUMNS if not name.startswith(_LISTED))
_SIDES = tuple(f"{side}_{field}" for side in ("actor", "recipient") for field in PARTICIPANT_FIELDS)
_HEAD = _REST[: _REST.index("trigger_text")]
DYADS = (*_HEAD, "pair", "mutual", *_SIDES, *_REST[len(_HEAD) :])
_INTEGERS = ("_start", "_end", "_index", "_geonames_id")
_DOUBLES = ("intensity", "coder_score", "place_lat", "place_lon")
_LISTS = ("modes", "contexts", "_other_sectors", "_texts", "_names", "_countries", "_sectors")


def columns(options: Options) -> tuple[str, ...]:
    """The names of the columns, in order."""
    return (*(DYADS if options.dyads else COLUMNS), *ARTICLE, *((TEXT,) if options.with_text else ()))


def sql_type(column: str) -> str:
    """The type of a column in Parquet."""
    if column == "pair" or (column.endswith(_INTEGERS) and column != "date_end"):
        return "BIGINT"
    if column == "mutual":
        return "BOOLEAN"
    if column in _DOUBLES:
        return "DOUBLE"
    return "VARCHAR[]" if column.endswith(_LISTS) else "VARCHAR"


def rows(told: Told, options: Options) -> Iterator[dict[str, Any]]:
    """The rows of one event, values of their own type."""
    record = event_to_dict(told.event)
    flat = table_row(record)
    about = _article(told, options)
    if not options.dyads:
        yield {**flat, **about}
        return
    rest = {name: flat[name] for name in _REST}
    for pair in pairs(told.event):
        yield {**rest, **_pair(pair), **about}


def _pair(pair: Pair) -> dict[str, Any]:
    cells: dict[str, Any] = {"pair": pair.number, "mutual": pair.mutual}
    for side, one in (("actor", pair.actor), ("recipient", pair.recipient)):
        cells |= {f"{side}_{field}": _field(one, field) for field in PARTICIPANT_FIELDS}
    return cells


def _field(one: Participant | None, field: str) -> Any:
    if one is None:
        return [] if field == "other_sectors" else None
    value = getattr(one, field)
    return list(value) if isinstance(value, tuple) else value


def _article(told: Told, options: Options) -> Mapping[str, Any]:
    article = told.article
    about: dict[str, Any] = dict.fromkeys(ARTICLE)
    if article is not None:
        about |= {
            "article_published_at": article.published_at,
            "article_outlet": article.outlet,
            "article_url": article.url,
            "article_title": article.title,
            "article_lang": article.lang,
        }
    about["quote"] = quote_of(told.event, article)
    if options.with_text:
        about[TEXT] = article.text if article is not None else None
    return about
