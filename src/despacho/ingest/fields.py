"""The fields of an article record: what is required, what each may hold, and why a record is turned away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from despacho.model import Article, Rejected
from despacho.model.legible import illegible

STAGE: Final = "ingest"
# The closed list of reasons for which ingest rejects an article.
REASONS: Final = (
    "bad_address",
    "bad_archive",
    "bad_feed",
    "bad_field",
    "bad_published_at",
    "bad_sitemap",
    "bad_text",
    "binary",
    "bomb",
    "empty",
    "entities",
    "foreign_link",
    "http_error",
    "internal_error",
    "interrupted",
    "malformed_json",
    "missing_field",
    "no_article",
    "not_an_article",
    "not_utf8",
    "private_address",
    "repeated_id",
    "repeated_text",
    "repeated_url",
    "robots",
    "summary_only",
    "timeout",
    "too_large",
    "too_long",
    "truncated",
    "unreachable",
    "unreadable",
)
# These were read before, so nothing is lost by turning them away: they are counted apart from what went wrong.
REPEATS: Final = frozenset(("repeated_text", "repeated_url"))
_OPTIONAL = ("title", "lang", "published_at", "url", "outlet")
_KNOWN = frozenset(("id", "text", *_OPTIONAL))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_LANG = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?\Z")
# Lone surrogates are no characters and NUL ends strings elsewhere: neither can be written out again.
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What every article is held to: the default language and the longest text, in code points."""

    lang: str | None
    max_characters: int


class Unfit(Exception):  # noqa: N818 - it is turned into a Rejected, never shown
    """A record that is turned away: the reason (one of REASONS) and what exactly is wrong."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def article_from_record(record: Mapping[str, Any], *, where: str, limits: Limits) -> Article | Rejected:
    """The article of a JSON record; unknown fields go to ``extra``; numbers are accepted as ids and made strings.

    ``where`` says where the record stands ("file:line") and is the id of the rejection when the record has none.
    """
    article_id = where
    try:
        article_id = _identifier(record)
        optional = {name: _optional(record, name) for name in _OPTIONAL}
        if optional["published_at"] is not None:
            checked_date(optional["published_at"])
        return Article(
            id=article_id,
            text=checked_text(_required_text(record), limits=limits),
            title=optional["title"],
            lang=_language(optional["lang"]) or limits.lang,
            published_at=optional["published_at"],
            url=optional["url"],
            outlet=optional["outlet"],
            extra={name: value for name, value in record.items() if name not in _KNOWN},
        )
    except Unfit as unfit:
        return rejected(article_id, unfit.reason, f"{where}: {unfit.detail}")


def rejected(article_id: str, reason: str, detail: str) -> Rejected:
    """The rejection of an article by this stage."""
    return Rejected(article_id=article_id, stage=STAGE, reason=reason, detail=detail)


def checked_text(text: str, *, limits: Limits) -> str:
    """The text itself; Unfit where it is empty, too long or holds what is no character."""
    if not text.strip():
        raise Unfit("empty", "the text is empty")
    if len(text) > limits.max_characters:
        raise Unfit("too_long", f"{len(text):,} characters; the limit is {limits.max_characters:,} for one article")
    if found := _NOT_TEXT.search(text):
        raise Unfit("bad_text", f"character {found.start()} is U+{ord(found[0]):04X}, which is not text")
    if problem := illegible(text):
        raise Unfit("bad_text", problem)
    return text


def checked_date(value: str) -> str:
    """The publication date itself; Unfit where it is neither an ISO 8601 date nor a datetime with its zone."""
    try:
        if _DAY.match(value):
            date.fromisoformat(value)
            return value
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise Unfit(
            "bad_published_at", f"published_at {value!r} is not a date such as 2026-03-04 or 2026-03-04T21:15:00-05:00"
        ) from error
    if moment.tzinfo is None:
        raise Unfit(
            "bad_published_at", f"published_at {value!r} has no time zone; add one (Z, -05:00) or give the date"
        )
    return value


def _identifier(record: Mapping[str, Any]) -> str:
    value = record.get("id")
    if value is None:
        raise Unfit("missing_field", "the field 'id' is missing")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip() or _NOT_TEXT.search(value):
        raise Unfit("bad_field", "the field 'id' must be a string that is not empty, or a whole number")
    return value


def _required_text(record: Mapping[str, Any]) -> str:
    value = record.get("text")
    if value is None:
        raise Unfit("missing_field", "the field 'text' is missing")
    if not isinstance(value, str):
        raise Unfit("bad_field", "the field 'text' must be a string")
    return value


def _optional(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or _NOT_TEXT.search(value):
        raise Unfit("bad_field", f"the field {name!r} must be a string or null")
    return value


def _language(value: str | None) -> str | None:
    """The ISO 639-1 part of a language tag: "es-MX" is "es"."""
    if value is None:
        return None
    if not (found := _LANG.match(value)):
        raise Unfit("bad_field", f"the field 'lang' must be an ISO 639-1 code such as 'es', not {value!r}")
    return found[1].lower()
