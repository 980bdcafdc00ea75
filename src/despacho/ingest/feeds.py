"""Feeds (RSS, Atom) in: entries with their link, title, date as it was written, and text where they hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from despacho.ingest.addresses import clean_address
from despacho.ingest.deadline import time_limit
from despacho.ingest.extras import missing
from despacho.ingest.fields import Unfit
from despacho.ingest.xml import without_entities

MOST_ENTRIES = 2_000  # the longest feeds of the press have some hundred
_WHOLE = 600  # characters: a summary has two or three sentences, the shortest report some more
_TAG = re.compile(r"<[^>]*>")
_HOLDS_MARKUP = re.compile(r"<(?:p|div|br|h\d|ul|blockquote)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed or a sitemap; "" where it does not say.

    ``html`` is the text of the entry where it holds all of it; ``changed`` when the page changed last, by a sitemap.
    """

    url: str
    title: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()
    lang: str = ""
    html: str = ""
    changed: str = ""
    told_by: str = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The entries of a feed in their order, and how many had no usable link."""

    title: str
    entries: tuple[Entry, ...]
    unusable: int


def read_feed(data: bytes, *, url: str | None = None) -> Feed:
    """The entries of a feed; Unfit("bad_feed") where it is none, InputError where feedparser is not installed."""
    try:
        import feedparser
    except ImportError as error:
        raise missing("feedparser", extra="feeds", for_what=f"{url or 'the file'} is a feed") from error
    try:
        with time_limit():
            # As bytes with their type, so that feedparser neither fetches nor takes them for a file's name.
            found = feedparser.parse(
                without_entities(data), response_headers={"content-type": "application/xml"}, sanitize_html=False,
                resolve_relative_uris=False,
            )  # fmt: skip
    except (
        ValueError,
        LookupError,
        RecursionError,
        AttributeError,
        TypeError,
    ) as error:  # what it lets through on odd bytes
        raise Unfit("bad_feed", f"the feed cannot be read: {type(error).__name__}: {str(error)[:200]}") from error
    if not found.entries and not found.get("version"):
        raise Unfit("bad_feed", f"this is no feed: {_short(found.get('bozo_exception'))}")
    lang = str(found.feed.get("language") or "")[:2].lower()
    entries = [_entry(one, base=url, lang=lang) for one in found.entries[:MOST_ENTRIES]]
    usable = tuple(one for one in entries if one is not None)
    return Feed(title=_plain(found.feed.get("title")), entries=usable, unusable=len(entries) - len(usable))


def _entry(one: Any, *, base: str | None, lang: str) -> Entry | None:
    url = next((found for link in _links(one) if (found := clean_address(link, base=base))), None)
    if url is None:
        return None
    return Entry(
        url=url,
        title=_plain(one.get("title")),
        # ``published`` and ``updated`` are the strings as they stand in the feed.
        published=str(one.get("published") or one.get("created") or one.get("updated") or "")[:100],
        authors=tuple(name for name in map(_plain, _names(one)) if name and "@" not in name),
        lang=lang,
        html=_whole(one),
    )


def _links(one: Any) -> Iterator[str]:
    """The addresses of an entry: FeedBurner's original before the link, the id where it is an address."""
    for value in (one.get("feedburner_origlink"), one.get("link"), one.get("id")):
        if isinstance(value, str):
            yield value


def _names(one: Any) -> list[str]:
    found = [author.get("name") for author in one.get("authors") or [] if isinstance(author, dict)]
    return [name for name in found if isinstance(name, str)][:20]


def _whole(one: Any) -> str:
    """The markup of an entry that holds its whole text, "" where it holds a summary."""
    contents = [part.get("value") or "" for part in one.get("content") or [] if isinstance(part, dict)]
    longest = max([*contents, one.get("summary") or ""], key=len)
    if len(_TAG.sub("", longest)) < _WHOLE:
        return ""
    if not _HOLDS_MARKUP.search(longest):
        longest = "".join(f"<p>{part}</p>" for part in longest.split("\n") if part.strip())
    return f"<html><body><article>{longest}</article></body></html>"


def _plain(value: Any) -> str:
    import html

    return " ".join(html.unescape(_TAG.sub("", value)).split())[:1000] if isinstance(value, str) else ""


def _short(error: Any) -> str:
    return f"{type(error).__name__}: {str(error)[:120]}" if error else "it has no entries"
