"""HTML pages in: the running text without what is not the report, and what the page and the outlet say about it."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from despacho.ingest.addresses import canonical_of, host_of
from despacho.ingest.agencies import agencies_of
from despacho.ingest.blocks import boilerplate_blocks, reported
from despacho.ingest.charsets import decoded_page
from despacho.ingest.deadline import time_limit
from despacho.ingest.fields import Limits, Unfit, checked_text
from despacho.ingest.moments import Moment, read_moment
from despacho.ingest.outlets import Outlet, Outlets
from despacho.ingest.page_metadata import Declared, declared
from despacho.languages.detect import CANDIDATES, detect_language
from despacho.model import Article

MAX_PAGE = 4 * 1024 * 1024
"""Bytes: the heaviest pages of the press have one or two million, nearly all of it script."""
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
# Parsers take quadratic time on the attributes of one element: those beyond a thousand, of which pages have a dozen, are left out.
_ATTRIBUTE = r"""(?>\s+[^\s<>"'=/]+(?>\s*=\s*(?>"[^"]*"|'[^']*'|[^\s<>"']+))?)"""
FLOODED = re.compile(rf"""(<[A-Za-z][^\s<>"'=/]*{_ATTRIBUTE}{{1000}}){_ATTRIBUTE}+""")
# The time and zone decide which day "ayer" is; a guess from a copyright line is worse than no date.
_DATE_SEARCH = {"outputformat": "%Y-%m-%dT%H:%M:%S%z", "original_date": True, "extensive_search": False}
_TELLING = 200  # characters from which on the words tell the language more surely than the page's own label


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a page before it is read: from a feed, a sitemap, an archive or a server."""

    url: str | None = None
    charset: str | None = None
    fetched_at: str | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    lang: str = ""
    published: str = ""
    told_by: str = ""
    outlet: Outlet | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """The text of a page with what was found beside it."""

    text: str
    dropped: Mapping[str, int]
    title: str = ""
    authors: tuple[str, ...] = ()
    site: str = ""
    date: str = ""
    url: str = ""


def page_article(
    data: bytes | str, *, article_id: str, limits: Limits, hints: Hints | None = None, outlets: Outlets | None = None
) -> Article:
    """The article of an HTML page; Unfit where the page holds none. ``article_id`` "" takes the page's address as id."""
    hints = hints or Hints()
    if len(data) > MAX_PAGE:
        raise Unfit("too_long", f"{len(data):,} bytes; the limit is {MAX_PAGE:,} for one page")
    page = decoded_page(data, charset=hints.charset) if isinstance(data, bytes) else data
    with time_limit():
        return _article(page, article_id=article_id, limits=limits, hints=hints, outlets=outlets)


def _article(page: str, *, article_id: str, limits: Limits, hints: Hints, outlets: Outlets | None) -> Article:
    tree = _tree(page)
    said = declared(tree)
    url = canonical_of(said.canonical, url=hints.url) or hints.url
    outlet = (outlets.at(url) if outlets is not None else None) or hints.outlet
    _check_is_article(tree, said, url=hints.url)
    read = _without_title(_read(tree, said, hints=hints, outlet=outlet), said.title)
    url = url or canonical_of(read.url, url=None)
    return assembled(
        read.text,
        article_id=article_id or url or "",
        limits=limits,
        hints=hints,
        outlet=outlet,
        title=said.title or hints.title or read.title,
        authors=said.authors or hints.authors or read.authors,
        site=said.site or read.site or host_of(url),
        lang=said.lang or hints.lang,
        url=url,
        dates=(*said.dates, (hints.published, hints.told_by), (read.date, "htmldate")),
        dropped=read.dropped,
    )


def assembled(
    text: str, *, article_id: str, limits: Limits, hints: Hints, outlet: Outlet | None, title: str, authors: tuple[str, ...],
    site: str, lang: str, url: str | None, dates: tuple[tuple[str, str], ...], dropped: Mapping[str, int],
) -> Article:  # fmt: skip
    """The article of a text and what is known about it: the contract's fields, and the others in ``extra``."""
    text = checked_text(text, limits=limits)
    moment = best_moment(dates, zone=outlet.zone if outlet is not None else "", fetched_at=hints.fetched_at)
    people, agencies = agencies_of(authors, text)
    name = outlet.name if outlet is not None else site
    extra: dict[str, Any] = {
        **hints.extra,
        "authors": [one for one in people if one.casefold() != name.casefold()],
        "agencies": list(agencies),
        **_moment_fields(moment),
        **_outlet_fields(outlet),
        "fetched_at": hints.fetched_at,
        "fetched_url": hints.url if hints.url != url else None,
        "dropped": {kind: count for kind, count in dropped.items() if count},
    }
    return Article(
        id=article_id,
        text=text,
        title=clean_line(title) or None,
        lang=limits.lang or _language(text, lang, outlet),
        published_at=moment.published_at if moment is not None else None,
        url=url,
        outlet=clean_line(name) or None,
        extra={name: value for name, value in extra.items() if value},
    )


def best_moment(dates: tuple[tuple[str, str], ...], *, zone: str, fetched_at: str | None) -> Moment | None:
    """The first date that gives an instant, else the first that gives a day; an instant on quite another day is another date."""
    day: Moment | None = None
    for text, told_by in dates:
        found = read_moment(text, told_by=told_by, zone=zone, fetched_at=fetched_at) if text else None
        if found is None:
            continue
        if day is None and found.zone:
            return found
        if day is None:
            day = found
        elif found.zone and abs((date.fromisoformat(found.day) - date.fromisoformat(day.day)).days) <= 1:
            return found
    return day


def clean_line(text: str) -> str:
    """A string of metadata on one line, without what is no character."""
    return " ".join(_NOT_TEXT.sub("", text).split())


def _tree(page: str) -> Any:
    from trafilatura import load_html

    # trafilatura logs what it cannot parse; here that is the rejection "no_article".
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    tree = load_html(FLOODED.sub(r"\1", page))
    if tree is None:
        raise Unfit("no_article", "this is not an HTML page")
    return tree


def _check_is_article(tree: Any, said: Declared, *, url: str | None) -> None:
    """Unfit for what lists articles: the front page, and a page that calls itself a website and has several of them."""
    if said.is_article or not said.is_list:
        return
    fronts = url is not None and re.fullmatch(r"https?://[^/]+/?", url) is not None
    if fronts or len(tree.xpath("//article[.//a[@href]]")) >= 5:
        raise Unfit("not_an_article", "the page lists articles; give an article's own page, the feed or the sitemap")


def _read(tree: Any, said: Declared, *, hints: Hints, outlet: Outlet | None) -> _Read:
    """The text by the outlet's selectors where they are valid and find something, else by trafilatura."""
    import trafilatura

    day = date.fromisoformat(hints.fetched_at[:10]) if hints.fetched_at else None
    chosen = outlet.selectors_on(day) if outlet is not None and day is not None else None
    cut = 0
    for path in chosen.drop if chosen is not None else ():
        for element in tree.xpath(path):
            if hasattr(element, "drop_tree") and element.getparent() is not None:
                element.drop_tree()
                cut += 1
    text = _selected(tree, chosen.text) if chosen is not None and chosen.text else ""
    found: Any = None
    if not text:
        # Metadata costs as much as the text: it is asked for only where the page does not declare its own.
        more = not (said.title and said.dates)
        found = trafilatura.bare_extraction(
            tree, url=hints.url, include_comments=False, with_metadata=more, date_extraction_params=_DATE_SEARCH
        )
        text = (found.text or "") if found is not None else ""
    text, dropped = reported(_NOT_TEXT.sub("", text))
    if not text.strip():
        raise Unfit("no_article", "no running text was found in the page; save the article's own page, not a list")
    dropped["selected"], dropped["boilerplate"] = cut, boilerplate_blocks(tree, text)
    authors = tuple(part.strip() for part in (getattr(found, "author", None) or "").split(";") if part.strip())
    return _Read(
        text=text,
        dropped=dropped,
        title=getattr(found, "title", None) or "",
        authors=authors,
        site=getattr(found, "sitename", None) or getattr(found, "hostname", None) or "",
        date=getattr(found, "date", None) or "",
        url=getattr(found, "url", None) or "",
    )


def _without_title(read: _Read, title: str) -> _Read:
    """The text without a first line that is the headline, which is a field of its own."""
    first, _, rest = read.text.lstrip().partition("\n")
    if not rest.strip() or clean_line(first).casefold() != clean_line(title or read.title).casefold():
        return read
    return replace(read, text=rest.lstrip("\n"), dropped={**read.dropped, "title": 1})


def _selected(tree: Any, path: str) -> str:
    """The paragraphs below the elements of an XPath, one a line."""
    lines = []
    for element in tree.xpath(path):
        if hasattr(element, "iter"):
            inner = list(element.iter("p", "h2", "h3", "li", "blockquote")) or [element]
            lines += [" ".join(one.text_content().split()) for one in inner]
    return "\n".join(line for line in lines if line)


def _language(text: str, said: str, outlet: Outlet | None) -> str:
    """The language of a text: what its words say, unless it is said to be one that the detector does not know."""
    said = (said or (outlet.lang if outlet is not None else ""))[:2].lower()
    if said and said not in CANDIDATES:
        return said
    return (detect_language(text) if len(text) >= _TELLING or not said else "") or said


def _moment_fields(moment: Moment | None) -> dict[str, str]:
    if moment is None:
        return {}
    return {
        "published_date": moment.day,
        "published_zone": moment.zone,
        "published_text": moment.text,
        "published_told_by": moment.told_by,
    }


def _outlet_fields(outlet: Outlet | None) -> dict[str, str]:
    if outlet is None:
        return {}
    return {"outlet_id": outlet.id, "outlet_country": outlet.country, "outlet_owner": outlet.owner}
